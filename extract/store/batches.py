"""Batches: a folder of Parquet files per step, sealed by a manifest that is written last.

    batches/<step>/<batch>/<table>.parquet
    batches/<step>/<batch>/_manifest.json
    batches/<step>/<batch>/.next/           what replaces it; once its own manifest is there, it is the batch

A batch without a manifest is not there. Work is what an earlier step sealed and this one has not, or has from other input.
"""

import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

import pyarrow as pa
import pyarrow.parquet as pq

from extract.contract.derive import CONTRACT_VERSION, arrow_schema
from extract.contract.tables import Row
from extract.errors import BatchError, InputError, NewerHome
from extract.runtime.failpoints import failpoint
from extract.store.files import sha256_file, sync_folder, write_file

Tables = dict[type[Row], pa.Table]

_MANIFEST = "_manifest.json"
_NEXT = ".next"
_BATCH_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,199}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a step says of a batch it has done.

    input_sha256: of the earlier step's manifest (null for the first step). versions: of whatever made the rows.
    counts: kept and rejected. files: table name to SHA-256. sha256: of this manifest.
    """

    step: str
    batch_id: str
    input_sha256: str | None
    contract_version: int
    versions: Mapping[str, str]
    counts: Mapping[str, int]
    files: Mapping[str, str]
    sha256: str = field(default="", compare=False)

    def as_json(self) -> bytes:
        """The manifest's bytes: the same batch gives the same bytes."""
        document = {name: getattr(self, name) for name in self.__slots__ if name != "sha256"}
        return json.dumps(document, indent=1, sort_keys=True, default=dict).encode()


class BatchStore:
    """The folder `batches/` of a home."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "batches"

    def path(self, step: str, batch_id: str) -> Path:
        """The folder of a batch. Raises InputError for an id that is no plain file name."""
        if not _BATCH_ID.fullmatch(batch_id):
            raise InputError(f"{batch_id!r} is no batch id", hint="daybook status")
        return self.folder / step / batch_id

    def write(
        self,
        step: str,
        batch_id: str,
        tables: Tables,
        *,
        input_sha256: str | None,
        versions: Mapping[str, str],
        counts: Mapping[str, int],
    ) -> Manifest:
        """Seal a batch: it replaces what the same step wrote for it before; killed anywhere, one of both is there, whole.

        What a capture says of its pages is nowhere else: it may not be lost because it is written anew.
        """
        folder = self.path(step, batch_id)
        fresh = folder / _NEXT
        _move_up(folder)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        files = {}
        for table, rows in tables.items():
            data = _parquet_bytes(rows)
            write_file(fresh / f"{table.table}.parquet", data)
            files[table.table] = hashlib.sha256(data).hexdigest()
        manifest = Manifest(step, batch_id, input_sha256, CONTRACT_VERSION, dict(versions), dict(counts), files)
        write_file(fresh / _MANIFEST, manifest.as_json())
        _move_up(folder)
        return cast(Manifest, self.manifest(step, batch_id))

    def manifest(self, step: str, batch_id: str) -> Manifest | None:
        """What the step says of the batch, or None where it has not done it. Raises BatchError for a damaged one."""
        path = self.path(step, batch_id) / _MANIFEST
        data = _read_if_there(path.parent / _NEXT / _MANIFEST) or _read_if_there(path)
        if data is None:
            return None
        try:
            return Manifest(**json.loads(data), sha256=hashlib.sha256(data).hexdigest())
        except (ValueError, TypeError) as error:
            raise BatchError(f"{path} is damaged: {error}", hint=command_of(step, batch_id)) from error

    def batch_ids(self, step: str) -> list[str]:
        """Every batch the step has sealed, sorted."""
        folder = self.folder / step
        sealed = {path.parent.name for path in folder.glob(f"*/{_MANIFEST}")}
        return sorted(sealed | {path.parent.parent.name for path in folder.glob(f"*/{_NEXT}/{_MANIFEST}")})

    def require_known(self, steps: Sequence[str], batch_ids: Iterable[str]) -> None:
        """Raise NewerHome where a step made one of the batches under a later contract than this program has."""
        for batch_id in batch_ids:
            for step in steps:
                with suppress(BatchError):
                    if manifest := self.manifest(step, batch_id):
                        refuse_newer(manifest)

    def latest_contract(self) -> int:
        """The latest contract that any batch was made under; 0 where there is none that can be read."""
        found = [0]
        for step in sorted(self.folder.glob("[!.]*")):
            for batch_id in self.batch_ids(step.name):
                with suppress(BatchError):
                    manifest = self.manifest(step.name, batch_id)
                    found.append(manifest.contract_version if manifest else 0)
        return max(found)

    def files(self, step: str, batch_id: str) -> dict[str, Path]:
        """Table name to Parquet file. Raises BatchError where a file is missing or its bytes changed."""
        manifest = self.manifest(step, batch_id)
        if manifest is None:
            raise BatchError(f"batch {batch_id} has no {step}", hint=command_of(step, batch_id))
        found = {table: self.table_path(step, batch_id, table) for table in manifest.files}
        for table, path in found.items():
            if not path.exists() or sha256_file(path) != manifest.files[table]:
                raise BatchError(f"{path} is missing or damaged", hint=command_of(step, batch_id, again=True))
        return found

    def manifest_path(self, step: str, batch_id: str) -> Path:
        """Where the batch's manifest lies."""
        folder = self.path(step, batch_id)
        fresh = folder / _NEXT / _MANIFEST
        return fresh if fresh.exists() else folder / _MANIFEST

    def table_path(self, step: str, batch_id: str, table: str) -> Path:
        """Where the rows of a table lie: a writer that was killed may have left some in `.next`."""
        folder = self.path(step, batch_id)
        fresh = folder / _NEXT / f"{table}.parquet"
        return fresh if (folder / _NEXT / _MANIFEST).exists() and fresh.exists() else folder / fresh.name

    def read(self, step: str, batch_id: str, table: type[Row]) -> pa.Table:
        """The rows of one table of a batch. Raises BatchError where it is damaged, or made before the step wrote that table."""
        files = self.files(step, batch_id)
        if table.table not in files:
            raise BatchError(
                f"batch {batch_id} of an older version has no {table.table}",
                hint=command_of(step, batch_id, again=True),
            )
        return pq.read_table(files[table.table], schema=arrow_schema(table))

    def stale(self, step: str, earlier: str, versions: Mapping[str, str]) -> list[str]:
        """The batches that the earlier step has sealed and this one has not, or has from other input or versions."""
        return [batch_id for batch_id in self.batch_ids(earlier) if self._is_stale(step, earlier, batch_id, versions)]

    def damaged(self, step: str) -> list[str]:
        """The batches of a step whose manifest or files are damaged: what a person should know of."""
        return [batch_id for batch_id in self.batch_ids(step) if not self._is_sound(step, batch_id)]

    def _is_sound(self, step: str, batch_id: str) -> bool:
        try:
            self.files(step, batch_id)
        except BatchError:
            return False
        return True

    def _is_stale(self, step: str, earlier: str, batch_id: str, versions: Mapping[str, str]) -> bool:
        """Whether a batch is to be done. One whose own manifest is damaged is; one whose input is damaged cannot be."""
        try:
            given = self.manifest(earlier, batch_id)
        except BatchError:
            return False
        try:
            done = self.manifest(step, batch_id)
        except BatchError:
            return True
        if done is None or given is None:
            return given is not None
        now = (given.sha256, CONTRACT_VERSION, dict(versions))
        return (done.input_sha256, done.contract_version, dict(done.versions)) != now


