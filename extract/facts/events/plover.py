"""PLOVER's type of an event where it is finer than our type: by the word, by who does it, and by what is only to come.

After PLOVER's rules: what is done together and is to come is AGREE, what is done against someone and is to come THREATEN.
"""

from collections.abc import Mapping
from functools import cache

from extract.contract.data import read_csv
from extract.facts.events.cast import role_words
from extract.facts.events.lexicon import Entry
from extract.facts.events.subjects import find_subject
from extract.facts.language_model import Token

_TOGETHER = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
_AGAINST = frozenset({"SANCTION", "COERCE", "ASSAULT", "FIGHT", "PROTEST"})
_TO_COME = frozenset({"will", "'ll", "’ll", "would", "shall"})
_WILLING = frozenset({"ready", "willing", "prepared"})
_ASKED = frozenset({"must", "should"})
# What is agreed, demanded, rejected or threatened is that in PLOVER, whatever it would be when done.
_WILLED = frozenset({"AGREE", "DEMAND", "REJECT", "THREATEN"})
_TELLING = frozenset({"announce", "declare", "confirm", "reveal", "disclose", "decide", "vow", "promise"})
_BELOW = frozenset({"xcomp", "ccomp", "dobj", "pobj", "prep"})
_MAX_CLIMB = 4


@cache
def _of_types() -> dict[str, str]:
    return {row["type"]: row["plover_type"] for row in read_csv("event_types") if row["plover_type"]}


def find_plover_type(head: Token, entry: Entry, *, is_noun: bool) -> str | None:
    """PLOVER's type of the event, null where it has none for it."""
    kind = entry.plover or _of_types().get(entry.type)
    if kind == "ASSAULT" and _by_forces(head, is_noun=is_noun):
        kind = "FIGHT"
    if kind is None or is_noun:
        return kind
    words = {child.lower_ for child in head.children if child.dep_ == "aux"}
    is_willing = head.dep_ == "xcomp" and head.head.lower_ in _WILLING
    if words & _TO_COME or is_willing:
        return "AGREE" if kind in _TOGETHER else "THREATEN" if kind in _AGAINST else kind
    return "DEMAND" if words & _ASKED and kind not in _AGAINST else kind


def plover_in_sentence(head: Token, kinds: Mapping[int, str | None]) -> str | None:
    """PLOVER's type of an event among the others of its sentence; kinds: those found for each by itself, by their heads."""
    kind = kinds[head.i]
    if head.lemma_.lower() in _TELLING:
        told = (kinds.get(child.i) for child in head.children if child.dep_ in ("ccomp", "xcomp", "dobj"))
        return next((one for one in told if one), kind)
    token = head
    for _ in range(_MAX_CLIMB):
        if token.dep_ not in _BELOW or token.head.i == token.i:
            return kind
        token = token.head
        if (above := kinds.get(token.i)) in _WILLED:
            return above
    return kind


def _by_forces(head: Token, *, is_noun: bool) -> bool:
    """Whether armed forces do it, or what they act with: "army shelling", "warplanes hit a convoy"."""
    if is_noun:
        return any(_is_force(child) for child in head.children if child.dep_ in ("compound", "amod", "poss"))
    subject, is_passive = find_subject(head)
    if subject is None or is_passive:
        return False
    return _is_force(subject) or any(_is_force(child) for child in subject.children if child.dep_ == "compound")


def _is_force(noun: Token) -> bool:
    return noun.lemma_.lower() in role_words("force")
