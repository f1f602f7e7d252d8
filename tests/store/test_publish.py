"""Publishing: what readers get, what is kept, what refuses it."""

from datetime import UTC, datetime

import duckdb
import pytest

from extract.errors import WarehouseError
from extract.serving.export.postgres_session import open_for_copy
from extract.store.candidate import mark_done, open_candidate
from extract.store.digest import digest
from extract.store.generations import current_generation, generations_folder
from extract.store.ledger import Ledger
from extract.store.publish import publish_candidate
from extract.store.published import open_published, published_path
from extract.store.results import record_results
from extract.store.warehouse import build_path, candidate_path, wal_path

NOON = datetime(2025, 7, 4, 12, tzinfo=UTC)


def ask(path, query):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_readers_get_marts_and_meta_with_their_meanings(tmp_path, publish):
    publication = publish(1, 2)
    path = published_path(tmp_path)
    schemas = ask(path, "select distinct schema_name from duckdb_tables() order by all")
    assert schemas == [("marts",), ("meta",)]
    assert publication.row_counts["articles"] == 2
    assert ask(path, "select row_count from meta.tables where table_name = 'articles'") == [(2,)]
    meaning = "select description from meta.columns where table_name = 'articles' and column_name = 'title'"
    assert ask(path, meaning) == [("The headline.",)]
    assert ask(path, "select comment from duckdb_tables() where table_name = 'figures'") == [
        ("One row per thing of figures: it's made up.",)
    ]
    assert ask(path, "select count(*) from duckdb_tables() where comment is null") == [(0,)]
    assert ask(path, "select generation, batch_count, run_id, published_at::timestamp from meta.publication") == [
        (1, 2, "r1", NOON.replace(tzinfo=None))
    ]
    assert ask(path, "select tags['storage_version'] from duckdb_databases() where not internal") == [("v1.5.0+",)]


def test_a_mart_is_published_in_the_order_that_its_declaration_names(tmp_path, publish):
    project = tmp_path / "project"
    (project / "marts").mkdir(parents=True)
    (project / "seeds").mkdir()
    (project / "dbt_project.yml").write_text("version: '1.0.0'")
    declared = "models:\n  - name: articles\n    config:\n      published_order: [title, article_id]\n"
    (project / "marts" / "articles.yml").write_text(declared)
    reverse = (
        "create or replace table marts.articles as select * from marts.articles order by title desc, article_id desc"
    )
    publish(1, 2, 3, statements=reverse, project_dir=project)
    in_place = "select article_id from marts.articles order by rowid"
    found = ask(published_path(tmp_path), in_place)
    assert found == ask(published_path(tmp_path), "select article_id from marts.articles order by title, article_id")
    assert len(found) == 3
    assert found != ask(build_path(tmp_path), in_place)


def test_the_candidate_becomes_the_build(tmp_path, publish):
    publication = publish(1)
    assert not candidate_path(tmp_path).exists()
    assert digest(build_path(tmp_path)) == digest(published_path(tmp_path)) == publication.digest
    assert Ledger(tmp_path).read()[-1].digest == publication.digest
    with open_candidate(tmp_path) as candidate:
        assert candidate.connection.execute("select count(*) from raw.articles").fetchone() == (1,)


def test_equal_marts_keep_the_published_file(tmp_path, publish):
    first = publish(1)
    before = published_path(tmp_path).stat()
    again = publish(1)
    assert (first.is_new, again.is_new, again.generation) == (True, False, 1)
    after = published_path(tmp_path).stat()
    own = (before.st_ino, before.st_mtime_ns, before.st_size)
    assert (after.st_ino, after.st_mtime_ns, after.st_size) == own
    assert not candidate_path(tmp_path).exists()


def test_old_generations_are_kept_up_to_the_number(tmp_path, publish):
    digests = [publish(number).digest for number in range(1, 5)]
    kept = sorted(generations_folder(tmp_path).iterdir())
    assert [path.name for path in kept] == ["daybook-000002.duckdb", "daybook-000003.duckdb"]
    assert [digest(path) for path in [*kept, published_path(tmp_path)]] == digests[1:]
    publish(5, generations=1)
    assert list(generations_folder(tmp_path).iterdir()) == []
    assert current_generation(tmp_path) == 5


@pytest.mark.promise(2)
@pytest.mark.parametrize("whose", ["published", "build"])
def test_a_stale_log_refuses_the_publish(tmp_path, publish, whose):
    publish(1)
    before = digest(published_path(tmp_path))
    with open_candidate(tmp_path):
        pass
    stale = wal_path({"published": published_path, "build": build_path}[whose](tmp_path))
    stale.write_bytes(b"left by a killed program")
    with pytest.raises(WarehouseError, match=r"\.wal lies beside") as error:
        publish(2)
    assert str(stale) in error.value.hint
    if whose == "published":
        stale.unlink()
        assert digest(published_path(tmp_path)) == before


