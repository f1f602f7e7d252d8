"""What "the town of X" or "the council of X" does or suffers is X's: its head noun is a mention of X."""

from collections.abc import Sequence
from dataclasses import replace

from extract.facts.language_model import Doc, Token
from extract.facts.participants.spans import ParticipantSpan

_KINDS = frozenset({"place", "organisation"})
_PLACES = frozenset(
    {"city", "county", "district", "enclave", "island", "municipality", "neighborhood", "neighbourhood", "port"}
    | {"province", "region", "settlement", "state", "suburb", "territory", "town", "village"}
)
_BODIES = frozenset({"community", "council"})


def is_called_place(root: Token) -> bool:
    """Whether the text says of a name that it is a place: "the town of X"."""
    noun = _noun_of(root)
    return noun is not None and noun.lower_ in _PLACES


def with_kinds_of_place(doc: Doc, participants: Sequence[ParticipantSpan]) -> list[ParticipantSpan]:
    """The participants; a place or body gains each "town" or "council" of which it is the name, as a mention."""
    owner = {start: i for i, one in enumerate(participants) if one.kind in _KINDS for start, _ in one.mentions}
    added: dict[int, list[tuple[int, int]]] = {}
    for token in doc:
        noun = _noun_of(token)
        if noun is None:
            continue
        # Two steps over "of the" at most.
        first = next((word.idx for word in doc[noun.i + 2 : noun.i + 4] if word.idx in owner), None)
        if first is not None:
            added.setdefault(owner[first], []).append((noun.idx, noun.idx + len(noun)))
    return [
        replace(one, mentions=tuple(sorted([*one.mentions, *added[i]]))) if i in added else one
        for i, one in enumerate(participants)
    ]


def _noun_of(root: Token) -> Token | None:
    """The "town" of a "town of X", whose X the word is; null where there is none."""
    if root.dep_ != "pobj":
        return None
    preposition = root.head
    noun = preposition.head
    is_named = preposition.lower_ == "of" and noun.i == preposition.i - 1
    return noun if is_named and noun.lower_ in _PLACES | _BODIES else None
