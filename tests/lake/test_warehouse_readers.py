"""What a reader of a lake cannot do: read what is not published, ask the catalogue, see or change a secret, change a row."""

import csv
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lakes import publish_batches

from extract.errors import InputError
from extract.serving.session import Session, open_session
from extract.store.lake.catalog import open_catalog
from extract.store.lake.connection import open_lake
from extract.store.lake.published import published_files
from extract.store.published import QueryLimits

pytestmark = [pytest.mark.promise(12), pytest.mark.extended, pytest.mark.xdist_group("lake")]

with (Path(__file__).parent / "attacks.csv").open(encoding="utf-8", newline="") as lines:
    ATTACKS = [(row["refused"], row["sql"]) for row in csv.DictReader(lines)]
# By what each attack of a kind is refused; those that are `harmless` run, and tell nothing.
REFUSALS = {
    "lake": "^readers of a lake can (ask its marts and meta only, not|use marts and meta only)",
    "secret": "^readers cannot make or drop secrets$",
    "file": "file system operations are disabled by configuration",
    "statement": "^readers cannot run this kind|^readers can explain questions only",
    "read_only": "attached in read-only mode",
    "locked": "the configuration has been locked",
    "unknown": "does not exist",
}


def files_of(place, table: str) -> list[str]:
    with open_lake(place, read_only=True) as connection:
        schema, name = table.split(".")
        rows = connection.execute(f"select data_file from ducklake_list_files('lake', '{name}', schema => '{schema}')")
        return [path for (path,) in rows.fetchall()]


def state_of(place) -> object:
    """What no reader may change: the lake's latest snapshot, its options, and its ledger."""
    with open_catalog(place) as catalog, catalog.cursor() as cursor:
        cursor.execute(
            "select (select max(snapshot_id) from ducklake_snapshot), (select count(*) from daybook.ledger), "
            "(select array_agg(concat(key, value, scope_id) order by 1) from ducklake_metadata)"
        )
        return cursor.fetchone()


def ask(session: Session, sql: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for statement in session.split(sql):
        with session.run(statement) as result:
            found += result.rows()
    return found


def answer(session: Session, sql: str) -> tuple[str, str]:
    """How a question ended, `harmless` where it was answered, and what was said."""
    try:
        said = str(ask(session, sql))
    except InputError as error:
        kinds = [kind for kind, pattern in REFUSALS.items() if re.search(pattern, error.message)]
        return " ".join(kinds), error.message
    return "harmless", said


def test_attacks_on_a_lake_are_refused_each_for_its_own_reason(place, make_batch, make_marts, tried):
    publish_batches(place, make_marts, make_batch("b1", range(1, 3)))
    published = published_files(place)
    # What is newer than what readers have, and not published.
    publish_batches(place, make_marts, make_batch("b2", range(3, 5)), is_published=False)
    (past,) = set(files_of(place, "marts.articles")) - set(published.files)
    (raw, *_) = files_of(place, "raw.articles")
    folder = f"{place.store}/tables/marts/articles"
    places = {
        "{snapshot}": str(published.snapshot), "{store}": place.store, "{endpoint}": place.endpoint, "{bucket}": place.bucket,
        "{past_marts_tail}": past.removeprefix("s"), "{past_marts}": past,
        "{raw_file}": f"{folder}/../../raw/articles/{raw.rpartition('/')[2]}",
    }  # fmt: skip
    before, password = state_of(place), urlsplit(place.catalog).password
    wrong = []
    with open_session(place, QueryLimits("500MB", 1, 60)) as session:
        for refused, sql in ATTACKS:
            for name, value in places.items():
                sql = sql.replace(name, value)  # noqa: PLW2901 - filled in
            kind, said = answer(session, sql)
            still = ask(session, "select count(*) from marts.articles")
            if kind != refused or still != [(2,)] or password in said or place.secret in said:
                wrong.append((refused, kind, sql, said[:200], still))
            tried(1)
    assert wrong == []
    assert state_of(place) == before


def test_what_is_published_is_read_from_its_own_files_alone(place, make_batch, make_marts):
    publish_batches(place, make_marts, make_batch("b1", range(1, 3)))
    files = published_files(place).files
    assert all(re.search("/tables/(marts|meta)/", path) for path in files)
    assert {path for path in files if "/marts/" in path} >= set(files_of(place, "marts.articles"))
    publish_batches(place, make_marts, make_batch("b2", range(3, 5)))
    with open_session(place) as session:
        assert ask(session, "select count(*) from articles") == [(4,)]
        assert ask(session, "select publisher_name from publishers") == [("The Example",)]
