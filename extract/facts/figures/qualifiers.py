"""Finds the words that bound a number: "about", "no fewer than", "up to an additional", "or more"."""

from dataclasses import dataclass

from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.vocabulary import qualifiers

_LONGEST_PHRASE = 4
# May stand between a qualifier and its number.
_FILLERS = frozenset({"a", "an", "of"})


@dataclass(frozen=True, slots=True)
class Qualifier:
    """How the text bounds a number, and the lexemes `first` to `last` that number and qualifiers cover together."""

    qualifier: str
    first: int
    last: int


def read_qualifier(view: SentenceView, first: int, last: int, *, is_duration: bool = False) -> Qualifier:
    """The qualifier around the number (with its unit) at lexemes `first` to `last`; the nearest word decides.

    is_duration: of a time ("over three weeks"), where "over" may mean during.
    """
    found, start = "exact", first
    while found == "exact":
        match = _phrase_before(view, start, is_duration) or (
            _phrase_before(view, start - 1, is_duration) if view.at(start - 1).lower in _FILLERS else None
        )
        if match is None:
            break
        found, start = match
    if found == "exact" and (after := _phrase_after(view, last)):
        found, last = after
    return Qualifier(found, start, last)


def _phrase_before(view: SentenceView, index: int, is_duration: bool) -> tuple[str, int] | None:
    for count in range(_LONGEST_PHRASE, 0, -1):
        if index - count < 0:
            continue
        phrase = view.words_before(index, count)
        qualifier = qualifiers("before").get(phrase)
        if qualifier and not (is_duration and _is_during(view, index - count, phrase)):
            return qualifier, index - count
    return None


def _is_during(view: SentenceView, index: int, phrase: str) -> bool:
    """Whether "over" means during: "over three weeks", "over two spells"."""
    return phrase == "over" and view.token(index).dep_ == "prep"


def _phrase_after(view: SentenceView, index: int) -> tuple[str, int] | None:
    if view.at(index).text == "-" and view.at(index + 1).lower == "plus":
        return "at_least", index + 2
    for count in (3, 2, 1):
        qualifier = qualifiers("after").get(view.words_from(index, count))
        if qualifier and (count > 1 or not view.at(index).spaced):
            return qualifier, index + count
    return None
