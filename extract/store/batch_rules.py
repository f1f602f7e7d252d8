"""Batches: tables of rows per step and batch, sealed by a manifest that is written last.

A batch without a manifest is not there. Work is what an earlier step sealed and this one has not, or has from other input.
Where the bytes lie is told by `batches.py` (a folder of a home) and `object_batches.py` (the S3 store of a lake).
"""

import hashlib
import io
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from extract.contract.derive import CONTRACT_VERSION, arrow_schema
from extract.contract.tables import Row
from extract.errors import BatchError, InputError, NewerHome

Tables = dict[type[Row], pa.Table]

MANIFEST = "_manifest.json"
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


class Seals(ABC):
    """What steps say that they have sealed, and what follows from it: which batches are due."""

    @abstractmethod
    def batch_ids(self, step: str) -> list[str]:
        """Every batch the step has sealed, sorted."""

    @abstractmethod
    def manifest(self, step: str, batch_id: str) -> Manifest | None:
        """What the step says of the batch, or None where it has not done it. Raises BatchError for a damaged one."""

    def manifests_of(self, step: str, batch_ids: Sequence[str]) -> dict[str, Manifest | BatchError | None]:
        """Batch id to what `manifest` gives or raises: for many batches at once."""
        return {batch_id: self._manifest_or_error(step, batch_id) for batch_id in batch_ids}

    def require_manifest(self, step: str, batch_id: str) -> Manifest:
        """What the step says of the batch. Raises BatchError where it says nothing."""
        manifest = self.manifest(step, batch_id)
        if manifest is None:
            raise BatchError(f"batch {batch_id} has no {step}", hint=command_of(step, batch_id))
        return manifest

    def require_known(self, steps: Sequence[str], batch_ids: Iterable[str]) -> None:
        """Raise NewerHome where a step made one of the batches under a later contract than this program has."""
        chosen = list(batch_ids)
        for step in steps:
            for manifest in self.manifests_of(step, chosen).values():
                if isinstance(manifest, Manifest):
                    refuse_newer(manifest)

    def stale(self, step: str, earlier: str, versions: Mapping[str, str]) -> list[str]:
        """The batches that the earlier step has sealed and this one has not, or has from other input or versions."""
        batch_ids = self.batch_ids(earlier)
        given, done = self.manifests_of(earlier, batch_ids), self.manifests_of(step, batch_ids)
        return [batch_id for batch_id in batch_ids if _is_stale(given[batch_id], done[batch_id], versions)]

    def is_stale(self, step: str, earlier: str, batch_id: str, versions: Mapping[str, str]) -> bool:
        """Whether a batch is one of `stale`."""
        given, done = (self._manifest_or_error(one, batch_id) for one in (earlier, step))
        return _is_stale(given, done, versions)

    def _manifest_or_error(self, step: str, batch_id: str) -> Manifest | BatchError | None:
        try:
            return self.manifest(step, batch_id)
        except BatchError as error:
            return error


