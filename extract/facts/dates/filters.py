"""Tells dates from other things that look like them: "may" the verb, 2000 people, Sheffield Wednesday."""

from collections.abc import Callable

from extract.facts.dates.reading import Match
from extract.facts.language_model import Doc, Span

_NAMES = frozenset({"PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "FAC", "GPE", "LAW"})
_AMOUNTS = frozenset({"MONEY", "QUANTITY", "PERCENT", "CARDINAL", "ORDINAL"})
_BEFORE_A_YEAR = frozenset(
    {"in", "since", "by", "of", "until", "till", "from", "during", "after", "before", "through", "between", "to", "for"}
    | {"early", "late", "mid", "and", "(", "back", "around", "about", "circa", "c.", "the", ",", "than", "[", "-", "–"}
)
_BEFORE_A_MONTH = frozenset(
    {
        "in",
        "since",
        "of",
        "by",
        "until",
        "till",
        "from",
        "early",
        "late",
        "mid",
        "through",
        "between",
        "during",
        "for",
        "to",
    }
    | {"and", "or", "-", "mid-", "beginning", "starting", "before", "after"}
)
_VERBS_TOO = frozenset({"may", "march"})
# "Black Friday", "Super Tuesday" and the football club name no weekday of the article's.
_BEFORE_NO_WEEKDAY = frozenset({"black", "super", "cyber", "bloody", "sheffield", "giving", "ruby"})


def is_date(doc: Doc, rule: str, match: Match) -> bool:
    """Whether a match of a rule is a date, by the words around it and by what the language model takes it for."""
    check = _CHECKS.get(rule)
    if check is None:
        return True
    span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
    if span is None or not len(span):
        return False
    return check(span, doc[span.start - 1].lower_ if span.start else "", match)


def _is_range(span: Span, _: str, match: Match) -> bool:
    return 1000 <= int(match["year"]) <= 2100 and span[0].ent_type_ not in _AMOUNTS


def _is_weekday(span: Span, previous: str, _: Match) -> bool:
    return previous not in _BEFORE_NO_WEEKDAY and span[-1].ent_type_ not in ("PERSON", "ORG", "PRODUCT", "WORK_OF_ART")


def _is_day_word(_span: Span, previous: str, match: Match) -> bool:
    # "USA TODAY" is a newspaper.
    return not (match["word"].isupper() and previous in ("usa", "india", "russia"))


def _is_reference(_span: Span, _previous: str, match: Match) -> bool:
    # "soon after" and "now that" tell of something else.
    return not match.string[match.end() : match.end() + 7].lower().startswith((" that ", " after", " before"))


def _is_year(span: Span, previous: str, match: Match) -> bool:
    if match["fiscal"]:
        return True
    kind, year = span[-1].ent_type_, int(match["year"])
    if kind == "DATE":
        return True
    is_placed = previous in _BEFORE_A_YEAR
    if kind in _AMOUNTS or kind in _NAMES or year < 1800:
        # "in 1998" whatever the model says; "in 1998 cases" is no year.
        return previous in ("in", "since", "by", "until", "(") and not _counts_a_noun(span)
    return is_placed and not _counts_a_noun(span)


def _counts_a_noun(span: Span) -> bool:
    following = span.doc[span.end] if span.end < len(span.doc) else None
    return following is not None and following.tag_ == "NNS"


def _is_month(span: Span, previous: str, match: Match) -> bool:
    if match["which"] or match["of"]:
        return True
    token = span[-1]
    if token.lower_ in _VERBS_TOO:
        return token.ent_type_ == "DATE" or (previous in _BEFORE_A_MONTH and token.pos_ in ("PROPN", "NOUN"))
    return token.ent_type_ not in _NAMES or previous in ("in", "since", "early", "late", "until")


_CHECKS: dict[str, Callable[[Span, str, Match], bool]] = {
    "year": _is_year,
    "years": _is_range,
    "month": _is_month,
    "weekday": _is_weekday,
    "day_word": _is_day_word,
    "reference": _is_reference,
}
