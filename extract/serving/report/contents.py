"""Reads what a report says: bounded numbers of rows, and how many there are of each in all."""

from dataclasses import dataclass

import duckdb

from extract.errors import WarehouseError
from extract.serving.report import queries, rows
from extract.serving.report.counts import (
    SURE_EVENT,
    SURE_FIGURE,
    SURE_STATEMENT,
    count_beyond,
    count_namings,
    read_counts,
)
from extract.serving.report.reader import read_rows
from extract.serving.report.subject import Subject

# A report is read by a person: what goes beyond this is counted, not shown.
MOST_EVENTS = 200
MOST_TOLD_EVENTS = 60
MOST_UNSURE = 60
MOST_FIGURES = 300
MOST_STATEMENTS = 120
MOST_ENTITIES = 100
MOST_ARTICLES = 100
MOST_SERIES = 12
MOST_REPORTS = 60
MENTIONS_OF_EVENT = 5
ROLES_OF_EVENT = 12
QUOTES_OF_ENTITY = 3
MOST_ALIASES = 30

_ABOVE_ALL = 2.0


@dataclass(frozen=True, slots=True)
class Contents:
    """The rows of a report, the best first; `counts` say how many there are in all, by the names that `counts.py` gives.

    beyond: of what is shown with its details, how many of these there are, and how many of them are too many to be shown.
    """

    publication: rows.Publication
    aliases: list[str]
    events: list[rows.Event]
    unsure_events: list[rows.Event]
    told_events: list[rows.Event]
    mentions: list[rows.Mention]
    roles: list[rows.Role]
    entities: list[rows.Entity]
    participants: list[rows.Participant]
    figures: list[rows.Figure]
    unsure_figures: list[rows.Figure]
    series: list[rows.SeriesReport]
    statements: list[rows.Statement]
    unsure_statements: list[rows.Statement]
    articles: list[rows.Article]
    days: list[rows.DayCount]
    counts: dict[str, int]
    beyond: dict[str, tuple[int, int]]


def read_contents(connection: duckdb.DuckDBPyConnection, subject: Subject) -> Contents:
    """Everything that a report of the subject shows; its scope must be open."""
    publications = read_rows(connection, rows.Publication, queries.PUBLICATION)
    if not publications:
        raise WarehouseError("the published file does not say when it was published", hint="daybook publish")
    events = _events(connection, SURE_EVENT, _ABOVE_ALL, MOST_EVENTS)
    unsure_events = _events(connection, 0, SURE_EVENT, MOST_UNSURE)
    told_events = _events(connection, SURE_EVENT, _ABOVE_ALL, MOST_TOLD_EVENTS, is_main=False)
    event_ids = [event.event_id for event in (*events, *unsure_events, *told_events)]
    mentions = read_rows(connection, rows.Mention, queries.MENTIONS, [event_ids, MENTIONS_OF_EVENT])
    roles = read_rows(connection, rows.Role, queries.ROLES, [event_ids, ROLES_OF_EVENT])
    entities = read_rows(connection, rows.Entity, queries.ENTITIES, [MOST_ENTITIES])
    figures = read_rows(connection, rows.Figure, queries.FIGURES, [SURE_FIGURE, _ABOVE_ALL, MOST_FIGURES])
    unsure_figures = read_rows(connection, rows.Figure, queries.FIGURES, [0, SURE_FIGURE, MOST_UNSURE])
    series = read_rows(connection, rows.SeriesReport, queries.SERIES, [MOST_SERIES, MOST_REPORTS])
    statements = read_rows(
        connection, rows.Statement, queries.STATEMENTS, [SURE_STATEMENT, _ABOVE_ALL, MOST_STATEMENTS]
    )
    unsure_statements = read_rows(connection, rows.Statement, queries.STATEMENTS, [0, SURE_STATEMENT, MOST_UNSURE])
    participants = _participants(connection, roles, entities, [*statements, *unsure_statements])
    quotes: list[rows.Quote] = [
        *mentions, *participants, *figures, *unsure_figures, *series, *statements, *unsure_statements
    ]  # fmt: skip
    return Contents(
        publication=publications[0],
        aliases=_aliases(connection, subject),
        events=events,
        unsure_events=unsure_events,
        told_events=told_events,
        mentions=mentions,
        roles=roles,
        entities=entities,
        participants=participants,
        figures=figures,
        unsure_figures=unsure_figures,
        series=series,
        statements=statements,
        unsure_statements=unsure_statements,
        articles=_articles(connection, quotes),
        days=read_rows(connection, rows.DayCount, queries.DAYS, [SURE_EVENT]),
        counts=read_counts(connection, subject),
        beyond={
            "roles": count_beyond(connection, "roles", event_ids, ROLES_OF_EVENT),
            "reports": count_beyond(connection, "reports", {one.series_id for one in series}, MOST_REPORTS),
            "namings": count_namings(
                connection, [one.entity_id for one in entities], [one.participant_id for one in participants]
            ),
        },
    )


def _articles(connection: duckdb.DuckDBPyConnection, quotes: list[rows.Quote]) -> list[rows.Article]:
    """Those that are quoted and some others of the scope, as they were published; undated ones last."""
    needed = sorted({quote.article_id for quote in quotes})
    found = read_rows(connection, rows.Article, queries.ARTICLES, [needed, MOST_ARTICLES])
    return sorted(
        found,
        key=lambda one: (one.published_date is None, str(one.published_date), one.published or "", one.article_id),
    )


def _events(
    connection: duckdb.DuckDBPyConnection, least: float, below: float, most: int, *, is_main: bool = True
) -> list[rows.Event]:
    return read_rows(connection, rows.Event, queries.EVENTS, [is_main, least, below, most])


def _participants(
    connection: duckdb.DuckDBPyConnection,
    roles: list[rows.Role],
    entities: list[rows.Entity],
    statements: list[rows.Statement],
) -> list[rows.Participant]:
    """Those of the roles and statements, and a few of each entity; each once."""
    named = {role.participant_id for role in roles}
    named |= {said.speaker_participant_id for said in statements if said.speaker_participant_id is not None}
    found = read_rows(connection, rows.Participant, queries.PARTICIPANTS, [sorted(named)])
    entity_ids = [entity.entity_id for entity in entities]
    found += read_rows(connection, rows.Participant, queries.WHERE_NAMED, [entity_ids, QUOTES_OF_ENTITY])
    return list({participant.participant_id: participant for participant in found}.values())


def _aliases(connection: duckdb.DuckDBPyConnection, subject: Subject) -> list[str]:
    if subject.kind != "entity":
        return []
    found = connection.execute(queries.ALIASES, [subject.key, subject.title, MOST_ALIASES]).fetchall()
    return [alias for (alias,) in found]
