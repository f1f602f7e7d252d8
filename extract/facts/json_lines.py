"""The public JSON of `daybook facts`: an article a line in, its facts a line out."""

from decimal import Decimal
from typing import cast

from extract.contract import article_lines
from extract.contract.data import read_csv
from extract.contract.keys import article_version_id
from extract.contract.tables import EventMention, Figure, Participant, Statement
from extract.facts.dates import DateSpan
from extract.facts.read import ArticleFacts, ArticleText

# The command prints the events that an analyst would want as rows; the warehouse has them all.
MAX_EVENTS = 12
_PLOVER = {row["type"]: row["plover_type"] for row in read_csv("event_types") if row["plover_type"]}

# Keys of a figure that are there only where they say something.
_OPTIONAL = ("unit_head", "item_start", "item_end")

# JSON as Python sees it: what `json.dumps` takes.
Json = dict[str, object]


def parse_article_line(line: str) -> ArticleText:
    """The article of one line of JSON; its article_id is the line's `id`. Raises InputError for a line that is none."""
    given = article_lines.parse_article_line(line)
    return ArticleText(
        article_version_id=article_version_id(given.id, given.text),
        article_id=given.id,
        title=given.title,
        text=given.text,
        published_date=given.published_date,
    )


def facts_to_json(article_id: str, text: str, facts: ArticleFacts) -> Json:
    """The facts of one article in the command's public shape; indices point into `figures` and `events`."""
    figures = {figure.figure_id: index for index, figure in enumerate(facts.figures)}
    events = facts.event_mentions[:MAX_EVENTS]
    places = {event.event_mention_id: index for index, event in enumerate(events)}
    names = {participant.participant_id: participant.name for participant in facts.participants}
    return {
        "id": article_id,
        "figures": [_figure(text, figure, figures) for figure in facts.figures],
        "participants": [_participant(participant) for participant in facts.participants],
        "events": [_event(event, facts, names, figures) for event in events],
        "statements": [_statement(statement, names, places) for statement in facts.statements],
        "dates": [_date(span) for span in facts.dates],
        "names": [{"char_start": n.start, "char_end": n.end, "type": n.type} for n in facts.names],
    }


def _figure(text: str, figure: Figure, indices: dict[str, int]) -> Json:
    shown: Json = {
        "char_start": figure.figure_start,
        "char_end": figure.figure_end,
        "text": text[figure.figure_start : figure.figure_end],
        "value": _number(figure.value),
        "qualifier": figure.qualifier,
        "unit": figure.unit,
        "kind": figure.kind,
        "item": figure.item,
        "trend": figure.trend,
        "confidence": figure.confidence,
    }
    if figure.value_high is not None:
        shown["value_high"] = _number(figure.value_high)
    shown |= {name: value for name in _OPTIONAL if (value := getattr(figure, name)) is not None}
    for name in ("alternative_of", "change_from"):
        other = cast("str | None", getattr(figure, f"{name}_figure_id"))
        if other is not None:
            shown[name] = indices[other]
    return shown


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _participant(participant: Participant) -> Json:
    return {
        "name": participant.name,
        "kind": participant.kind,
        "aliases": list(participant.aliases),
        "description": participant.description,
        "affiliation": participant.affiliation,
        "headcount": participant.headcount,
        "confidence": participant.confidence,
    }


def _event(event: EventMention, facts: ArticleFacts, names: dict[str, str], figures: dict[str, int]) -> Json:
    roles = [role for role in facts.event_participants if role.event_mention_id == event.event_mention_id]
    shown: Json = {"type": event.type}
    if plover := event.plover_type or _PLOVER.get(event.type):
        shown["plover_type"] = plover
    return shown | {
        "status": event.status,
        "char_start": event.trigger_start,
        "char_end": event.trigger_end,
        "text": event.trigger_text,
        "evidence_start": event.char_start,
        "evidence_end": event.char_end,
        "title": event.title,
        "headline": event.is_headline,
        "date_start": event.date_start and event.date_start.isoformat(),
        "date_end": event.date_end and event.date_end.isoformat(),
        "date_text": event.date_text,
        "date_precision": event.date_precision,
        "date_method": event.date_method,
        "place": event.place_text or event.place_name,
        "country_code": event.country_code,
        "roles": [{"name": names[role.participant_id], "role": role.role} for role in roles],
        "figures": [figures[f.figure_id] for f in facts.figures if f.event_mention_id == event.event_mention_id],
        "confidence": event.confidence,
    }


def _statement(statement: Statement, names: dict[str, str], events: dict[str, int]) -> Json:
    return {
        "char_start": statement.char_start,
        "char_end": statement.char_end,
        "speaker": names.get(statement.speaker_participant_id or ""),
        "kind": statement.kind,
        "about": statement.about,
        "event": events.get(statement.event_mention_id or ""),
    }


def _date(span: DateSpan) -> Json:
    return {"char_start": span.start, "char_end": span.end, "text": span.text, "value": span.value}
