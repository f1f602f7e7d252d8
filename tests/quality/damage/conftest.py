"""One candidate with good batches and damaged ones, and one run of the gate over all: a run costs seconds."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from damages import DAMAGES
from news import BEFORE, GOOD, Batch

from extract.contract.derive import arrow_table
from extract.contract.tables import BATCH_TABLES
from extract.quality.gates import check_batches
from extract.store.engine import read_only_url
from extract.store.warehouse import create_raw_tables, open_warehouse

NOON = datetime(2025, 7, 4, 12, tzinfo=UTC)


def write_batches(path: Path, batches: list[Batch]) -> None:
    """The raw tables of batches, each a load of its own, in their order."""
    with open_warehouse(path) as connection:
        connection.execute("begin")
        create_raw_tables(connection)
        for table in BATCH_TABLES:
            rows = [
                (seq, batch.name, row)
                for seq, batch in enumerate(batches, 1)
                for row in batch.rows
                if type(row) is table
            ]
            given = arrow_table(table, [row for _, _, row in rows])
            names, seqs = [name for _, name, _ in rows], [seq for seq, _, _ in rows]
            loaded = given.append_column("batch_id", [names]).append_column("load_seq", [seqs])
            connection.register("loaded", loaded)
            connection.execute(f"insert into raw.{table.table} by name from loaded")
            connection.unregister("loaded")
        books = [(batch.name, "sha", seq, len(batch.rows)) for seq, batch in enumerate(batches, 1)]
        connection.executemany("insert into raw.loaded_batches values (?, ?, ?, ?)", books)
        connection.execute("commit")


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    """The report over the good batches and one damaged batch of each class; those before them say what is usual."""
    folder = tmp_path_factory.mktemp("damage")
    before, checked = BEFORE(), [*GOOD(), *(damage.batch() for damage in DAMAGES)]
    write_batches(folder / "candidate.duckdb", [*before, *checked])
    report = check_batches(
        read_only_url(folder / "candidate.duckdb"),
        [batch.name for batch in checked],
        folder / "quality",
        run_name="1",
        checked_at=NOON,
    )
    broken = {batch.name: {} for batch in checked}
    for result in report.results:
        for rows in result.broken:
            broken[rows.batch_id].setdefault((result.table, result.rule), (result, rows))
    return SimpleNamespace(report=report, broken=broken, quality=folder / "quality", path=folder / "candidate.duckdb")
