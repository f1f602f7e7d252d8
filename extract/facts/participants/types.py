"""What kind of thing each name of an article stands for: every mention of it, the words beside it and the gazetteer decide."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from extract.contract.data import read_csv
from extract.facts.grammar import says_where
from extract.facts.language_model import Doc, Token
from extract.facts.participants.names import Name, find_mentions
from extract.facts.places import resolve_place

_ACTS = frozenset({"nsubj", "nsubjpass", "agent"})
# "ICOS (Integrated Carbon Observation System)".
_BRACKETED = re.compile(r"(\w+) \(([^()\n]{3,100})\)")


def find_names(doc: Doc) -> list[Name]:
    """All mentions of names in their order, without overlaps, bylines and credits; the same words have the same type."""
    return _agree_on_types(doc, find_mentions(doc))


def _agree_on_types(doc: Doc, names: Sequence[Name]) -> list[Name]:
    """The same words are the same thing all through an article: the type the model gave most often, the first of equals.

    A place that no list knows and that acts ("Alibaba raised") is an organisation; a person of whom a list knows only a
    place, and who is only where something is ("in Essen"), is that place.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    mentions: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        votes[name.text][name.type] += 1
        mentions[name.text].append(name)
    types = {text: _corrected(doc, text, counts.most_common(1)[0][0], mentions[text]) for text, counts in votes.items()}
    short = _short_bodies(doc.text, types)
    return [replace(name, type="organisation" if name.text in short else types[name.text]) for name in names]


def _short_bodies(text: str, types: Mapping[str, str]) -> set[str]:
    """What looks like a person's name and is an organisation named for short: "Tamura" beside "Tamura Steel"."""
    people = {word for full, kind in types.items() if kind == "person" and " " in full for word in full.split()}
    bodies = [full for full, kind in types.items() if kind == "organisation"]
    begun = {full.split()[0] for full in bodies if full.rsplit(maxsplit=1)[-1] not in _named_after()}
    begun |= {short for short, full in _BRACKETED.findall(text) if full in bodies}
    return {name for name, kind in types.items() if kind == "person" and name in begun - people}


@cache
def _named_after() -> frozenset[str]:
    return frozenset(row["word"] for row in read_csv("named_after", "extract.facts.data"))


def _corrected(doc: Doc, text: str, kind: str, mentions: Sequence[Name]) -> str:
    roots = [doc[name.root] for name in mentions]
    if kind == "place" and any(root.dep_ in _ACTS or _owns(root) for root in roots) and not _is_known_place(text):
        return "organisation"
    if kind == "person" and all(_is_where(root) for root in roots) and _is_known_place(text):
        return "place"
    return kind


def _is_known_place(text: str) -> bool:
    return text in _world_regions() or resolve_place(text) is not None


@cache
def _world_regions() -> frozenset[str]:
    return frozenset(row["name"] for row in read_csv("world_regions", "extract.facts.data"))


def _owns(root: Token) -> bool:
    return root.dep_ == "poss" and root.head.pos_ == "NOUN"


def _is_where(root: Token) -> bool:
    return root.dep_ == "pobj" and says_where(root.head.lower_)
