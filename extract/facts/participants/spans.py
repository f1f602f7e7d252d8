"""A participant of an article, by characters of its text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParticipantSpan:
    """A participant, by characters of the text.

    mentions: (start, end) of each, in order; mention_start, mention_end: the first in the fullest form, which is the name.
    headcount_figure: index of the figure that counts a group. represents: index of the participant it stands for, which
    its affiliation names (is_representing).
    only_in_events: a place or group that is a participant only where an event gives it a role.
    """

    name: str
    kind: str
    aliases: tuple[str, ...]
    mentions: tuple[tuple[int, int], ...]
    mention_start: int
    mention_end: int
    description: str | None = None
    affiliation: str | None = None
    headcount: str | None = None
    headcount_figure: int | None = None
    represents: int | None = None
    is_representing: bool = False
    country_code: str | None = None
    only_in_events: bool = False
    confidence: float = 0.5
    method: str = ""
