"""The number grammar: digits with scales, number words, fractions, dozens and hundreds, twice and doubled."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from extract.facts.figures.cardinals import read_cardinal
from extract.facts.figures.lexer import Lexeme, SentenceView
from extract.facts.figures.vocabulary import number_words, word_set

# The warehouse keeps decimal(38, 9).
MAX_VALUE = Decimal(10) ** 29
_FRACTION_PLACES = Decimal("0.0001")
_HYPHENS = ("-", "‐", "‑")
_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8), "⅜": (3, 8)}
# "half of", "half the", "half a million": what must follow for half to be a number and no part of a match or a year.
_AFTER_PART = word_set("after_part")
_TIMES = ("second", "minute", "hour", "day", "week", "month", "year")
_PART_HOLDERS = word_set("part_holders")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at lexemes `first` to `last` (exclusive).

    form: digits, words, fraction, vague (dozens), multiple (doubled), occasions (twice). `is_scaled`: a scale word or
    letter was read with it, so that it is no year and no name; `scale` is what it multiplied by ("5 to 7 million").
    """

    first: int
    last: int
    value: Decimal
    form: str
    is_scaled: bool = False
    scale: Decimal = Decimal(1)


def find_numbers(view: SentenceView) -> list[Number]:
    """The numbers of a sentence in order, none overlapping, whether or not they quantify anything."""
    numbers: list[Number] = []
    index = 0
    while index < len(view.lexemes):
        number = _read_number(view, index)
        if number and abs(number.value) < MAX_VALUE:
            numbers.append(number)
        index = number.last if number else index + 1
    return numbers


def _read_number(view: SentenceView, index: int) -> Number | None:
    lexeme = view.at(index)
    if lexeme.kind == "number":
        return _read_digits(view, index)
    if lexeme.text in _VULGAR:
        return Number(index, index + 1, _divide(*_VULGAR[lexeme.text]), "fraction")
    if lexeme.kind != "word":
        return None
    return _read_ratio(view, index) or _read_words(view, index) or _read_part(view, index) or _read_single(view, index)


def parse_digits(text: str) -> Decimal | None:
    """Digits with separators as a number; null for one too long for the warehouse."""
    plain = "".join(char for char in text if char != "," and not char.isspace())
    if len(plain.partition(".")[0]) > 30:
        return None
    try:
        return Decimal(plain).quantize(Decimal("1e-9")).normalize() if "." in plain else Decimal(plain)
    except InvalidOperation:
        return None


def _read_digits(view: SentenceView, index: int) -> Number | None:
    value = parse_digits(view.at(index).text)
    if value is None:
        return Number(index, index + 1, MAX_VALUE, "digits")
    last, form = index + 1, "digits"
    after = view.at(last)
    if after.text in _VULGAR and not after.spaced:
        value, last, form = value + _divide(*_VULGAR[after.text]), last + 1, "fraction"
    elif (part := _slashed(view, index)) is not None:
        value, last, form = part, index + 3, "fraction"
    elif after.spaced and (part := _slashed(view, last)) is not None:
        value, last, form = value + part, last + 3, "fraction"
    elif after.lower == "and" and view.words_from(last, 3) == "and a half":
        value, last = value + Decimal("0.5"), last + 3
    if view.words_from(last, 2) == "out of" or view.words_from(last, 1) == "in":
        ratio = _read_ratio(view, index)
        if ratio:
            return ratio
    scaled, last = _read_scales(view, last, value)
    scale = scaled / value if value else Decimal(1)
    return Number(index, last, scaled, form, is_scaled=scale != 1 or form == "fraction", scale=scale)


def _slashed(view: SentenceView, index: int) -> Decimal | None:
    """A fraction written with a slash: "1/2". "9/11" and "24/7" are none."""
    over, sign, under = view.at(index), view.at(index + 1), view.at(index + 2)
    if over.kind != "number" or under.kind != "number" or sign.text != "/" or sign.spaced or under.spaced:
        return None
    if not over.text.isascii() or under.text not in ("2", "3", "4", "5", "8", "16"):
        return None
    if not over.text.isdigit() or len(over.text) > 2 or int(over.text) >= int(under.text):
        return None
    return _divide(int(over.text), int(under.text))


