"""Reads shares of one: "two-thirds", "1/2", "½", "half a million", "a quarter of", "one in five", "nine out of ten"."""

from decimal import Decimal

from extract.facts.figures.lexer import Lexeme, SentenceView
from extract.facts.figures.scales import Number, read_scales
from extract.facts.figures.vocabulary import number_words, word_set

# As many decimals as the warehouse keeps.
_FRACTION_PLACES = Decimal("1e-9")
_HYPHENS = ("-", "‐", "‑")
_SLASHES = ("/", "⁄", "∕")
VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8), "⅜": (3, 8)}
# "half of", "half the", "half a million": what must follow for half to be a number and no part of a match or a year.
_AFTER_PART = word_set("after_part")
_TIMES = ("second", "minute", "hour", "day", "week", "month", "year")
_CHEAPER = word_set("cheaper")
_PART_HOLDERS = word_set("part_holders")


def divide(over: int, under: int) -> Decimal:
    """A fraction to nine decimals: 0.666666667."""
    return (Decimal(over) / Decimal(under)).quantize(_FRACTION_PLACES).normalize()


def slashed(view: SentenceView, index: int) -> Decimal | None:
    """A fraction written with a slash: "1/2". "9/11" and "24/7" are none."""
    over, sign, under = view.at(index), view.at(index + 1), view.at(index + 2)
    if over.kind != "number" or under.kind != "number" or sign.text not in _SLASHES or sign.spaced or under.spaced:
        return None
    # With a plain slash only usual fractions; the fraction slash joins nothing else.
    if not over.text.isascii() or (sign.text == "/" and under.text not in ("2", "3", "4", "5", "8", "16", "32", "64")):
        return None
    if not under.text.isascii() or not under.text.isdigit() or not 1 < int(under.text[:5]) < 10_000:
        return None
    if not over.text.isdigit() or len(over.text) > 2 or int(over.text) >= int(under.text):
        return None
    return divide(int(over.text), int(under.text))


def part_after(view: SentenceView, index: int) -> tuple[int, int] | None:
    """The "-thirds" of "two-thirds": what to divide by and where it ends."""
    step = index + 1 if view.at(index).text in _HYPHENS and not view.at(index).spaced else index
    word = view.at(step).lower
    if word in number_words("part") and (word.endswith("s") or step > index or view.words_before(index, 1) == "one"):
        # "three quarters of a year" is a share, "three quarters" of growth is a time.
        if word == "quarters" and step == index and view.at(step + 1).lower != "of":
            return None
        return int(number_words("part")[word]), step + 1
    return None


def read_part(view: SentenceView, index: int) -> Number | None:
    """Half, a third of, a quarter of, half a million, a quarter-point."""
    first = index
    if view.at(index).lower in ("a", "an"):
        index += 1
    word, after = view.at(index).lower, view.at(index + 1)
    if word not in number_words("part") or (word.endswith("s") and word != "halves"):
        return None
    point = view.at(index + 2) if after.text in _HYPHENS else after
    share = Number(first, index + 1, divide(1, int(number_words("part")[word])), "fraction")
    if point.lower.startswith("point") or after.lower == "percentage":
        return share
    before = view.at(first - 1).lower
    if word == "half" and (first == index or after.text in _HYPHENS):
        return _read_half(view, index, before)
    million = number_words("scale").get(view.at(index + 3).lower, Decimal(0))
    if view.words_from(index + 1, 2) in ("of a", "of one") and million >= 1_000_000:
        value, last = read_scales(view, index + 4, million / number_words("part")[word])
        return Number(first, last, value, "words", is_scaled=True)
    if index > first and (
        after.lower == "of" or after.lower in _CHEAPER or (before in _PART_HOLDERS and word != "quarter")
    ):
        return share
    return None


def _read_half(view: SentenceView, index: int, before: str) -> Number | None:
    after = view.at(index + 1).lower
    if after in _HYPHENS and view.at(index + 2).lower in number_words("scale"):
        value, last = read_scales(view, index + 1, Decimal("0.5"))
        return Number(index, last, value, "words", is_scaled=True)
    has_article = after in ("a", "an")
    scale = number_words("scale").get(view.at(index + 2).lower) if has_article else None
    if scale:
        value, last = read_scales(view, index + 3, scale / 2)
        return Number(index, last, value, "words", is_scaled=True)
    if after in _AFTER_PART and before not in ("first", "second", "the", "last", "latter", "this", "and"):
        return Number(index, index + 2 if has_article else index + 1, Decimal("0.5"), "fraction")
    if before in _PART_HOLDERS and not has_article:
        return Number(index, index + 1, Decimal("0.5"), "fraction")
    return None


def read_ratio(view: SentenceView, index: int) -> Number | None:
    """Shares in words: "one in five", "nine out of ten", "9 out of 10"."""
    if view.at(index - 1).text in _HYPHENS and not view.at(index).spaced and view.at(index - 2).kind == "number":
        # "8-7 in 10 innings"
        return None
    if view.at(index - 1).lower == "for":
        # "280 for 5 in 40 overs"
        return None
    over = _small(view.at(index))
    for connector in ("out of every", "out of", "in every", "of every", "in"):
        count = len(connector.split())
        if view.words_from(index + 1, count) != connector:
            continue
        under, next_unit = _small(view.at(index + 1 + count)), view.at(index + 2 + count)
        # "two in five days" is a time, "3 in 2019" a year.
        if over is None or under is None or not 0 < over < under <= 100 or (connector.startswith("in") and over > 9):
            return None
        if next_unit.lower in number_words("scale") or next_unit.lower.removesuffix("s") in _TIMES:
            return None
        return Number(index, index + 2 + count, divide(over, under), "fraction")
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
