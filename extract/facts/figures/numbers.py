"""The number grammar: digits with scales, number words, fractions, dozens and hundreds, twice and doubled."""

from decimal import Decimal, InvalidOperation

from extract.facts.figures.cardinals import read_cardinal
from extract.facts.figures.fractions import VULGAR, divide, part_after, read_part, read_ratio, slashed
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.scales import MAX_VALUE, Number, read_scales
from extract.facts.figures.vocabulary import number_starts, number_words


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
    if lexeme.text in VULGAR:
        return Number(index, index + 1, divide(*VULGAR[lexeme.text]), "fraction")
    if lexeme.kind != "word" or not (lexeme.lower in number_starts() or lexeme.lower.endswith("fold")):
        return None
    return read_ratio(view, index) or _read_words(view, index) or read_part(view, index) or _read_single(view, index)


def parse_digits(text: str) -> Decimal | None:
    """Digits with separators as a number; null for one too long for the warehouse."""
    if text.count(".") > 1 or text[-3:-2] == ",":
        # "1.250.000" and "1.250,75", as on the Continent.
        text = text.replace(".", "").replace(",", ".")
    plain = "".join(char for char in text if char not in ",'’" and not char.isspace())
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
    if after.text in VULGAR and (not after.spaced or "." not in view.at(index).text):
        value, last, form = value + divide(*VULGAR[after.text]), last + 1, "fraction"
    elif (part := slashed(view, index)) is not None:
        value, last, form = part, index + 3, "fraction"
    elif after.spaced and (part := slashed(view, last)) is not None:
        value, last, form = value + part, last + 3, "fraction"
    elif after.text == "-" and not after.spaced and (part := slashed(view, last + 1)) is not None:
        # As grain prices are told: "2-1/4 cents", and "$5.62-1/2" for five dollars and 62 and a half cents.
        value, last, form = value + (part / 100 if "." in view.at(index).text else part), last + 4, "fraction"
    elif after.lower == "and" and view.words_from(last, 3) == "and a half":
        value, last = value + Decimal("0.5"), last + 3
    if view.at(last).lower in ("out", "in"):
        ratio = read_ratio(view, index)
        if ratio:
            return ratio
    scaled, last = read_scales(view, last, value)
    scale = scaled / value if value else Decimal(1)
    return Number(index, last, scaled, form, is_scaled=scale != 1 or form == "fraction", scale=scale)


def _read_words(view: SentenceView, index: int) -> Number | None:
    """Cardinals in words: "three", "twenty-five", "a hundred and ten thousand", "two and a half million"."""
    cardinal = read_cardinal(view, index)
    if cardinal is None:
        return None
    last, value, scale = cardinal
    part = part_after(view, last) if value < 100 and scale == 1 and value == int(value) else None
    if part is not None:
        share = divide(int(value), part[0])
        million = number_words("scale").get(view.at(part[1] + 2).lower, Decimal(0))
        if view.words_from(part[1], 2) == "of a" and million >= 1_000_000:
            return Number(index, part[1] + 3, share * million, "words", is_scaled=True)
        return Number(index, part[1], share, "fraction")
    return Number(index, last, value, "words", is_scaled=scale != 1, scale=scale)


def _read_single(view: SentenceView, index: int) -> Number | None:
    """Dozens, hundreds of thousands, doubled, twice, tenfold."""
    word = view.at(index).lower
    if word in number_words("vague") and view.at(index - 1).lower not in ("the", "in", "their", "his", "her"):
        return _read_vague(view, index, number_words("vague")[word])
    if word in number_words("multiple"):
        token = view.token(index)
        if (token.pos_ == "VERB" and view.at(index + 1).lower not in ("down", "as", "back")) or (
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
    """At most nine decimals, no trailing zeros and no exponent: 12900000000, 0.666666667."""
    rounded = value if value == value.to_integral_value() else value.quantize(Decimal("1e-9"))
    return Decimal(f"{rounded.normalize():f}")