def _divide(over: int, under: int) -> Decimal:
    return (Decimal(over) / Decimal(under)).quantize(_FRACTION_PLACES).normalize()


def _read_scales(view: SentenceView, index: int, value: Decimal) -> tuple[Decimal, int]:
    """Multiplies by the scale words and letters from a lexeme on: "million", "bn", "-thousand", "hundred thousand"."""
    letter = view.at(index)
    if letter.kind == "word" and letter.text in number_words("letter") and _is_scale_letter(view, index):
        return value * number_words("letter")[letter.text], index + 1
    while True:
        first = index + 1 if view.at(index).text in _HYPHENS and not view.at(index).spaced else index
        scale = number_words("scale").get(view.at(first).lower)
        if scale is None or abs(value) >= MAX_VALUE:
            return value, index
        value, index = value * scale, first + 1


def _is_scale_letter(view: SentenceView, index: int) -> bool:
    """Whether a letter after digits is a scale: "bn" always, "m", "k", "b", "t" where money or counted things say so."""
    letter, after = view.at(index), view.at(index + 1)
    if len(letter.text) > 1:
        return after.spaced or after.kind == "sign"
    if letter.spaced or (not after.spaced and after.kind in ("word", "number")):
        return False
    before = view.at(index - 2)
    if before.text in "$€£¥₹₩₦" or before.text in ("RM", "Rs", "EUR", "USD", "GBP", "R") or before.text.endswith("$"):
        return bool(before.text)
    if letter.text in ("k", "K", "M", "b", "B"):
        return True
    # "12.3m tonnes" and "2.7m digital and physical sales" count; "37m (121ft)", "the 800m final" and "5m tall" are metres.
    return letter.text == "m" and after.spaced and _counts_plural(view, index + 1)


def _counts_plural(view: SentenceView, index: int) -> bool:
    for step in range(index, min(index + 5, len(view.lexemes))):
        token = view.token(step)
        if token.tag_ == "NNS":
            return True
        if token.tag_ not in ("JJ", "JJR", "VBN", "VBG", "NN", "NNP", "CC"):
            return False
    return False


def _read_words(view: SentenceView, index: int) -> Number | None:
    """Cardinals in words: "three", "twenty-five", "a hundred and ten thousand", "two and a half million"."""
    cardinal = read_cardinal(view, index)
    if cardinal is None:
        return None
    last, value, scale = cardinal
    part = _part_after(view, last) if value < 100 and scale == 1 and value == int(value) else None
    if part is not None:
        return Number(index, part[1], _divide(int(value), part[0]), "fraction")
    return Number(index, last, value, "words", is_scaled=scale != 1, scale=scale)


def _part_after(view: SentenceView, index: int) -> tuple[int, int] | None:
    """The "-thirds" of "two-thirds": what to divide by and where it ends."""
    step = index + 1 if view.at(index).text in _HYPHENS and not view.at(index).spaced else index
    word = view.at(step).lower
    if word in number_words("part") and (word.endswith("s") or step > index or view.words_before(index, 1) == "one"):
        # "three quarters of a year" is a share, "three quarters" of growth is a time.
        if word == "quarters" and step == index and view.at(step + 1).lower != "of":
            return None
        return int(number_words("part")[word]), step + 1
    return None


def _read_part(view: SentenceView, index: int) -> Number | None:
    """Half, a third of, a quarter of, half a million, a quarter-point."""
    first = index
    if view.at(index).lower in ("a", "an"):
        index += 1
    word, after = view.at(index).lower, view.at(index + 1)
    if word not in number_words("part") or (word.endswith("s") and word != "halves"):
        return None
    point = view.at(index + 2) if after.text in _HYPHENS else after
    share = Number(first, index + 1, _divide(1, int(number_words("part")[word])), "fraction")
    if point.lower.startswith("point") or after.lower == "percentage":
        return share
    before = view.at(first - 1).lower
    if word == "half" and first == index:
        return _read_half(view, index, before)
    if index > first and (after.lower == "of" or (before in _PART_HOLDERS and word != "quarter")):
        return share
    return None


