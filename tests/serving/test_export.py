"""`daybook export` to folders: the rows come back, a folder is whole or as it was, and what is not ours is left alone."""

import csv
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from filelock import FileLock
from typer.testing import CliRunner

from extract.cli.main import app
from extract.errors import InputError, WarehouseError, WarehouseLocked
from extract.serving.export.folders import export_csv, export_parquet
from extract.store.files import sha256_file
from extract.store.published import published_path

TABLES = ("events", "texts", "nothing", "events_wide")
EXPORT = """
import sys
from pathlib import Path
from extract.serving.export.folders import export_parquet
export_parquet(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def manifest(folder: Path) -> dict:
    return json.loads((folder / "_manifest.json").read_text())


def cells(folder: Path, table: str) -> list[list[str]]:
    with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))[1:]


def kept(folder: Path) -> list[str]:
    """The exports that lie beside the folder."""
    return sorted(path.name for path in folder.with_name(f".{folder.name}.exports").iterdir() if path.name.isdigit())


@pytest.mark.parametrize("table", TABLES)
def test_parquet_gives_every_row_back(home, tmp_path, rows_of, table):
    export_parquet(home, tmp_path / "out")
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        files = f"{tmp_path}/out/{table}/*.parquet"
        found = connection.execute(f"from '{files}'")
        assert found.fetchall() == rows_of(home, f"marts.{table}")
        types = connection.execute(f"select column_name, column_type from (describe from '{files}')").fetchall()
    with duckdb.connect(str(published_path(home)), read_only=True) as connection:
        given = connection.execute(f"select column_name, column_type from (describe marts.{table})").fetchall()
    assert types == given


def test_pyarrow_reads_the_types_the_rows_and_what_columns_mean(home, tmp_path):
    export_parquet(home, tmp_path / "out")
    table = pq.read_table(tmp_path / "out" / "events")
    first = table.to_pylist()[0]
    assert first["value"] == Decimal("-12345678901234567890123456789.123456789")
    assert first["seen_at"].isoformat() == "2025-09-17T23:30:00.123456+00:00"
    assert first["authors"] == ["A. Writer", None, 'B, "C"', ""]
    assert dict(first["words"])["b"] == 'x,"y"'
    assert table.schema.field("event_id").metadata[b"description"] == b"Id of an event."
    assert table.schema.metadata[b"daybook.generation"] == b"1"
    assert pq.ParquetFile(tmp_path / "out/events/part-0.parquet").metadata.row_group(0).column(0).compression == "ZSTD"


def test_a_large_table_is_many_groups_and_files(tmp_path, publish):
    home = publish(tmp_path / "home", more="create table marts.many as select range as many_id from range(1100000)")
    export_parquet(home, tmp_path / "out", ["many"])
    first, second = (pq.ParquetFile(path) for path in sorted((tmp_path / "out" / "many").iterdir()))
    assert first.metadata.num_row_groups == 8
    assert first.metadata.num_rows + second.metadata.num_rows == 1_100_000
    assert pq.read_table(tmp_path / "out" / "many")["many_id"].to_pylist()[-1] == 1_099_999


def test_the_manifest_tells_what_is_there(home, tmp_path):
    done = export_parquet(home, tmp_path / "out")
    told = manifest(tmp_path / "out")
    assert (told["format"], told["generation"], told["marts_version"]) == ("parquet", 1, "1.1.0")
    assert told["published_at"] == "2025-09-18T12:00:00+00:00"
    assert [table["name"] for table in told["tables"]] == [
        "columns", "events", "events_wide", "nothing", "publication", "tables", "texts",
    ]  # fmt: skip
    events = told["tables"][1]
    assert events["description"] == "One row per event: it's made up."
    assert events["columns"][0] == {"name": "event_id", "type": "VARCHAR", "description": "Id of an event."}
    for table in told["tables"]:
        for file in table["files"]:
            assert sha256_file(tmp_path / "out" / file["path"]) == file["sha256"]
    assert done.rows == sum(table["rows"] for table in told["tables"])


def test_csv_gives_every_text_back_as_it_was_with_raw(home, tmp_path, rows_of):
    export_csv(home, tmp_path / "out", raw=True)
    assert [row[1] for row in cells(tmp_path / "out", "texts")] == [row[1] for row in rows_of(home, "marts.texts")]


@pytest.mark.promise(11)
def test_csv_marks_what_a_spreadsheet_would_run_and_leaves_numbers(home, tmp_path):
    export_csv(home, tmp_path / "out")
    texts = [row[1] for row in cells(tmp_path / "out", "texts")]
    assert texts[:6] == ['\'=HYPERLINK("http://evil.example","x")', "'+1", "'-2", "'@SUM(A1)", "'\tx", "'\r"]
    assert cells(tmp_path / "out", "events")[0] == [
        "e-all", "Ministers met", "-7", "-12345678901234567890123456789.123456789", "-0.5", "true", "2025-09-17",
        "2025-09-17T23:30:00.123456+00:00", '["A. Writer", null, "B, \\"C\\"", ""]', '{"b": "x,\\"y\\"", "a": "\\\\u0000"}',
    ]  # fmt: skip


def test_csv_tells_a_null_from_an_empty_text_and_ends_lines_as_the_standard_says(home, tmp_path):
    export_csv(home, tmp_path / "out", ["events"])
    lines = (tmp_path / "out" / "events.csv").read_bytes().split(b"\r\n")
    assert lines[0].startswith(b"event_id,title,order,")
    assert lines[2] == b"e-none" + b"," * 9
    assert lines[3].startswith(b'e-empty,"",0,')


def test_csv_for_excel_begins_with_a_mark(home, tmp_path):
    export_csv(home, tmp_path / "out", ["events"], bom=True)
    assert (tmp_path / "out" / "events.csv").read_bytes().startswith(b"\xef\xbb\xbfevent_id")


@pytest.mark.promise(22)
def test_an_export_is_of_one_publication_though_another_comes_meanwhile(home, tmp_path, publish, monkeypatch):
    from extract.serving.export import folders

    def publish_now(*_: object, **__: object) -> None:
        if not (tmp_path / "done").exists():
            (tmp_path / "done").touch()
            publish(home, 2, more="delete from marts.texts")

    monkeypatch.setattr(folders, "failpoint", publish_now)
    export_parquet(home, tmp_path / "out", ["events", "texts", "publication"])
    assert (tmp_path / "done").exists()
    assert pq.read_table(tmp_path / "out" / "texts").num_rows == 19
    assert pq.read_table(tmp_path / "out" / "publication")["generation"].to_pylist() == [1]
    monkeypatch.undo()
    export_parquet(home, tmp_path / "out", ["texts"])
    assert manifest(tmp_path / "out")["generation"] == 2
    assert pq.read_table(tmp_path / "out" / "texts").num_rows == 0


SLOW = pytest.mark.extended


@pytest.mark.promise(22)
@pytest.mark.parametrize(
    "place",
    [
        pytest.param("export.table=kill@2", marks=SLOW),
        pytest.param("export.sync=kill", marks=SLOW),
        "export.swap=kill",
        pytest.param("export.swapped=kill", marks=SLOW),
    ],
)
def test_a_killed_export_leaves_a_whole_one_and_the_next_cleans_up(
    home, tmp_path, publish, run_python, place, *, tried
):
    out = tmp_path / "out"
    export_parquet(home, out)
    publish(home, 2)
    assert run_python(EXPORT, home, out, failpoint=place).returncode == -9
    left = manifest(out)
    assert left["generation"] == (2 if place.startswith("export.swapped") else 1)
    for table in left["tables"]:
        assert [sha256_file(out / file["path"]) for file in table["files"]] == [f["sha256"] for f in table["files"]]
    publish(home, 3)
    export_parquet(home, out)
    assert manifest(out)["generation"] == 3
    assert len(kept(out)) == 2
    assert {path.name for path in tmp_path.iterdir()} == {"home", "out", ".out.exports"}
    tried(1)


@pytest.mark.promise(22)
@pytest.mark.extended
def test_an_export_killed_before_the_first_leaves_nothing_in_its_way(home, tmp_path, run_python, tried):
    assert run_python(EXPORT, home, tmp_path / "out", failpoint="export.table=kill").returncode == -9
    assert not (tmp_path / "out").exists()
    export_parquet(home, tmp_path / "out")
    assert len(kept(tmp_path / "out")) == 1
    tried(1)


@pytest.mark.promise(22)
def test_a_full_disk_leaves_the_earlier_export(home, tmp_path, publish, monkeypatch):
    export_csv(home, tmp_path / "out")
    publish(home, 2)
    monkeypatch.setenv("DAYBOOK_FAILPOINT", "export.table=enospc")
    with pytest.raises(OSError, match="No space left on device"):
        export_csv(home, tmp_path / "out")
    assert manifest(tmp_path / "out")["generation"] == 1
    assert kept(tmp_path / "out") == ["1"]


@pytest.mark.promise(22)
@pytest.mark.extended
def test_the_command_tells_of_a_full_disk(home, tmp_path, publish):
    out = tmp_path / "out"
    export_csv(home, out)
    publish(home, 2)
    command = [str(Path(sys.executable).with_name("daybook")), "--home", str(home), "export", "csv", str(out)]
    environment = os.environ | {"DAYBOOK_FAILPOINT": "export.table=enospc"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert manifest(out)["generation"] == 1
    assert len(kept(out)) == 1


@pytest.mark.promise(22)
def test_the_export_before_is_kept_for_who_still_reads_it(home, tmp_path, publish):
    out = tmp_path / "out"
    export_parquet(home, out)
    reading = out.resolve()
    publish(home, 2)
    export_parquet(home, out)
    assert (manifest(reading)["generation"], manifest(out)["generation"]) == (1, 2)
    publish(home, 3)
    export_parquet(home, out)
    assert not reading.exists()


def test_what_is_not_an_export_is_left_alone(home, tmp_path):
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(full)
    (tmp_path / ".taken.exports").mkdir()
    (tmp_path / ".taken.exports" / "7").write_text("mine")
    for name in ("full", "file", "link", "taken"):
        with pytest.raises(InputError, match="left alone"):
            export_parquet(home, tmp_path / name)
    assert (full / "mine.txt").read_text() == (tmp_path / "file").read_text() == "mine"
    assert (tmp_path / "link").resolve() == full
    assert (tmp_path / ".taken.exports" / "7").read_text() == "mine"


@pytest.mark.parametrize("folder", ["/", "/proc"])
def test_a_mount_point_is_refused_before_anything_is_written_beside_it(home, folder):
    with pytest.raises(InputError, match="mount point"):
        export_parquet(home, Path(folder))


def test_an_empty_folder_is_taken_and_another_form_is_not_replaced(home, tmp_path):
    (tmp_path / "out").mkdir()
    export_parquet(home, tmp_path / "out")
    with pytest.raises(InputError, match="holds an export as parquet"):
        export_csv(home, tmp_path / "out")
    assert manifest(tmp_path / "out")["format"] == "parquet"


@pytest.mark.promise(22)
def test_two_exports_to_a_folder_do_not_meet(home, tmp_path):
    export_parquet(home, tmp_path / "out", ["events"])
    with FileLock(tmp_path / ".out.exports" / "lock"), pytest.raises(WarehouseLocked, match="another export"):
        export_parquet(home, tmp_path / "out", wait_seconds=0)
    assert kept(tmp_path / "out") == ["1"]


def test_a_table_that_is_not_published_is_named(home, tmp_path):
    with pytest.raises(InputError, match="no table 'event' is published; did you mean events"):
        export_parquet(home, tmp_path / "out", ["event"])
    assert not (tmp_path / "out").exists()
    with pytest.raises(WarehouseError, match="nothing is published"):
        export_parquet(tmp_path / "empty", tmp_path / "out")


def test_the_command_ends_with_its_counts(home, tmp_path):
    words = ["--home", str(home), "export", "csv", str(tmp_path / "out"), "--tables", "events, batches"]
    done = CliRunner().invoke(app, words)
    assert json.loads(done.stdout) == {"tables": 2, "rows": 4, "generation": 1}
    assert "table exported table=events rows=3" in done.stderr
