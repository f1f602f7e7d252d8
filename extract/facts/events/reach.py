"""Finds whom an event reaches through its words: the objects of the verbs and things below its trigger."""

from collections.abc import Iterator

from extract.facts.events.cast import Cast
from extract.facts.language_model import Token
from extract.facts.participants.bystanders import PLACING

_MAX_DEPTH = 4
# "agreed to send", "sworn to fight", "a ban on selling", "demanding reforms from the government".
_CLAUSES = frozenset({"xcomp", "ccomp", "pcomp", "acl"})
# What follows these is another matter than the event.
_BESIDE = frozenset(
    {"according", "after", "before", "since", "during", "until", "amid", "despite", "because", "following"}
    | {"as", "than", "under", "about"}
)
_OBJECTS = frozenset({"dobj", "dative", "attr", "oprd"})


# The participants (their indexes) of one phrase, and the preposition before it, if any.
Reached = tuple[str, list[int]]


def find_reached(cast: Cast, head: Token, *, with_places: bool) -> Iterator[Reached]:
    """The phrases below a trigger that name participants, those nearest first; with_places: also where it happens."""
    yield from _below(cast, head, 0, with_places)


def _below(cast: Cast, head: Token, depth: int, with_places: bool) -> Iterator[Reached]:
    if depth > _MAX_DEPTH:
        return
    for child in head.rights:
        if child.dep_ in _OBJECTS:
            yield from _phrase(cast, child, depth, with_places)
        elif child.dep_ in _CLAUSES or _is_purpose(child):
            if child.dep_ in ("ccomp", "advcl"):
                for subject in (one for one in child.lefts if one.dep_ in ("nsubj", "nsubjpass")):
                    yield from _phrase(cast, subject, depth, with_places)
            yield from _below(cast, child, depth + 1, True)
        elif _leads_on(child, head) and (with_places or not _is_where(child)):
            for obj in child.children:
                if obj.dep_ == "pobj":
                    yield from _phrase(cast, obj, depth, with_places)
                elif obj.dep_ == "pcomp":
                    yield from _below(cast, obj, depth + 1, with_places)


def _leads_on(child: Token, head: Token) -> bool:
    """Whether a preposition leads to whom the event concerns; "by" after a verb names who does it."""
    if child.dep_ not in ("prep", "agent") or child.lower_ in _BESIDE:
        return False
    return child.lower_ != "by" or head.pos_ == "NOUN" or head.dep_ == "acl"


def _is_purpose(clause: Token) -> bool:
    """Whether a clause says what for or on what condition: "to demand an end", "unless the ministry pays"."""
    if clause.dep_ not in ("advcl", "relcl"):
        return False
    return any(child.lower_ == "unless" or (child.tag_ == "TO" and child.dep_ == "aux") for child in clause.lefts)


def _is_where(preposition: Token) -> bool:
    return preposition.lower_ in PLACING


def _phrase(cast: Cast, noun: Token, depth: int, with_places: bool) -> Iterator[Reached]:
    """Who a noun phrase names, else whose the thing is, else who stands in the phrases after it."""
    found = list(cast.of(noun)) or list(cast.around(noun))
    if found:
        yield noun.head.lower_ if noun.dep_ == "pobj" else "", found
    else:
        yield from _below(cast, noun, depth + 1, with_places)
