"""Finds events that no table names: finite verbs of clauses in which somebody does something.

They are of type OTHER; what is found so is marked, and weighs less in the ranking.
"""

from collections.abc import Sequence
from functools import cache

from extract.contract.data import read_csv
from extract.facts.events.triggers import Trigger, event_nouns
from extract.facts.language_model import Doc, Token

_CLAUSES = frozenset({"ROOT", "conj", "ccomp", "relcl", "advcl", "xcomp"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_DOERS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


def find_unlisted_triggers(doc: Doc, known: Sequence[Trigger]) -> list[Trigger]:
    """The triggers that no table has, in their order; known: those that it has."""
    taken = {token.i for one in known for token in doc.char_span(one.start, one.end, alignment_mode="expand") or ()}
    return [
        Trigger(verb.idx, verb.idx + len(verb), verb.i, "OTHER", is_noun=False, is_weak=True)
        for verb in doc
        if verb.i not in taken and _tells(verb)
    ]


def _tells(verb: Token) -> bool:
    """Whether a verb tells of a happening: in a tense, with a subject, and not a verb of being, saying or thinking."""
    lemma = verb.lemma_.lower()
    if verb.pos_ != "VERB" or verb.dep_ not in _CLAUSES or not lemma.isalpha() or lemma in _states():
        return False
    if verb.dep_ == "relcl" and verb.head.lemma_.lower() in event_nouns():
        # "the forum, which was held in Lima" tells more of the forum.
        return False
    children = list(verb.children)
    tenses = {verb.tag_, *(child.tag_ for child in children if child.dep_ in ("aux", "auxpass"))}
    if not tenses & _FINITE:
        return False
    return any(child.dep_ in ("nsubj", "nsubjpass") and child.pos_ in _DOERS for child in children)


@cache
def _states() -> frozenset[str]:
    return frozenset(row["lemma"] for row in read_csv("state_verbs", "extract.facts.data"))
