"""Turns what was read from one article into rows of the contract, each with its evidence and id."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from extract.contract.columns import EVIDENCE_MAX_CHARS
from extract.contract.tables import EventMention, EventParticipant, Figure, Participant, Row, Statement
from extract.facts.events import EventSpan
from extract.facts.evidence import Source
from extract.facts.figure_entities import find_item_participants
from extract.facts.figures.periods import Period
from extract.facts.figures.spans import FigureSpan
from extract.facts.participants import ParticipantSpan
from extract.facts.statements import StatementSpan

_Row = TypeVar("_Row", bound=Row)
FactRows = tuple[
    tuple[Figure, ...],
    tuple[Participant, ...],
    tuple[EventMention, ...],
    tuple[EventParticipant, ...],
    tuple[Statement, ...],
]


def make_rows(
    source: Source,
    *,
    figures: Sequence[FigureSpan],
    periods: Sequence[Period],
    participants: Sequence[ParticipantSpan],
    events: Sequence[EventSpan],
    statements: Sequence[StatementSpan],
    reference_date: date | None,
) -> FactRows:
    """The rows of one article, in the order given; facts with the same id are one row. periods: one for each figure."""
    figure_ids = [source.id("figures", f.start, f.end) for f in figures]
    participant_ids = [source.id("participants", p.kind, p.name) for p in participants]
    event_ids = [source.id("event_mentions", e.trigger.start) for e in events]
    event_of_figure: dict[int, str] = {}
    for event_id, event in zip(event_ids, events, strict=True):
        for index in event.figures:
            event_of_figure.setdefault(index, event_id)
    items = [None if at is None else participant_ids[at] for at in find_item_participants(figures, participants)]
    return (
        _once(
            [
                _figure(
                    source,
                    figures,
                    i,
                    figure_ids,
                    period=periods[i],
                    item_participant_id=items[i],
                    event_id=event_of_figure.get(i),
                )
                for i in range(len(figures))
            ],
            "figure_id",
        ),
        _once([_participant(source, p, participant_ids, figure_ids) for p in participants], "participant_id"),
        _once([_event(source, e, participants, reference_date) for e in events], "event_mention_id"),
        tuple(_roles(source, events, event_ids, participant_ids)),
        _once(
            [
                _statement(
                    source,
                    s,
                    participant_ids=participant_ids,
                    events=events,
                    event_ids=event_ids,
                )
                for s in statements
            ],
            "statement_id",
        ),
    )


def _once(rows: Iterable[_Row], key: str) -> tuple[_Row, ...]:
    return tuple({getattr(row, key): row for row in reversed(list(rows))}.values())[::-1]


def _figure(
    source: Source,
    figures: Sequence[FigureSpan],
    index: int,
    ids: Sequence[str],
    *,
    period: Period,
    item_participant_id: str | None,
    event_id: str | None,
) -> Figure:
    figure = figures[index]
    return Figure(
        **source.evidence(figure.start, figure.end, figure.confidence, figure.method),
        figure_id=ids[index],
        figure_start=figure.start,
        figure_end=figure.end,
        figure_text=source.text[figure.start : figure.end],
        value=figure.value,
        value_high=figure.value_high,
        qualifier=figure.qualifier,
        unit=figure.unit,
        unit_head=figure.unit_head,
        kind=figure.kind,
        unit_surface=figure.unit_surface,
        value_si=figure.value_si,
        unit_si=figure.unit_si,
        item=figure.item,
        item_start=figure.item_start,
        item_end=figure.item_end,
        item_head=figure.item_head,
        item_participant_id=item_participant_id,
        trend=figure.trend,
        alternative_of_figure_id=None if figure.alternative_of is None else ids[figure.alternative_of],
        change_from_figure_id=None if figure.change_from is None else ids[figure.change_from],
        event_mention_id=event_id,
        period_start=period[0],
        period_end=period[1],
    )


def _participant(source: Source, one: ParticipantSpan, ids: Sequence[str], figure_ids: Sequence[str]) -> Participant:
    return Participant(
        **source.evidence(one.mention_start, one.mention_end, one.confidence, one.method),
        participant_id=source.id("participants", one.kind, one.name),
        name=one.name,
        kind=one.kind,
        aliases=one.aliases,
        description=one.description,
        affiliation=one.affiliation,
        headcount=one.headcount,
        headcount_figure_id=None if one.headcount_figure is None else figure_ids[one.headcount_figure],
        represents_participant_id=None if one.represents is None else ids[one.represents],
        country_code=one.country_code,
        mention_start=one.mention_start,
        mention_end=one.mention_end,
        mention_text=source.text[one.mention_start : one.mention_end],
    )


def _event(
    source: Source, event: EventSpan, participants: Sequence[ParticipantSpan], reference_date: date | None
) -> EventMention:
    when, place, status, trigger = event.date, event.place, event.status, event.trigger
    speakers = [participants[role.participant].name for role in event.roles if role.role == "speaker"]
    return EventMention(
        **source.evidence(trigger.start, trigger.end, event.confidence, "trigger"),
        event_mention_id=source.id("event_mentions", trigger.start),
        type=event.type,
        plover_type=trigger.plover_type,
        title=event.title,
        status=status.first(),
        event_status=status.event_status,
        polarity="denied" if status.is_denied else "affirmed",
        attribution="alleged" if status.is_alleged else "stated",
        reported_by=speakers[0] if speakers and event.type != "STATE" else None,
        trigger_start=trigger.start,
        trigger_end=trigger.end,
        trigger_text=source.text[trigger.start : trigger.end],
        date_start=when.date_start if when else None,
        date_end=when.date_end if when else None,
        date_precision=when.precision if when else "none",
        date_text=(when.text or None) if when else None,
        date_method=when.method if when else "none",
        reference_date=reference_date,
        place_text=place.text,
        place_name=place.name,
        place_kind=place.kind,
        region_name=place.region,
        country_code=place.country_code,
        lat=place.lat,
        lon=place.lon,
        place_precision=place.precision,
        place_method=place.method,
        is_headline=event.is_headline,
        salience=event.salience,
    )


def _roles(
    source: Source, events: Sequence[EventSpan], event_ids: Sequence[str], participant_ids: Sequence[str]
) -> Iterable[EventParticipant]:
    seen = set()
    for event_id, event in zip(event_ids, events, strict=True):
        for role in event.roles:
            key = (event_id, participant_ids[role.participant], role.role)
            if key in seen:
                continue
            seen.add(key)
            yield EventParticipant(
                article_version_id=source.article_version_id,
                article_id=source.article_id,
                event_mention_id=event_id,
                participant_id=key[1],
                role=role.role,
                role_method=role.method,
                confidence=round(event.confidence * (0.8 if role.method == "grammar" else 0.5), 3),
            )


def _statement(
    source: Source,
    statement: StatementSpan,
    *,
    participant_ids: Sequence[str],
    events: Sequence[EventSpan],
    event_ids: Sequence[str],
) -> Statement:
    shared = source.evidence(statement.start, statement.end, statement.confidence, "statement")
    # The evidence of a statement is the words said, not the sentence around them.
    end = min(statement.end, statement.start + EVIDENCE_MAX_CHARS)
    shared["char_start"], shared["char_end"] = statement.start, end
    shared["evidence"] = source.text[statement.start : end]
    shared["is_evidence_cut"] = end < statement.end
    speaker, addressee, event = statement.speaker, statement.addressee, _said_event(statement, events)
    return Statement(
        **shared,
        statement_id=source.id("statements", statement.start, statement.end),
        kind=statement.kind,
        speaker_participant_id=None if speaker is None else participant_ids[speaker],
        addressee_participant_id=None if addressee is None else participant_ids[addressee],
        about=statement.about,
        event_mention_id=None if event is None else event_ids[event],
    )


def _said_event(statement: StatementSpan, events: Sequence[EventSpan]) -> int | None:
    """The event that is said: of those in the words said the one at the head of their grammar, else the most salient."""
    inside = [i for i, event in enumerate(events) if statement.start <= event.trigger.start < statement.end]
    head = statement.said_head
    if head is not None:
        at_head = (i for i in inside if events[i].trigger.start <= head < events[i].trigger.end)
        return next(at_head, inside[0] if inside else None)
    return inside[0] if inside else None
