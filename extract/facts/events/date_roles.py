"""Tells dates that say when something else was: what a number is compared with, a year in a name, "first since", "every"."""

from itertools import islice

from extract.facts.dates import DateSpan
from extract.facts.language_model import Span, Token

_COMPARES = frozenset({"than", "versus", "vs", "vs.", "unlike"})
# "up from 2018", "an increase over 2018": of what grew or shrank these lead to what it is compared with.
_BASES = frozenset({"from", "over", "on"})
_COMPARED = frozenset({"compare"})
_WIDE = frozenset({"year", "decade"})
_THAN_WORDS, _RECORD_WORDS = 5, 12  # how far before a date these words lead to it
# A list of hundreds is parsed as a chain: what is further up says nothing of the date.
_MAX_CLIMB = 20
_EACH = frozenset({"every", "each"})
_RANKS = frozenset({"first", "second", "third", "last", "only"})


def tells_of_something_else(date: Span, event: Token, event_type: str, read: DateSpan) -> bool:
    """Whether a date in an event's sentence cannot be the event's; read: the date as it was read."""
    return (
        _is_compared(date.root, event_type, read)
        or _follows_than(date)
        or _is_part_of_name(date, event, read)
        or _is_record(date.root)
        or is_repeated(date)
    )


def is_repeated(date: Span) -> bool:
    """Whether it comes again and again: "every Friday", "each May"."""
    return date.doc[max(0, date.start - 1)].lower_ in _EACH or date[0].lower_ in _EACH


def _is_compared(date: Token, event_type: str, read: DateSpan) -> bool:
    """Whether it is what a number is compared with: "lower than a year ago", "up 3 percent from 2018"."""
    for above in (date, *islice(date.ancestors, _MAX_CLIMB)):
        if above.pos_ in ("VERB", "AUX") and above.lemma_ not in _COMPARED:
            return False
        if above.lower_ in _COMPARES or above.lemma_ in _COMPARED:
            return True
        # What begins at a day lies ahead; a range has a second date.
        is_base = event_type == "RESULT" and above.lower_ in _BASES and above.dep_ == "prep"
        if (
            is_base
            and above.i < date.i
            and read.precision in _WIDE | {"month", "quarter"}
            and read.date_end is not None
        ):
            return above.lower_ == "from" or above.head.pos_ in ("NOUN", "ADV")
    return False


def _follows_than(date: Span) -> bool:
    """Whether "than" leads to it, where parsers often give it to the verb: "lower than the week before"; "more than 9" counts."""
    before = date.doc[max(0, date.start - _THAN_WORDS) : date.end]
    return any(
        token.lower_ in _COMPARES and not token.nbor().like_num and token.nbor().pos_ not in ("NUM", "VERB", "NOUN")
        for token in before[:-1]
    )


def _is_part_of_name(date: Span, event: Token, read: DateSpan) -> bool:
    """Whether a year belongs to a thing, not to what is done with it: "the 2025 bond weakened", "the 1998 treaty"."""
    root = date.root
    if read.precision not in _WIDE or root.dep_ not in ("nummod", "compound", "amod", "nmod", "poss"):
        return False
    return root.head.pos_ in ("NOUN", "PROPN") and root.head.i > root.i and root.head.i != event.i


def _is_record(date: Token) -> bool:
    """Whether "since" counts from it to say how rare it is: "their first title since 1908", "the worst storm since 1998"."""
    preposition = date.head if date.dep_ == "pobj" else date
    if preposition.lower_ != "since" and not any(child.lower_ == "since" for child in preposition.children):
        return False
    words = preposition.sent
    return any(
        token.lower_ in _RANKS or token.tag_ in ("JJS", "RBS")
        for token in words
        if token.i < preposition.i and preposition.i - token.i <= _RECORD_WORDS
    )
