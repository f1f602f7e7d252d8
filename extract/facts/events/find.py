"""Finds the events an article reports: one per real event, with who took part, when, where and whether it happened."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from extract.facts.dates import DateSpan
from extract.facts.events.cast import Cast, make_cast, role_words
from extract.facts.events.merging import merge_mentions
from extract.facts.events.ranking import rank_events
from extract.facts.events.roles import Role, find_roles
from extract.facts.events.status import Status, read_status
from extract.facts.events.titles import make_title
from extract.facts.events.triggers import Trigger, event_nouns, find_triggers
from extract.facts.events.when import find_event_date
from extract.facts.events.where import NOWHERE, EventPlace, find_event_place, infer_place, read_home
from extract.facts.figures.spans import FigureSpan
from extract.facts.grammar import steps_between
from extract.facts.language_model import Doc, Token
from extract.facts.participants import ParticipantSpan
from extract.facts.participants.names import Name
from extract.facts.sentences import Sentence

# A figure further away in the sentence's tree describes something else.
_FIGURE_STEPS = 6


@dataclass(frozen=True, slots=True)
class EventSpan:
    """An event, by characters of the text. Figures and roles name their things by index; salience is 0 to 1.

    keys: what it is called; is_definite: called so as told before; depth: how many verbs stand above its trigger.
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
    depth: int = 0
    is_definite: bool = False
    mentions: int = 1
    is_headline: bool = False
    salience: float = 0.0
    confidence: float = 0.5
    reported_by: int | None = None

    @property
    def type(self) -> str:
        """The event's type."""
        return self.trigger.type


def read_events(
    doc: Doc,
    *,
    sentences: Sequence[Sentence],
    title: str | None,
    dateline: str | None,
    participants: Sequence[ParticipantSpan],
    figures: Sequence[FigureSpan],
    dates: Sequence[DateSpan],
    names: Sequence[Name],
    reference_date: date | None,
) -> list[EventSpan]:
    """The events, most salient first, the headline's at the head."""
    triggers = find_triggers(doc, [(n.start, n.end) for n in names if n.type != "nationality"])
    cast = make_cast(doc, participants)
    home = read_home(title, dateline, event_nouns())
    mentions = [
        _read_mention(doc, trigger, scene, cast=cast, home=home, reference_date=reference_date)
        for scene in _scenes(sentences, triggers, figures, dates, names)
        for trigger in scene.triggers
    ]
    events = rank_events(merge_mentions([mention for mention in mentions if mention is not None]), title, cast)
    return [_place(event, home, cast) for event in events]


@dataclass(slots=True)
class _Scene:
    """What one sentence holds; figures with their index in the article."""

    sentence: Sentence
    triggers: list[Trigger] = field(default_factory=list)
    figures: list[tuple[int, FigureSpan]] = field(default_factory=list)
    dates: list[DateSpan] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)


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
    doc: Doc, trigger: Trigger, scene: _Scene, *, cast: Cast, home: EventPlace, reference_date: date | None
) -> EventSpan | None:
    """The event that a trigger names; null where the text says that it did not happen."""
    head = doc[trigger.head]
    heads = frozenset(other.head for other in scene.triggers)
    when = find_event_date(doc, trigger, scene.dates, heads)
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
        place=find_event_place(doc, head, scene.names, home),
        roles=tuple(find_roles(cast, trigger)),
        figures=_figures(doc, head, scene.figures, heads),
        keys=_keys(head, trigger),
        depth=_depth(head),
        is_definite=_is_definite(head, trigger),
    )


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


def _keys(head: Token, trigger: Trigger) -> frozenset[str]:
    """What the event is called: the trigger's lemma and an event noun that it takes or follows ("co-hosted the event")."""
    keys = {head.lemma_.lower()}
    if not trigger.is_noun:
        near = [c for c in head.children if c.dep_ in ("dobj", "nsubj", "nsubjpass")]
        near += [o for c in head.children if c.dep_ == "prep" for o in c.children if o.dep_ == "pobj"]
        keys |= {t.lemma_.lower() for t in near if t.lemma_.lower() in event_nouns()}
    return frozenset(keys)


def _depth(head: Token) -> int:
    """How many verbs govern the trigger's, reports ("said that") not counted."""
    return sum(above.pos_ == "VERB" and above.lemma_ not in role_words("say") for above in head.ancestors)


def _is_definite(head: Token, trigger: Trigger) -> bool:
    """Whether it was told before: "the event"."""
    nouns = [head] if trigger.is_noun else [c for c in head.children if c.dep_ in ("nsubj", "dobj")]
    return any(
        child.lower_ in ("the", "this", "that")
        for noun in nouns
        if noun.lemma_ in event_nouns()
        for child in noun.children
    ) and not any(child.dep_ in ("prep", "relcl") for noun in nouns for child in noun.children)


def _figures(
    doc: Doc, head: Token, figures: Sequence[tuple[int, FigureSpan]], heads: frozenset[int]
) -> tuple[int, ...]:
    """The figures of the sentence for which this trigger is the first above them, or the nearest."""
    joined = []
    for index, figure in figures:
        span = doc.char_span(figure.start, figure.end, alignment_mode="expand")
        if span is None:
            continue
        chosen = next((token.i for token in (span.root, *span.root.ancestors) if token.i in heads), None)
        if chosen is None:
            steps = [(steps_between(doc[other], span.root, _FIGURE_STEPS), other) for other in heads]
            chosen = min(((n, other) for n, other in steps if n is not None), default=(0, None))[1]
        if chosen == head.i:
            joined.append(index)
    return tuple(joined)


def _place(event: EventSpan, home: EventPlace, cast: Cast) -> EventSpan:
    """The headline's event without a place of its own is where the headline or the dateline says; a state acts at home."""
    if event.place.country_code is None and event.is_headline and home.country_code:
        place = home if event.place.text is None else replace(home, text=event.place.text, name=event.place.name)
        return replace(event, place=place)
    if event.place is NOWHERE:
        actors = [cast.participants[r.participant].country_code for r in event.roles if r.role in ("actor", "speaker")]
        return replace(event, place=infer_place(event.type, [code for code in actors if code]))
    return event