def _read_half(view: SentenceView, index: int, before: str) -> Number | None:
    after = view.at(index + 1).lower
    has_article = after in ("a", "an")
    scale = number_words("scale").get(view.at(index + 2).lower) if has_article else None
    if scale:
        value, last = _read_scales(view, index + 3, scale / 2)
        return Number(index, last, value, "words", is_scaled=True)
    if after in _AFTER_PART and before not in ("first", "second", "the", "last", "latter", "this", "and"):
        return Number(index, index + 2 if has_article else index + 1, Decimal("0.5"), "fraction")
    if before in _PART_HOLDERS and not has_article:
        return Number(index, index + 1, Decimal("0.5"), "fraction")
    return None


def _read_ratio(view: SentenceView, index: int) -> Number | None:
    """Shares in words: "one in five", "nine out of ten", "9 out of 10"."""
    over = _small(view.at(index))
    for connector in ("out of", "in"):
        count = len(connector.split())
        if view.words_from(index + 1, count) != connector:
            continue
        under, next_unit = _small(view.at(index + 1 + count)), view.at(index + 2 + count)
        # "two in five days" is a time, "3 in 2019" a year.
        if over is None or under is None or not 0 < over < under <= 100 or (connector == "in" and over > 9):
            return None
        if next_unit.lower in number_words("scale") or next_unit.lower.removesuffix("s") in _TIMES:
            return None
        return Number(index, index + 2 + count, _divide(over, under), "fraction")
    return None


def _small(lexeme: Lexeme) -> int | None:
    if lexeme.kind == "number":
        return int(lexeme.text) if lexeme.text.isascii() and lexeme.text.isdigit() and len(lexeme.text) < 4 else None
    value = (
        number_words("ones").get(lexeme.lower)
        or number_words("teens").get(lexeme.lower)
        or number_words("tens").get(lexeme.lower)
    )
    return int(value) if value else None


def _read_single(view: SentenceView, index: int) -> Number | None:
    """Dozens, hundreds of thousands, doubled, twice, tenfold."""
    word = view.at(index).lower
    if word in number_words("vague") and view.at(index - 1).lower not in ("the", "in", "their", "his", "her"):
        return _read_vague(view, index, number_words("vague")[word])
    if word in number_words("multiple"):
        token = view.token(index)
        if token.pos_ == "VERB" or (
            word in ("double", "triple") and view.at(index + 1).lower in ("the", "that", "its", "what")
        ):
            return Number(index, index + 1, number_words("multiple")[word], "multiple")
    if word in ("twice", "thrice"):
        form = "multiple" if view.at(index + 1).lower in ("as", "the", "that", "its", "their") else "occasions"
        return Number(index, index + 1, number_words("occasions")[word], form)
    if word.endswith("fold") and (value := _fold(word.removesuffix("fold"))):
        return Number(index, index + 1, value, "multiple")
    return None


def _fold(word: str) -> Decimal | None:
    return number_words("ones").get(word) or number_words("teens").get(word) or number_words("tens").get(word)


def _read_vague(view: SentenceView, index: int, value: Decimal) -> Number | None:
    last = index + 1
    while view.at(last).lower == "of" and view.at(last + 1).lower in number_words("vague"):
        # "tens of thousands" is at least 20 thousand, "hundreds of thousands" 200 thousand.
        value = value * _plural_scale(view.at(last + 1).lower)
        last += 2
    if value == number_words("vague")["scores"] and view.at(last).lower != "of":
        return None
    if value == number_words("vague")["tens"]:
        return None
    return Number(index, last, value, "vague", is_scaled=True)


def _plural_scale(word: str) -> Decimal:
    return number_words("scale").get(word.removesuffix("s"), number_words("vague")[word])


def quantise(value: Decimal) -> Decimal:
    """At most nine decimals, no trailing zeros and no exponent: 12900000000, 0.6667."""
    rounded = value if value == value.to_integral_value() else value.quantize(Decimal("1e-9"))
    return Decimal(f"{rounded.normalize():f}")
