"""Tells which role a place in the grammar gives: by the type of an event and, where that is too coarse, by its word."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from extract.contract.data import read_csv

# Place in the grammar to role; an empty role is none.
Frame = Mapping[str, str]


def frame_of(event_type: str, lemmas: Iterable[str]) -> Frame:
    """The roles of an event of a type that these words name, lower-case, the later ones telling more exactly."""
    frame = dict(_by_type()[event_type])
    for lemma in lemmas:
        frame |= _by_word().get((lemma, ""), {})
        frame |= _by_word().get((lemma, event_type), {})
    return frame


@cache
def _by_type() -> dict[str, dict[str, str]]:
    return {row["type"]: row for row in read_csv("event_roles", "extract.facts.data")}


@cache
def _by_word() -> dict[tuple[str, str], dict[str, str]]:
    found: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in read_csv("event_frames", "extract.facts.data"):
        found[row["lemma"], row["type"]][row["place"]] = row["role"]
    return dict(found)
