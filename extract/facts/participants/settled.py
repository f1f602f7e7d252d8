"""What "the town of X" or "the council of X" does or suffers is X's: its head noun is a mention of X."""

from collections.abc import Sequence
from dataclasses import replace

from extract.facts.language_model import Doc
from extract.facts.participants.spans import ParticipantSpan

_KINDS = frozenset({"place", "organisation"})
_NOUNS = frozenset(
    {"city", "community", "council", "county", "district", "enclave", "island", "municipality", "neighborhood"}
    | {"neighbourhood", "port", "province", "region", "settlement", "state", "suburb", "territory", "town", "village"}
)


def with_kinds_of_place(doc: Doc, participants: Sequence[ParticipantSpan]) -> list[ParticipantSpan]:
    """The participants; a place or body gains each "town" or "council" of which it is the name, as a mention."""
    owner = {start: i for i, one in enumerate(participants) if one.kind in _KINDS for start, _ in one.mentions}
    added: dict[int, list[tuple[int, int]]] = {}
    for token in doc:
        if token.lower_ != "of" or token.head.lower_ not in _NOUNS or token.head.i != token.i - 1:
            continue
        for name in token.children:
            first = name.left_edge.idx if name.left_edge.dep_ != "det" else name.left_edge.nbor(1).idx
            if name.dep_ == "pobj" and first in owner:
                added.setdefault(owner[first], []).append((token.head.idx, token.head.idx + len(token.head)))
    return [
        replace(one, mentions=tuple(sorted([*one.mentions, *added[i]]))) if i in added else one
        for i, one in enumerate(participants)
    ]
