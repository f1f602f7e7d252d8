"""Finds the events an article reports: one per real event, with who took part, when, where and whether it happened."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from heapq import nsmallest
from typing import TypeVar

from extract.facts.dates import DateSpan
from extract.facts.events.cast import Cast, make_cast
from extract.facts.events.clues import read_headline
from extract.facts.events.event_figures import find_figures
from extract.facts.events.event_span import EventSpan
from extract.facts.events.home import Home, read_home
from extract.facts.events.inferred_places import place_events
from extract.facts.events.inherited_dates import inherit_dates
from extract.facts.events.merging import agree_on_types, merge_mentions
from extract.facts.events.ranking import rank_events
from extract.facts.events.roles import find_roles
from extract.facts.events.setting import find_governors, quoted_characters, read_keys, read_setting
from extract.facts.events.status import read_status
from extract.facts.events.titles import make_title
from extract.facts.events.triggers import Trigger, event_nouns, find_triggers
from extract.facts.events.unlisted_triggers import find_unlisted_triggers
from extract.facts.events.when import find_event_date
from extract.facts.events.where import find_event_place
from extract.facts.figures.spans import FigureSpan
from extract.facts.language_model import Doc, text_of
from extract.facts.participants import ParticipantSpan
from extract.facts.participants.names import Name
from extract.facts.sentences import Sentence

_T = TypeVar("_T", DateSpan, Name)
# Of a sentence's dates and names so many, the nearest, are asked whether they are an event's: a list of hundreds, in which every
# second word is a trigger, must not cost their square.
_NEAREST = 40


def read_events(
    doc: Doc,
    *,
    sentences: Sequence[Sentence],
    title: str | None,
    title_doc: Doc | None,
    dateline: str | None,
    participants: Sequence[ParticipantSpan],
    figures: Sequence[FigureSpan],
    dates: Sequence[DateSpan],
    names: Sequence[Name],
    reference_date: date | None,
) -> list[EventSpan]:
    """The events, most salient first, the headline's at the head; title_doc: the parsed title, where there is one."""
    triggers = find_triggers(doc, [(n.start, n.end) for n in names if n.type != "nationality"])
    unlisted = frozenset(find_unlisted_triggers(doc, triggers))
    triggers = sorted((*triggers, *unlisted), key=lambda one: one.start)
    cast = make_cast(doc, participants)
    home = read_home(doc, title, dateline, names, event_nouns())
    is_quoted = quoted_characters(text_of(doc))
    scenes = _scenes(sentences, triggers, figures, dates, names)
    for scene in scenes:
        scene.heads = frozenset(trigger.head for trigger in scene.triggers)
        scene.governors = find_governors(doc, scene.heads)
    mentions = [
        _read_mention(
            doc,
            trigger,
            scene,
            cast=cast,
            home=home,
            reference_date=reference_date,
            is_quoted=is_quoted,
            is_unlisted=trigger in unlisted,
        )
        for scene in scenes
        for trigger in scene.triggers
    ]
    events = rank_events(
        merge_mentions(agree_on_types([mention for mention in mentions if mention is not None]), participants),
        cast,
        headline=read_headline(title, title_doc, cast),
        sentence_count=len(sentences),
    )
    events = inherit_dates(
        events, doc, sentences=sentences, dates=dates, title_doc=title_doc, reference_date=reference_date
    )
    return place_events(doc, events, names=names, home=home, cast=cast)


@dataclass(slots=True)
class _Scene:
    """What one sentence holds; figures with their index in the article; heads, governors: of its triggers."""

    sentence: Sentence
    triggers: list[Trigger] = field(default_factory=list)
    figures: list[tuple[int, FigureSpan]] = field(default_factory=list)
    dates: list[DateSpan] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    heads: frozenset[int] = frozenset()
    governors: dict[int, int] = field(default_factory=dict)


def _scenes(
    sentences: Sequence[Sentence],
    triggers: Sequence[Trigger],
    figures: Sequence[FigureSpan],
    dates: Sequence[DateSpan],
    names: Sequence[Name],
) -> list[_Scene]:
    scenes = [_Scene(sentence) for sentence in sentences]
    starts = [sentence.start for sentence in sentences]

    def at(char: int) -> _Scene:
        return scenes[max(0, bisect_right(starts, char) - 1)]

    for trigger in triggers:
        at(trigger.start).triggers.append(trigger)
    for index, figure in enumerate(figures):
        at(figure.start).figures.append((index, figure))
    for date_span in dates:
        at(date_span.start).dates.append(date_span)
    for name in names:
        at(name.start).names.append(name)
    return scenes


def _read_mention(
    doc: Doc,
    trigger: Trigger,
    scene: _Scene,
    *,
    cast: Cast,
    home: Home,
    reference_date: date | None,
    is_quoted: Callable[[int], bool],
    is_unlisted: bool,
) -> EventSpan | None:
    """The event that a trigger names; null where the text says that it did not happen."""
    head = doc[trigger.head]
    near_dates = _near(trigger.start, scene.dates)
    near_names = _near(trigger.start, scene.names)
    when = find_event_date(doc, trigger, near_dates, scene.heads)
    start, end = (when.date_start, when.date_end) if when else (None, None)
    status = read_status(head, start, end, reference_date)
    if status.is_negated and not status.is_denied:
        return None
    return EventSpan(
        trigger=trigger,
        sentence=scene.sentence,
        title=make_title(doc, trigger),
        status=status,
        date=when,
        place=find_event_place(doc, head, near_names, home.country_code),
        roles=tuple(find_roles(cast, trigger)),
        figures=find_figures(doc, trigger.head, scene.figures, scene.heads),
        keys=read_keys(head, trigger),
        setting=read_setting(doc, trigger, scene.governors, is_quoted, is_unlisted=is_unlisted),
        told_in=(scene.sentence.index,),
    )


def _near(char: int, placed: Sequence[_T]) -> Sequence[_T]:
    """Those that stand nearest to a character, in their order."""
    if len(placed) <= _NEAREST:
        return placed
    nearest = nsmallest(_NEAREST, range(len(placed)), key=lambda i: abs(placed[i].start - char))
    return [placed[i] for i in sorted(nearest)]


def keep_participants(
    participants: Sequence[ParticipantSpan], events: Sequence[EventSpan]
) -> tuple[list[ParticipantSpan], list[EventSpan]]:
    """Without the places and groups that take part in no event; the events' roles name the participants that are left."""
    acting = {role.participant for event in events for role in event.roles}
    kept = [i for i, one in enumerate(participants) if not one.only_in_events or i in acting]
    position = {old: new for new, old in enumerate(kept)}
    people = [
        replace(participants[i], represents=None if (r := participants[i].represents) is None else position.get(r))
        for i in kept
    ]
    happened = [
        replace(event, roles=tuple(replace(r, participant=position[r.participant]) for r in event.roles))
        for event in events
    ]
    return people, happened