def refuse_newer(manifest: Manifest) -> None:
    """Raise NewerHome for a batch that was made under a later contract than this program has."""
    if manifest.contract_version > CONTRACT_VERSION:
        raise NewerHome(
            f"batch {manifest.batch_id} of {manifest.step} was made by a newer Daybook, under contract "
            f"{manifest.contract_version}; this one has contract {CONTRACT_VERSION}",
            hint="install that Daybook, or daybook restore a backup that this one made; nothing was changed",
        )


def command_of(step: str, batch_id: str, *, again: bool = False) -> str:
    """The command that does a step for a batch: what to try after an error."""
    if step == "discover":
        # It makes batches and takes none: without the damaged one, its pages are found anew.
        return "remove its folder in batches/discover, then daybook discover"
    return f"daybook {step.replace('_', '-')} {batch_id}" + (" --again" if again else "")


def _read_if_there(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _move_up(folder: Path) -> None:
    """Put what is sealed in `.next` in the place of what it replaces; readers find each file in one of both."""
    fresh = folder / _NEXT
    if not (fresh / _MANIFEST).exists():
        return
    for path in fresh.glob("*.parquet"):
        path.replace(folder / path.name)
    failpoint("batch.moved")
    kept = json.loads((fresh / _MANIFEST).read_bytes())["files"]
    for left in folder.glob("*.parquet"):
        if left.stem not in kept:
            left.unlink()
    sync_folder(folder)
    failpoint("batch.rename")
    (fresh / _MANIFEST).replace(folder / _MANIFEST)
    sync_folder(folder)
    shutil.rmtree(fresh, ignore_errors=True)


def _parquet_bytes(rows: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(rows, buffer, compression="zstd")
    return buffer.getvalue()


AnyRow = TypeVar("AnyRow", bound=Row)


def rows_of(table: type[AnyRow], rows: pa.Table) -> list[AnyRow]:
    """An Arrow table's rows as the dataclass they were written from."""
    lists = [f.name for f in arrow_schema(table) if pa.types.is_list(f.type)]
    return [table(**{**row, **{name: tuple(row[name]) for name in lists}}) for row in rows.to_pylist()]
