"""The schema `meta`: what a published file says of its marts, their age, and what they were made from."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from extract.store.build import default_project_dir
from extract.store.build_books import project_version
from extract.store.candidate import open_candidate
from extract.store.load import quarantine_batch
from extract.store.project import mart_columns, marts_version
from extract.store.published import published_path

YML = """
models:
  - name: articles
    columns:
      - name: article_id
        data_type: varchar
      - name: title
        data_type: varchar
        config:
          meta:
            deprecated_since: "1.1.0"
            replaced_by: headline
"""


def rows(home, query):
    with duckdb.connect(str(published_path(home)), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def project(tmp_path) -> Path:
    """A small dbt project whose marts are of version 1.1.0 and have a column on its way out."""
    folder = tmp_path / "project"
    (folder / "marts").mkdir(parents=True)
    (folder / "marts" / "articles.yml").write_text(YML)
    (folder / "dbt_project.yml").write_text('version: "1.1.0"\n')
    return folder


def test_the_file_says_how_fresh_it_is_and_by_what_it_was_made(tmp_path, publish):
    publish(1, 2, rules=["article_rules 2"])
    said = rows(
        tmp_path,
        "select latest_captured_at::timestamp, latest_published_date, model_versions, rules, marts_version "
        "from meta.publication",
    )
    assert said == [
        (
            datetime(2025, 7, 4, 12, tzinfo=UTC).replace(tzinfo=None),
            date(2025, 7, 4),
            ["test 1"],
            ["article_rules 2", f"build_rules {project_version(default_project_dir())}"],
            marts_version(default_project_dir()),
        )
    ]


def test_every_batch_is_named_with_its_run_and_its_place(tmp_path, publish, make_batch):
    from extract.store.load import load_batch

    with open_candidate(tmp_path) as candidate:
        for batch_id in ("run-2-0001", "run-2-0000", "bad-0000"):
            load_batch(candidate, make_batch(batch_id, range(5, 7)))
        quarantine_batch(candidate, "bad-0000", "0", "test")
    publish(1)
    assert rows(tmp_path, "from meta.batches") == [
        ("run-2-0001", "run-2", 20, 1),
        ("run-2-0000", "run-2", 20, 2),
        ("b1", "b1", 10, 3),
    ]


def test_a_deprecated_column_is_kept_and_told(tmp_path, publish, project):
    publish(1, project_dir=project)
    told = "select table_name, column_name, deprecated_since, replaced_by from meta.columns where deprecated_since is not null"
    assert rows(tmp_path, told) == [("articles", "title", "1.1.0", "headline")]
    assert rows(tmp_path, "select title from marts.articles") == [("Meeting 1",)]


def test_another_version_of_the_marts_is_published_though_no_row_changed(tmp_path, publish, project):
    first = publish(1, project_dir=project)
    assert not publish(1, project_dir=project).is_new
    (project / "dbt_project.yml").write_text('version: "1.1.1"\n')
    second = publish(1, project_dir=project)
    assert (second.is_new, second.generation, second.digest) == (True, 2, first.digest)
    assert rows(tmp_path, "select marts_version from meta.publication") == [("1.1.1",)]


def test_a_file_of_before_the_marts_had_a_version_is_replaced(tmp_path, publish):
    publish(1)
    with duckdb.connect(str(published_path(tmp_path))) as connection:
        connection.execute("alter table meta.publication drop column marts_version")
    assert publish(1).generation == 2


@pytest.mark.promise(19)
def test_a_copy_of_the_home_is_the_same_home_and_goes_on(tmp_path, publish):
    from extract.store.digest import digest

    first = publish(1, 2)
    publish(3)
    copy = shutil.copytree(tmp_path, tmp_path.with_name(f"{tmp_path.name}-copy"))
    assert digest(published_path(copy)) == digest(published_path(tmp_path)) != first.digest


def test_columns_of_marts_and_seeds_have_their_types(project):
    assert {column.name: column.data_type for column in mart_columns(project)} == {
        "article_id": "varchar",
        "title": "varchar",
    }
    declared = mart_columns(default_project_dir())
    assert {"events", "figures", "event_types", "units"} <= {column.table for column in declared}
    assert [column for column in declared if not column.data_type] == []


def test_everything_in_meta_is_described(tmp_path, publish):
    publish(1)
    silent = (
        "select table_name, column_name from duckdb_columns() where schema_name = 'meta' and comment is null "
        "union all select table_name, '' from duckdb_tables() where schema_name = 'meta' and comment is null"
    )
    assert rows(tmp_path, silent) == []
