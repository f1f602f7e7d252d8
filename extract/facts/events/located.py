"""Reads from the grammar which word a place's name tells the where of: "met in Lima", "visited Peru", "the Lima talks"."""

from functools import cache

from extract.contract.data import read_csv
from extract.facts.events.triggers import event_nouns
from extract.facts.language_model import Doc, Token
from extract.facts.participants import Name

_WHERE = frozenset(
    {
        "in",
        "at",
        "near",
        "outside",
        "across",
        "around",
        "throughout",
        "inside",
        "within",
        "through",
        "over",
        "off",
        "along",
    }
)
# "at Apple", "outside the ministry": a body is a place beside these alone, "with the ministry in" is not.
_AT_BODY = frozenset({"at", "outside", "near", "inside"})
_BESIDE = frozenset({"compound", "amod", "nmod", "poss"})
# Clauses whose places are their own: "Ono, who was born in Oslo, met ...".
_OTHER_CLAUSES = frozenset({"relcl", "ccomp", "conj", "parataxis", "acl", "advcl"})
# "died when a tram overturned near Croydon": what happens then happens there.
_SAME_SCENE = frozenset({"when", "as", "while", "after", "where"})
_MAX_CLIMB = 10
_MAX_STEPS = 12


def stands_where(doc: Doc, name: Name) -> Token | None:
    """The word of which a name tells where, by a preposition: "met" of "met in the northern city of Lima"; null if of none."""
    preposition = _preposition(doc[name.root])
    if preposition is None:
        return None
    allowed = _AT_BODY if name.type == "organisation" else _WHERE
    return preposition.head if preposition.lower_ in allowed else None


def is_object_place(doc: Doc, name: Name, head: Token) -> bool:
    """Whether a place is what the head is done to: "visited Peru", "Peru was hit", "the attack on the Capitol"."""
    token = _top(doc[name.root])
    lemma = head.lemma_.lower()
    if token.head.i == head.i and token.dep_ in ("dobj", "nsubjpass"):
        return "object" in _links(lemma)
    if token.dep_ == "pobj" and token.head.head.i == head.i:
        return token.head.lower_ in _links(lemma)
    return False


def is_beside(doc: Doc, name: Name, head: Token) -> bool:
    """Whether a name stands before the noun: "Houston-area sales", "the Lima talks", "Peru's election"."""
    token = doc[name.root]
    for _ in range(4):
        if token.dep_ not in _BESIDE:
            return False
        token = token.head
        if token.i == head.i:
            return True
        if token.lemma_.lower() not in _area_nouns() and token.dep_ != "compound":
            return False
    return False


def tells_where_of(head: Token, anchor: Token) -> int | None:
    """How many links lie between an event's word and the word that a place belongs to; null where that is another clause."""
    above = {head.i: 0}
    token, steps = head, 0
    while token.head.i != token.i and steps < _MAX_STEPS:
        token, steps = token.head, steps + 1
        above[token.i] = steps
    token = anchor
    for down in range(_MAX_CLIMB):
        if token.i in above:
            up = above[token.i]
            return up + down if up + down <= _MAX_CLIMB else None
        if token.dep_ in _OTHER_CLAUSES and not _is_same_scene(token, head):
            return None
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _is_same_scene(verb: Token, head: Token) -> bool:
    if verb.dep_ in ("relcl", "acl"):
        # "the crash that killed five in Croydon", "the tram carrying them through Croydon derailed".
        noun = verb.head
        # "hosted a forum, which was held in Croydon": the object is the event.
        is_its_object = noun.dep_ == "dobj" and noun.head.i == head.i and noun.lemma_.lower() in event_nouns()
        return bool(noun.i == head.i) or is_its_object
    if verb.dep_ == "advcl":
        return any(child.lower_ in _SAME_SCENE for child in verb.children) or verb.tag_ == "VBG"
    return False


def _preposition(token: Token) -> Token | None:
    token = _top(token)
    return token.head if token.dep_ == "pobj" else None


def _top(token: Token) -> Token:
    """The noun phrase that a place's name stands in: "the northern city of Lima", "the Lima area", "Lima and Cusco"."""
    for _ in range(_MAX_CLIMB):
        governor = token.head
        is_part = token.dep_ in _BESIDE and governor.lemma_.lower() in _area_nouns() | _venue_nouns()
        if is_part or token.dep_ in ("conj", "appos"):
            token = governor
        elif token.dep_ == "pobj" and governor.lower_ == "of" and governor.head.lemma_.lower() in _area_nouns():
            token = governor.head
        else:
            break
    return token


@cache
def _area_nouns() -> frozenset[str]:
    return frozenset(row["noun"] for row in read_csv("area_nouns", "extract.facts.data"))


@cache
def _venue_nouns() -> frozenset[str]:
    return frozenset(row["noun"] for row in read_csv("venue_nouns", "extract.facts.data"))


@cache
def _all_links() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in read_csv("place_verbs", "extract.facts.data"):
        found.setdefault(row["word"], set()).add(row["link"])
    return {word: frozenset(links) for word, links in found.items()}


def _links(lemma: str) -> frozenset[str]:
    return _all_links().get(lemma, frozenset())
