"""Finds what a report is about from what somebody typed: an id, one that moved, a name, an alias, words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import duckdb

from extract.errors import InputError
from extract.serving.report.readable import readable
from extract.serving.report.reader import read_rows
from extract.serving.report.wording import counted, day

# How many of those that may be meant are listed.
MOST_LISTED = 12

Kind = Literal["day", "story", "entity"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about; `key` is an id, or a day as 2025-09-17."""

    kind: Kind
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    id: str
    name: str
    note: str
    article_count: int


_CANDIDATES = {
    "story": "select story_id as id, coalesce(title, '(untitled)') as name, "
    "coalesce(strftime(first_published_date, '%d %b %Y'), 'undated') as note, article_count from stories",
    "entity": "select entity_id as id, name, kind as note, article_count from entities",
}
_MACROS = (
    "create temp macro folded(name) as lower(strip_accents(coalesce(name, '')))",
    "create temp macro words_of(typed) as string_split_regex(folded(trim(typed)), '\\s+')",
    "create temp macro has_all_words(name, typed) as "
    "len(list_filter(words_of(typed), lambda word: not contains(folded(name), word))) = 0",
    # A short word is part of too many names.
    "create temp macro has_a_word(name, typed) as "
    "len(list_filter(words_of(typed), lambda word: len(word) > 3 and contains(folded(name), word))) > 0",
    "create temp macro looks_like(name, typed) as jaro_winkler_similarity(folded(name), folded(typed)) >= 0.8",
)

# From the surest to the least sure: the first that finds any decides.
_STEPS = {
    "story": ("story_id = $1", "folded(title) = folded($1)", "has_all_words(title, $1)"),
    "entity": (
        "entity_id = $1",
        "folded(name) = folded($1)",
        "entity_id in (select entity_id from entity_aliases where folded(alias) = folded($1))",
        "has_all_words(name, $1) or entity_id in (select entity_id from entity_aliases where has_all_words(alias, $1))",
    ),
}
# What is named where no step finds any.
_NEAR = {
    "story": "looks_like(title, $1) or has_a_word(title, $1)",
    "entity": "looks_like(name, $1) or has_a_word(name, $1)",
}


def find_subject(connection: duckdb.DuckDBPyConnection, kind: Kind, typed: str) -> Subject:
    """What is meant. Raises InputError where nothing or more than one thing is, with what may be."""
    typed = typed.strip()
    if not typed:
        raise InputError(f"--{kind} is empty", hint=f"daybook report --{kind} WORDS")
    return _find_day(connection, typed) if kind == "day" else _find_named(connection, kind, typed)


def _find_named(connection: duckdb.DuckDBPyConnection, kind: Kind, typed: str) -> Subject:
    for macro in _MACROS:
        connection.execute(macro)
    wanted = _where_it_is_now(connection, kind, typed)
    for step in _STEPS[kind]:
        found = _candidates(connection, kind, f"where {step}", wanted)
        if len(found) == 1:
            return Subject(kind, found[0].id, found[0].name)
        if found:
            several = f"more than {MOST_LISTED}" if len(found) > MOST_LISTED else str(len(found))
            things = "stories" if kind == "story" else "entities"
            raise InputError(
                f"{several} {things} are meant by {_quoted(typed)}:{_listed(found)}", hint=f"daybook report --{kind} ID"
            )
    alike = _candidates(connection, kind, f"where {_NEAR[kind]}", wanted)
    message = f"no {kind} is called {_quoted(typed)}"
    if not alike:
        look = "entity_id, name from entities" if kind == "entity" else "story_id, title from stories"
        raise InputError(message, hint=f'daybook sql "select {look} order by article_count desc limit 20"')
    raise InputError(f"{message}; what is called nearly so:{_listed(alike)}", hint=f"daybook report --{kind} ID")


def _where_it_is_now(connection: duckdb.DuckDBPyConnection, kind: Kind, typed: str) -> str:
    # Redirects lead to ids in use; steps are counted all the same, so that a ring in a broken file ends.
    for _ in range(20):
        moved = connection.execute(
            "select new_id from id_redirects where old_id = $1 and kind = $2", [typed, kind]
        ).fetchone()
        if moved is None:
            break
        typed = moved[0]
    return typed


def _candidates(connection: duckdb.DuckDBPyConnection, kind: Kind, where: str, typed: str) -> list[_Candidate]:
    query = f"{_CANDIDATES[kind]} {where} order by article_count desc, id limit {MOST_LISTED + 1}"
    return read_rows(connection, _Candidate, query, [typed])


def _listed(found: list[_Candidate]) -> str:
    lines = []
    for one in found[:MOST_LISTED]:
        note = f"{readable(one.note, 40)}, {counted(one.article_count, 'article')}"
        lines.append(f"\n  {readable(one.id, 64)}  {readable(one.name, 100)} ({note})")
    return "".join(lines)


def _quoted(typed: str) -> str:
    return f"'{readable(typed, 100)}'"


_LATEST = "select max(published_date) from articles"
_IS_REPORTED = (
    "select exists (from events where date_start <= $1 and coalesce(date_end, date_start) >= $1) "
    "or exists (from articles where published_date = $1)"
)
_BUSIEST = (
    "select date_start, count(*) from events where date_start = date_end and confidence >= .5 "
    "group by date_start order by count(*) desc, date_start desc limit 5"
)


def _find_day(connection: duckdb.DuckDBPyConnection, typed: str) -> Subject:
    if typed == "latest":
        latest = connection.execute(_LATEST).fetchone()
        if latest is None or latest[0] is None:
            raise InputError("no article says when it was published", hint="daybook report --day 2025-09-17")
        wanted: date = latest[0]
    else:
        try:
            wanted = date.fromisoformat(typed)
        except ValueError as error:
            raise InputError(
                f"{_quoted(typed)} is no day: write 2025-09-17, or latest", hint="daybook report --day latest"
            ) from error
    reported = connection.execute(_IS_REPORTED, [wanted]).fetchone()
    if reported is None or not reported[0]:
        busiest = [f"\n  {busy}  {counted(count, 'event')}" for busy, count in connection.execute(_BUSIEST).fetchall()]
        most = f"; the days with most:{''.join(busiest)}" if busiest else ""
        raise InputError(
            f"nothing happened on {day(wanted)} and no article is of it{most}", hint="daybook report --day latest"
        )
    return Subject("day", wanted.isoformat(), day(wanted))
