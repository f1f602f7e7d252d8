"""Says which digits are part of a code: A350, COVID-19, 2019-09-01, "called 911", "1. Preheat"."""

from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.names import dashed
from extract.facts.figures.scales import Number
from extract.facts.figures.vocabulary import word_set

_JOINERS = word_set("joiners")
# 192.168.100.101 is an address; a continental number of as many groups would be beyond a billion.
_ADDRESS_DOTS = 3
_DIALLING = frozenset({"call", "dial", "phone", "ring"})


def is_code(view: SentenceView, number: Number, *, has_unit: bool) -> bool:
    """Whether digits are a code or part of one. has_unit: money, percent or a measure was found beside them."""
    text = view.at(number.first).text
    if (
        _is_padded(text)
        or text.count(".") == _ADDRESS_DOTS
        or _is_chained(view, number)
        or _is_marker(view, number)
        or _is_bracketed(view, number)
    ):
        return True
    return not has_unit and (_is_glued(view, number) or _is_called(view, number))


def _is_bracketed(view: SentenceView, number: Number) -> bool:
    """As in "[12]" and "401(k)"."""
    is_note = view.at(number.first - 1).text == "[" and view.at(number.last).text == "]"
    return is_note or view.words_from(number.last, 2) == "( k"


def _is_glued(view: SentenceView, number: Number) -> bool:
    """Whether a letter or a sign touches the digits: A350, 777x, 10.0.0.1, #5, '97."""
    return _is_glued_before(view, number) or _is_glued_after(view, number)


def _is_glued_before(view: SentenceView, number: Number) -> bool:
    first, before, before_it = view.at(number.first), view.at(number.first - 1), view.at(number.first - 2)
    if first.spaced:
        return False
    is_short_year = before.text in ("'", "’") and number.value < 100
    is_joined = before.text in ("-", "–") and not before.spaced and before_it.kind == "word"
    return before.kind == "word" or before.text in _JOINERS or is_short_year or is_joined


def _is_glued_after(view: SentenceView, number: Number) -> bool:
    after, after_it = view.at(number.last), view.at(number.last + 1)
    if after.spaced:
        return False
    touches = not after_it.spaced and after_it.kind == "number" and after.text in (".", ":", "/")
    is_name = (
        after.text == "-" and after_it.kind == "word" and after_it.text[:1].isupper() and not after_it.text.isupper()
    )
    return is_name or after.kind == "word" or (bool(after.text) and after.text in "@_=\\&") or touches


def _is_called(view: SentenceView, number: Number) -> bool:
    """A number to dial ("called 911", "911 calls"), or the letters of a firm ("3M")."""
    text = view.at(number.first).text
    if number.is_scaled and number.last == number.first + 2 and view.token(number.first).ent_type_ == "ORG":
        return True
    before, after = view.token(max(number.first - 1, 0)), view.token(min(number.last, len(view.lexemes) - 1))
    beside = {before.lemma_.lower(), after.lemma_.lower()}
    return len(text) == 3 and text.isdigit() and not beside.isdisjoint(_DIALLING)


def _is_padded(text: str) -> bool:
    """Digits that begin with a naught count nothing: 0800, 007."""
    return len(text) > 1 and text[0] == "0" and text[1].isdigit()


def _is_chained(view: SentenceView, number: Number) -> bool:
    """Dashes join three or more groups (dates, phone numbers), a year and its two last digits, or 787 and 9."""
    before, after = dashed(view, number.first, -1), dashed(view, number.first, 1)
    if before and after:
        return True
    for other in (before, after):
        if other and view.at(other).text == view.at(number.first).text:
            # "a 50-50 chance", "drew 2-2"
            return True
    if before and (dashed(view, before, -1) or _is_season(view, before, number.first)):
        return True
    return bool(after and (dashed(view, after, 1) or _is_season(view, number.first, after)))


def _is_season(view: SentenceView, first: int, second: int) -> bool:
    year, rest = view.at(first).text, view.at(second).text
    return (
        year.isdigit() and len(year) == 4 and year[:2] in ("18", "19", "20") and rest.isdigit() and len(rest) in (2, 4)
    )


def _is_marker(view: SentenceView, number: Number) -> bool:
    """The number of a list's line: "1. Preheat", "2) Add"."""
    return (
        number.first == 0
        and view.at(number.last).text in (".", ")")
        and view.at(number.last + 1).spaced
        and number.value < 100
    )
