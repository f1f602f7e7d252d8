"""Descriptions that add nobody: who was named, what is made or owned, where something merely is."""

import re

from extract.facts.grammar import place_in_sentence
from extract.facts.language_model import Token
from extract.facts.participants.bystanders import PLACING, is_placing
from extract.facts.participants.groups import TOO_GENERAL
from extract.facts.participants.titles import is_public_office

_AGED = re.compile(r"\d+-year-old\b")
# What is opened or shut without a name of its own is a thing: "agreed to set up a bank", "closed a consulate".
_MAKES = frozenset(
    {"set", "build", "open", "reopen", "close", "shut", "found", "establish", "create", "launch", "plan"}
)
_OBJECTS = frozenset({"dobj", "nsubjpass"})
# "talks on the islands": what follows is the topic; "an attack on the islands" reaches them.
_SPEAKS = frozenset(
    {"accord", "agree", "agreement", "comment", "deal", "debate", "decide", "decision", "discussion", "negotiate"}
    | {"negotiation", "pact", "question", "report", "resolution", "ruling", "speak", "statement", "study", "talk"}
    | {"treaty", "view", "vote", "work"}
)
# "pay for a new port": what is wished for; "aid for a camp" reaches it.
_WANTS = frozenset({"ask", "bid", "call", "campaign", "hope", "look", "pay", "plan", "push", "search", "vote", "wait"})


def is_double(head: Token, pointer: str, taken: bytearray) -> bool:
    """Whether a description only says again who was named or counted; taken: 1 for each character of these.

    "the 51-year-old economist", "the American president" beside the United States, "a group" of 18 scientists.
    """
    if pointer == "the" and head.tag_ != "NNS":
        if _AGED.search(head.doc[head.left_edge.i : head.i + 1].text):
            return True
        if is_public_office(head.text) and any(taken[child.idx] and _is_nationality(child) for child in head.lefts):
            return True
    return head.lemma_.lower() in TOO_GENERAL and any(
        taken[obj.idx] and any(word.dep_ == "nummod" for word in obj.children)
        for child in head.rights
        if child.lower_ == "of"
        for obj in child.children
        if obj.dep_ == "pobj"
    )


def _is_nationality(token: Token) -> bool:
    return token.ent_type_ in ("NORP", "GPE")


def is_thing(head: Token, *, is_bare: bool) -> bool:
    """Whether an institution or place without a name is what is made, owned, spoken of or where something is."""
    dependency, preposition = place_in_sentence(head)
    # "the devices in schools": none of them in particular.
    if is_placing(head) or (is_bare and preposition in PLACING):
        return True
    if preposition == "on" and head.dep_ == "pobj":
        return head.head.head.lemma_.lower() in _SPEAKS
    if preposition == "for" and head.dep_ == "pobj":
        return head.head.head.lemma_.lower() in _WANTS
    if dependency not in _OBJECTS:
        return False
    is_owned = any(child.dep_ == "poss" and child.pos_ == "PRON" for child in head.children)
    return is_owned or (is_bare and head.head.lemma_.lower() in _MAKES)
