"""An event as it was read from one article: its trigger, who took part, when, where and whether it happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from extract.facts.dates import DateSpan
from extract.facts.events.roles import Role
from extract.facts.events.setting import Setting
from extract.facts.events.status import Status
from extract.facts.events.triggers import Trigger
from extract.facts.events.where import EventPlace
from extract.facts.sentences import Sentence


@dataclass(frozen=True, slots=True)
class EventSpan:
    """An event, by characters of the text. Figures and roles name their things by index; salience is 0 to 1.

    keys: what it is called; told_in: the numbers of the sentences that tell it, each mention's one; clues: what it is ranked by.
    """

    trigger: Trigger
    sentence: Sentence
    title: str
    status: Status
    date: DateSpan | None
    place: EventPlace
    roles: tuple[Role, ...]
    figures: tuple[int, ...]
    keys: frozenset[str]
    setting: Setting
    told_in: tuple[int, ...]
    is_headline: bool = False
    salience: float = 0.0
    confidence: float = 0.5
    clues: Mapping[str, float] = field(default_factory=dict, compare=False)

    @property
    def type(self) -> str:
        """The event's type."""
        return self.trigger.type
