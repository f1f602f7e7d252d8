"""Finds the participant that a figure's item is: "Dell" and "Dell shares" are Dell, "Dell's revenue" is not."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from extract.contract.data import read_csv
from extract.facts.figures.spans import FigureSpan
from extract.facts.participants import ParticipantSpan

_ARTICLES = frozenset({"the", "a", "an"})
# "Dell's shares", "the unions' members": the mark stands at the end of a word.
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_EDGES = " \t\r\n.,;:\"“”'‘’()[]"


def find_item_participants(figures: Sequence[FigureSpan], participants: Sequence[ParticipantSpan]) -> list[int | None]:
    """For each figure the position of the participant that its item is, null where the item is something else.

    The item is a participant where it is one of its names, whole, or such a name with a noun of `item_nouns.csv` behind
    it ("Dell shares", "Dell's stock") or before it ("shares of Dell"). What a participant merely has (revenue, exports) is
    something else, and so is a name that two participants bear.
    """
    known = _names(participants)
    places = {span: index for index, one in enumerate(participants) for span in one.mentions}
    return [_find(figure, known, places) for figure in figures]


def _find(figure: FigureSpan, known: dict[str, set[int]], places: dict[tuple[int, int], int]) -> int | None:
    if figure.item is None or figure.item_start is None or figure.item_end is None:
        return None
    # What the text names here says more than a name that may be another's too.
    named_here = places.get((figure.item_start, figure.item_end))
    if named_here is not None:
        return named_here
    for form in _forms(figure.item):
        bearers = known.get(form, set())
        if bearers:
            return next(iter(bearers)) if len(bearers) == 1 else None
    return None


def _names(participants: Sequence[ParticipantSpan]) -> dict[str, set[int]]:
    known: dict[str, set[int]] = {}
    for index, one in enumerate(participants):
        for name in (one.name, *one.aliases):
            known.setdefault(_bare(name.split()), set()).add(index)
    return known


def _forms(item: str) -> Iterable[str]:
    """The names that an item may be, the fullest first."""
    words = item.split()
    yield _bare(words)
    if len(words) > 1 and words[-1].strip(_EDGES).lower() in _nouns("behind"):
        yield _bare(words[:-1])
    if len(words) > 2 and words[0].lower() in _nouns("before") and words[1].lower() in ("of", "in"):
        yield _bare(words[2:])


def _bare(words: Sequence[str]) -> str:
    """A name as it is compared: without articles, quotation marks, the stop of "Inc." and the mark of a possessive."""
    first = 1 if words and words[0].lower() in _ARTICLES else 0
    return _POSSESSIVE.sub("", " ".join(words[first:]).strip(_EDGES.replace("'", "").replace("’", ""))).strip(_EDGES)


@cache
def _nouns(side: str) -> frozenset[str]:
    return frozenset(row["noun"] for row in read_csv("item_nouns", "extract.facts.data") if row["side"] == side)
