import dataclasses
from decimal import Decimal

import duckdb
import pytest

from extract.contract.tables import Figure
from extract.errors import GateFailed, WarehouseError
from extract.store.build import build_marts, default_project_dir

pytestmark = pytest.mark.xdist_group("dbt")

LIMITED = """
import resource, sys
from pathlib import Path
from extract.errors import DaybookError
from extract.store.build import build_marts
database, project, work_dir, limit = *map(Path, sys.argv[1:4]), int(sys.argv[4])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    build_marts(database, project, work_dir)
except DaybookError as error:
    print(error)
    sys.exit(error.exit_code)
"""


def test_a_build_counts_what_it_did(built):
    counts = built.result.counts
    assert counts["model.success"] >= 29
    assert counts["test.pass"] >= 130
    assert {key.split(".")[1] for key in counts} == {"success", "pass"}
    assert "unit_test.pass" not in counts


def test_a_build_lets_go_of_the_file(built):
    assert not built.database.with_name("candidate.duckdb.wal").exists()
    with duckdb.connect(str(built.database)) as connection:  # a second writer would be refused
        connection.execute("begin; create table raw.probe (x int); rollback")


def test_damaged_facts_stop_the_build_and_are_named(raw, database, work_dir):
    torn = {"item_start": 1, "item_end": 6, "item_head": None, "unit": None, "item_participant_id": "nobody"}
    damage = torn | {"evidence": "Words that no article holds.", "value_high": Decimal(3)}
    batches = raw.batches()
    batches["run-2"] = [dataclasses.replace(r, **damage) if isinstance(r, Figure) else r for r in batches["run-2"]]
    raw.write(database, list(batches.items()))
    with pytest.raises(GateFailed) as caught:
        build_marts(database, default_project_dir(), work_dir)
    message = str(caught.value)
    assert message.startswith("7 checks of the marts failed")
    assert "is_slice_of_text_figures_char_end__char_start__evidence: 1 rows" in message
    assert "is_ordered_figures_value_high__figure_id__value: 1 rows" in message
    assert ", value=30.000000000, value_high=3.000000000" in message
    assert "is_slice_of_text_figures_item_end__item_start__item: 1 rows" in message
    assert "is_there_with_figures_item_head__item_start: 1 rows" in message
    assert "is_there_with_figures_unit_head__unit: 1 rows" in message
    assert "is_there_with_figures_item_entity_id__item_participant_id: 1 rows" in message
    assert "relationships_figures_item_participant_id" in message
    assert "dbt.log" in message


@pytest.mark.extended
def test_figures_of_older_rules_keep_their_unit_as_its_head(raw, database, work_dir):
    older = dict.fromkeys(("unit_head", "item_start", "item_end", "item_head", "item_participant_id"))
    batches = raw.batches()
    batches["run-2"] = [dataclasses.replace(r, **older) if isinstance(r, Figure) else r for r in batches["run-2"]]
    raw.write(database, list(batches.items()))
    build_marts(database, default_project_dir(), work_dir)
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute("select distinct unit_head from marts.figures").fetchall()
    assert rows == [("company",)]


@pytest.mark.extended
def test_a_row_that_linking_missed_is_an_orphan_and_stops_the_build(raw, database, work_dir):
    raw.write(database, list(raw.batches().items()))
    with duckdb.connect(str(database)) as connection:
        connection.execute("delete from raw.event_merges")
    with pytest.raises(GateFailed, match=r"has_no_nulls_event_mentions_\w+: 2 rows\n.*event_id=None"):
        build_marts(database, default_project_dir(), work_dir)


@pytest.mark.extended
def test_a_disk_that_fills_up_while_building_is_named_and_the_raw_rows_stay(raw, database, work_dir, run_python):
    """Promise 13."""
    raw.write(database, list(raw.batches().items()))
    given = _counts(database, "raw")
    done = run_python(LIMITED, database, default_project_dir(), work_dir, database.stat().st_size)
    assert done.returncode == 4, done.stderr
    assert f"{database} cannot be written, the disk is full" in done.stdout
    assert "try: df -h" in done.stdout
    build_marts(database, default_project_dir(), work_dir)
    assert _counts(database, "raw") == given
    assert _counts(database, "marts")["figures"] > 0


def _counts(database, schema):
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = $1", [schema]
        ).fetchall()
        return {
            name: connection.execute(f"select count(*) from {schema}.{name}").fetchall()[0][0] for (name,) in tables
        }


def test_a_folder_that_is_no_project_is_named(tmp_path):
    with pytest.raises(WarehouseError, match="could not run"):
        build_marts(tmp_path / "candidate.duckdb", tmp_path, tmp_path / "work")
