"""Chooses what a word of several meanings names by what stands around it: shares or a plant that close, a deal struck."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract.contract.data import read_csv
from extract.facts.events.lexicon import Entry
from extract.facts.language_model import Token

_NO_EVENT = "-"
_ANY = "*"
_CLAUSES = frozenset({"xcomp", "ccomp"})


@dataclass(frozen=True, slots=True)
class _Sense:
    slot: str
    words: frozenset[str]
    entry: Entry | None


@cache
def _senses() -> dict[tuple[str, str], list[_Sense]]:
    found: defaultdict[tuple[str, str], list[_Sense]] = defaultdict(list)
    for row in read_csv("event_senses", "extract.facts.data"):
        entry = Entry((row["lemma"],), row["type"], row["is_weak"] == "yes", row["plover"] or None)
        sense = _Sense(row["slot"], frozenset(row["words"].split()), None if row["type"] == _NO_EVENT else entry)
        found[row["pos"], row["lemma"]].append(sense)
    return found


def find_sense(token: Token, pos: str) -> tuple[bool, Entry | None]:
    """Whether a rule knows the word in this place, and what it names there: null for no event; the first rule holds."""
    for sense in _senses().get((pos, token.lemma_.lower()), ()):
        near = list(_fillers(token, sense.slot))
        if near and (_ANY in sense.words or any(word in sense.words for word in near)):
            return True, sense.entry
    return False, None


def _fillers(token: Token, slot: str) -> Iterator[str]:
    """The words in a slot: lemmas, or for `kind` the labels of names and "number"."""
    for child in token.children:
        if slot == "object" and child.dep_ in ("dobj", "nsubjpass"):
            # "a series of bombs"
            yield from (child.lemma_.lower(), *_after_of(child))
        elif slot == "subject" and child.dep_ == "nsubj":
            yield child.lemma_.lower()
        elif (slot == "particle" and child.dep_ in ("prt", "prep", "advmod", "acomp", "oprd")) or (
            slot == "modifier" and child.dep_ in ("compound", "amod", "nmod", "poss")
        ):
            yield child.lower_
        elif slot == "clause" and child.dep_ in _CLAUSES:
            yield child.lemma_.lower()
        elif slot == "kind" and child.dep_ in ("dobj", "nsubjpass"):
            yield child.ent_type_
        elif slot == "amount" and child.dep_ in ("dobj", "npadvmod", "attr"):
            yield from (one.text for one in child.subtree if one.like_num or one.text in ("%", "$"))
        elif slot == "near" and child.dep_ in ("prep", "agent"):
            yield from (one.lemma_.lower() for one in child.children if one.dep_ == "pobj")
    if slot == "near" and token.dep_ == "pobj":
        yield token.head.head.lemma_.lower()
    if slot == "modifier" and token.dep_ in ("compound", "nmod"):
        yield token.head.lemma_.lower()


def _after_of(noun: Token) -> list[str]:
    return [
        one.lemma_.lower()
        for child in noun.children
        if child.dep_ == "prep" and child.lower_ == "of"
        for one in child.children
    ]
