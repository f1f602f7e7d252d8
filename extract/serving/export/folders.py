"""Exports the published warehouse to a folder, of Parquet or of CSV; all of it from one publication."""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extract.runtime.failpoints import failpoint
from extract.runtime.logs import log
from extract.serving.export.contents import Contents, Exported, Table, read_contents
from extract.serving.export.csv_files import write_csv_table
from extract.serving.export.folder import whole_folder
from extract.serving.export.manifest import File, write_manifest
from extract.serving.export.parquet_files import write_parquet_table
from extract.serving.export.stopping import ctrl_c_ends
from extract.store.lake.place import LakePlace
from extract.store.published import explain_damage, open_published


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of files, and what writes a table in it."""

    name: str
    write: Callable[[duckdb.DuckDBPyConnection, Table, Contents, Path], list[File]]


def export_parquet(
    where: Path | LakePlace, folder: Path, wanted: Iterable[str] = (), wait_seconds: float = 60
) -> Exported:
    """One folder a table, with Parquet files in it. Raises as `whole_folder` and `read_contents` do."""
    return _export(where, folder, wanted, wait_seconds, _Form("parquet", write_parquet_table))


def export_csv(
    where: Path | LakePlace,
    folder: Path,
    wanted: Iterable[str] = (),
    wait_seconds: float = 60,
    *,
    raw: bool = False,
    bom: bool = False,
) -> Exported:
    """One file a table. Raises as `whole_folder` and `read_contents` do; raw, bom: see `write_csv_table`."""

    def write(connection: duckdb.DuckDBPyConnection, table: Table, _: Contents, place: Path) -> list[File]:
        return write_csv_table(connection, table, place, raw=raw, bom=bom)

    return _export(where, folder, wanted, wait_seconds, _Form("csv", write))


def _export(where: Path | LakePlace, folder: Path, wanted: Iterable[str], wait_seconds: float, form: _Form) -> Exported:
    # Opened once: a publication that comes meanwhile has another file.
    with ctrl_c_ends(), closing(open_published(where)) as connection, explain_damage(where):
        contents = read_contents(connection, wanted)
        files: dict[str, list[File]] = {}
        with whole_folder(folder, form.name, wait_seconds) as made:
            for table in contents.tables:
                files[table.name] = form.write(connection, table, contents, made)
                log("table exported", table=table.name, rows=sum(file.rows for file in files[table.name]))
                failpoint("export.table")
            write_manifest(made, form.name, contents, files)
    rows = sum(file.rows for written in files.values() for file in written)
    return Exported(len(contents.tables), rows, contents.publication.generation)
