"""Finds events that no table names: finite verbs of clauses in which somebody does something; their type is that of like words.

The type is guessed from the language model's word vectors: that of the table's words nearest to the verb, or OTHER where none
is near. A model without vectors gives OTHER. What is guessed is marked so, and weighs less in the ranking.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from extract.contract.data import read_csv
from extract.facts.events.triggers import Trigger
from extract.facts.language_model import Doc, Token, Vocab

# Neighbours that vote, and how near the nearest must be to be of the same kind at all.
_NEIGHBOURS = 5
_NEAR = 0.5
_CLAUSES = frozenset({"ROOT", "conj", "ccomp", "relcl", "advcl", "xcomp"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_DOERS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


def guess_triggers(doc: Doc, known: Sequence[Trigger]) -> list[Trigger]:
    """The triggers that no table has, in their order; known: those that it has."""
    taken = {token.i for one in known for token in doc.char_span(one.start, one.end, alignment_mode="expand") or ()}
    return [
        Trigger(
            verb.idx, verb.idx + len(verb), verb.i, guess_type(doc, verb.lemma_.lower()), is_noun=False, is_weak=True
        )
        for verb in doc
        if verb.i not in taken and _tells(verb)
    ]


def _tells(verb: Token) -> bool:
    """Whether a verb tells of a happening: in a tense, with a subject, and not a verb of being, saying or thinking."""
    lemma = verb.lemma_.lower()
    if verb.pos_ != "VERB" or verb.dep_ not in _CLAUSES or not lemma.isalpha() or lemma in _states():
        return False
    children = list(verb.children)
    tenses = {verb.tag_, *(child.tag_ for child in children if child.dep_ in ("aux", "auxpass"))}
    if not tenses & _FINITE:
        return False
    return any(child.dep_ in ("nsubj", "nsubjpass") and child.pos_ in _DOERS for child in children)


def guess_type(doc: Doc, lemma: str) -> str:
    """The type of the table's verbs that are most like a lemma by the vectors of the document's model; OTHER where none is."""
    table = _table(doc.vocab)
    if not table.types or not doc.vocab.has_vector(lemma):
        return "OTHER"
    near = table.matrix @ _unit(doc.vocab, lemma)
    best = np.argsort(-near)[:_NEIGHBOURS]
    if near[best[0]] < _NEAR:
        return "OTHER"
    votes: defaultdict[str, float] = defaultdict(float)
    for at in best:
        votes[table.types[at]] += float(near[at]) ** 2
    return max(votes, key=lambda kind: (votes[kind], kind))


class _Table:
    """The table's verbs of one word that a model has vectors for, by row."""

    def __init__(self, vocab: Vocab) -> None:
        rows = [
            (row["lemma"].lower(), row["type"])
            for row in read_csv("event_triggers", "extract.facts.data")
            if row["pos"] == "verb" and " " not in row["lemma"] and row["type"] != "OTHER"
        ]
        kept = [(word, kind) for word, kind in dict(rows).items() if vocab.has_vector(word)]
        self.types = [kind for _, kind in kept]
        self.matrix = np.array([_unit(vocab, word) for word, _ in kept])


def _unit(vocab: Vocab, word: str) -> NDArray[np.float64]:
    """A word's vector at length 1; all zeros where it has none."""
    vector = np.asarray(vocab.get_vector(word), dtype=np.float64)
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


@lru_cache(maxsize=4)
def _table(vocab: Vocab) -> _Table:
    return _Table(vocab)


@cache
def _states() -> frozenset[str]:
    return frozenset(row["lemma"] for row in read_csv("state_verbs", "extract.facts.data"))