@pytest.mark.promise(2)
@pytest.mark.parametrize("reader", [open_published, open_for_copy])
def test_a_reader_opens_no_published_file_beside_which_a_log_lies(tmp_path, publish, reader):
    publish(1)
    forged = wal_path(published_path(tmp_path))
    forged.write_bytes(b"rows that nobody published")
    with pytest.raises(WarehouseError, match=r"\.wal lies beside the published file") as error, reader(tmp_path):
        pass
    assert f"mv {forged}" in error.value.hint


@pytest.mark.promise(2)
def test_a_published_file_of_other_rows_than_were_published_is_made_again(tmp_path, publish):
    first = publish(1)
    with duckdb.connect(str(published_path(tmp_path))) as connection:
        connection.execute("delete from marts.articles")
    again = publish(1)
    assert (again.is_new, again.generation, again.digest) == (True, 2, first.digest)
    assert digest(published_path(tmp_path)) == first.digest


@pytest.mark.promise(3)
def test_a_change_that_no_gate_has_seen_is_not_published(tmp_path, publish):
    first = publish(1)
    with pytest.raises(WarehouseError, match="`check_batches` has not seen"):
        publish(2, marked=False)
    with open_candidate(tmp_path) as candidate:
        for step in ("check_batches", "link", "build"):
            mark_done(candidate, step)
    with pytest.raises(WarehouseError, match="`check_marts` has not seen"):
        publish(marked=False)
    assert digest(published_path(tmp_path)) == first.digest


def test_nothing_to_publish_says_what_to_do(tmp_path):
    with pytest.raises(WarehouseError, match="no candidate") as error:
        publish_candidate(tmp_path, daybook_version="0", run_id="r", published_at=NOON)
    assert error.value.hint == "daybook load"


def run_publish(home):
    return publish_candidate(home, daybook_version="0", run_id="r2", published_at=NOON)


def test_published_again_it_is_unchanged(tmp_path, publish):
    first = publish(1)
    before = published_path(tmp_path).stat()
    # The time of access is not the file's own: reading it to compare moves that.
    own = (before.st_ino, before.st_mtime_ns, before.st_size)
    again = run_publish(tmp_path)
    assert (again.is_new, again.generation, again.digest) == (False, 1, first.digest)
    assert again.row_counts == first.row_counts
    after = published_path(tmp_path).stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_size) == own


@pytest.mark.promise(2)
def test_a_published_file_that_is_gone_is_made_again_from_the_build(tmp_path, publish):
    first = publish(1)
    published_path(tmp_path).unlink()
    again = run_publish(tmp_path)
    assert (again.is_new, again.generation, digest(published_path(tmp_path))) == (True, 2, first.digest)


@pytest.mark.promise(2)
def test_a_candidate_that_was_lost_is_not_passed_off_as_published(tmp_path, publish):
    publish(1)
    with open_candidate(tmp_path):
        pass
    candidate_path(tmp_path).unlink()
    with pytest.raises(WarehouseError, match="no candidate"):
        run_publish(tmp_path)


def test_what_the_gates_found_is_published(tmp_path, publish):
    with open_candidate(tmp_path) as candidate:
        record_results(candidate, "check_marts", [("articles", "old", None, False, 9, "warning")])
        record_results(candidate, "check_marts", [("articles", "unique", "article_id", True, 0, "critical")])
    publish(1)
    assert ask(published_path(tmp_path), "from meta.quality_results") == [
        ("check_marts", "articles", "unique", "article_id", True, 0, "critical")
    ]


def test_the_digest_does_not_depend_on_order_or_batches_but_on_every_value(tmp_path):
    def make(name, *rows, comment="x"):
        path = tmp_path / name
        with duckdb.connect(str(path)) as connection:
            connection.execute("create schema marts; create table marts.t (a varchar, b varchar[], batch_id varchar)")
            connection.execute(f"comment on column marts.t.a is '{comment}'")
            connection.executemany("insert into marts.t values (?, ?, ?)", rows)
        return digest(path)

    base = make("1", ("x", ["p", "q"], "b1"), ("y", None, "b1"))
    assert base == make("2", ("y", None, "b2"), ("x", ["p", "q"], "b3"))
    others = [
        make("3", ("x", ["p"], "b1"), ("y", None, "b1")),
        make("4", ("x", ["p", "q"], "b1"), ("y", ["NULL"], "b1")),
        make("5", ("x", ["p", "q"], "b1"), ("y", None, "b1"), ("y", None, "b1")),
        make("6", ("x", ["p, q"], "b1"), ("y", None, "b1")),
        make("7", ("x", ["p", "q"], "b1"), ("y", None, "b1"), comment="y"),
    ]
    assert len({base, *others}) == 6