class Batches(Seals):
    """The batches of a home or a lake: what is the same wherever their bytes lie.

    at_a_time: how many are worth reading at once, where most of the time is waiting for a store.
    """

    at_a_time = 1

    @abstractmethod
    def steps(self) -> list[str]:
        """Every step that may have sealed a batch, sorted."""

    @abstractmethod
    def files(self, step: str, batch_id: str) -> Mapping[str, Path | str]:
        """Table name to where DuckDB reads its Parquet from: a path, or `s3://…` of a lake.

        Raises BatchError where a file is missing or its bytes changed.
        """

    @abstractmethod
    def local_files(self, step: str, batch_id: str, folder: Path) -> Mapping[str, Path]:
        """The same as files of this machine: those that lie elsewhere are copied into the folder. Raises as `files`."""

    @abstractmethod
    def has_files(self, manifest: Manifest) -> bool:
        """Whether the files that a manifest names are there; their bytes are not read."""

    @abstractmethod
    def sealed_at(self, step: str, batch_id: str) -> float | None:
        """When the step sealed the batch, in seconds since 1970; None where it has not."""

    @abstractmethod
    def unseal(self, step: str, batch_id: str) -> None:
        """Remove what a step wrote for a batch; killed midway, the batch is not there either."""

    @abstractmethod
    def remove_leavings(self) -> None:
        """Remove rows that no manifest seals: those of steps that were killed while they wrote. Nobody writes meanwhile."""

    @abstractmethod
    def _seal(self, manifest: Manifest, data: Mapping[str, bytes]) -> None:
        """Keep the Parquet bytes of each table and the manifest: killed anywhere, the old batch or the new is there, whole."""

    @abstractmethod
    def _open(self, manifest: Manifest, table: str) -> object | None:
        """What pyarrow reads a table of a batch from; None where the step wrote none. Raises BatchError where it is damaged."""

    def at_once(self) -> "Batches":
        """The batches as they lie now, for whoever looks at all of them: where it saves requests, the store is listed once."""
        return self

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
        require_batch_id(batch_id)
        data = {table.table: _parquet_bytes(rows) for table, rows in tables.items()}
        files = {name: hashlib.sha256(parquet).hexdigest() for name, parquet in data.items()}
        manifest = Manifest(step, batch_id, input_sha256, CONTRACT_VERSION, dict(versions), dict(counts), files)
        self._seal(manifest, data)
        return parse_manifest(manifest.as_json())

    def read(self, step: str, batch_id: str, table: type[Row]) -> pa.Table:
        """The rows of one table of a batch. Raises BatchError where it is damaged, or made before the step wrote that table."""
        source = self._open(self.require_manifest(step, batch_id), table.table)
        if source is None:
            raise BatchError(
                f"batch {batch_id} of an older version has no {table.table}",
                hint=command_of(step, batch_id, again=True),
            )
        return pq.read_table(source, schema=arrow_schema(table))

    def latest_contract(self) -> int:
        """The latest contract that any batch was made under; 0 where there is none that can be read."""
        found = [one for step in self.steps() for one in self.manifests_of(step, self.batch_ids(step)).values()]
        return max((one.contract_version for one in found if isinstance(one, Manifest)), default=0)

    def damaged(self, step: str) -> list[str]:
        """The batches of a step whose manifest or files are damaged: what a person should know of."""
        return [batch_id for batch_id in self.batch_ids(step) if not self._is_sound(step, batch_id)]

    def _is_sound(self, step: str, batch_id: str) -> bool:
        try:
            self.files(step, batch_id)
        except BatchError:
            return False
        return True


def _is_stale(
    given: Manifest | BatchError | None, done: Manifest | BatchError | None, versions: Mapping[str, str]
) -> bool:
    """Whether a batch is to be done. One whose own manifest is damaged is; one whose input is damaged cannot be."""
    if not isinstance(given, Manifest):
        return False
    if not isinstance(done, Manifest):
        return True
    now = (given.sha256, CONTRACT_VERSION, dict(versions))
    return (done.input_sha256, done.contract_version, dict(done.versions)) != now


def require_batch_id(batch_id: str) -> None:
    """Raise InputError for an id that is no plain file name."""
    if not _BATCH_ID.fullmatch(batch_id):
        raise InputError(f"{batch_id!r} is no batch id", hint="daybook status")


def parse_manifest(data: bytes) -> Manifest:
    """A manifest from its bytes. Raises ValueError or TypeError for what is none."""
    return Manifest(**json.loads(data), sha256=hashlib.sha256(data).hexdigest())


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


def _parquet_bytes(rows: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(rows, buffer, compression="zstd")
    return buffer.getvalue()


AnyRow = TypeVar("AnyRow", bound=Row)


def rows_of(table: type[AnyRow], rows: pa.Table) -> list[AnyRow]:
    """An Arrow table's rows as the dataclass they were written from."""
    lists = [f.name for f in arrow_schema(table) if pa.types.is_list(f.type)]
    return [table(**{**row, **{name: tuple(row[name]) for name in lists}}) for row in rows.to_pylist()]
