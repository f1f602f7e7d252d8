"""Batches in the S3 store of a lake.

    batches/<step>/<batch>/<table>-<first 16 hex digits of its SHA-256>.parquet
    batches/<step>/<batch>/_manifest.json

A store renames nothing: a table that changes gets another name, and the manifest, written last, says which names count. What
the manifest before names stays until the next one, for whoever reads by it.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from extract.errors import BatchError
from extract.store.batch_rules import MANIFEST, Batches, Manifest, command_of, parse_manifest, require_batch_id
from extract.store.objects import AT_ONCE, Found, ObjectStore

_FOLDER = "batches"
# A table that no manifest names yet may be that of a writer who is about to seal it. One that waited an hour between two writes
# finds its table gone, and writes it again (`_mend`).
_LEFT_SECONDS = 3600
# A manifest that is replaced between the two requests of a read may come cut off.
_READS = 3


def _seal_freely() -> None:
    """Nothing has to be held: the default where nobody else writes."""


class ObjectBatches(Batches):
    """The batches of a lake. before_seal: raises where the locks that the writer took are no longer its own."""

    at_a_time = AT_ONCE

    def __init__(self, objects: ObjectStore, before_seal: Callable[[], None] = _seal_freely) -> None:
        self._objects = objects
        self._before_seal = before_seal

    def steps(self) -> list[str]:
        """Every step that has sealed a batch, sorted."""
        return sorted({name.split("/")[1] for name in self._objects.names(_FOLDER)})

    def batch_ids(self, step: str) -> list[str]:
        """Every batch the step has sealed, sorted."""
        return _sealed_ids(self._objects.names(f"{_FOLDER}/{step}"))

    def manifest(self, step: str, batch_id: str) -> Manifest | None:
        """What the step says of the batch, or None where it has not done it. Raises BatchError for a damaged one."""
        return self._parse(step, batch_id, self._objects.read(_manifest_name(step, batch_id)))

    def manifests_of(self, step: str, batch_ids: Sequence[str]) -> dict[str, Manifest | BatchError | None]:
        """Batch id to what `manifest` gives or raises; several are read at once."""
        read = self._objects.read_all([_manifest_name(step, batch_id) for batch_id in batch_ids])
        return {
            batch_id: self._parsed_or_error(step, batch_id, data)
            for batch_id, data in zip(batch_ids, read.values(), strict=True)
        }

    def files(self, step: str, batch_id: str) -> dict[str, str]:
        """Table name to the `s3://…` of its Parquet. Raises BatchError where an object is missing or its bytes changed."""
        manifest, _ = self._read_sound(self.require_manifest(step, batch_id))
        return {table: self._objects.uri(_table_name(manifest, table)) for table in manifest.files}

    def local_files(self, step: str, batch_id: str, folder: Path) -> dict[str, Path]:
        """Table name to a copy of its Parquet in the folder: read once, held against the manifest, and loaded from there."""
        _, sound = self._read_sound(self.require_manifest(step, batch_id))
        found = {table: folder / f"{step}-{table}.parquet" for table in sound}
        for table, path in found.items():
            path.write_bytes(sound[table])
        return found

    def has_files(self, manifest: Manifest) -> bool:
        """Whether the objects that a manifest names are there; their bytes are not read."""
        return _table_names(manifest) <= set(self._objects.names(_folder(manifest.step, manifest.batch_id)))

    def sealed_at(self, step: str, batch_id: str) -> float | None:
        """When the step sealed the batch, by the store's clock, in seconds since 1970; None where it has not."""
        found = self._objects.find(_manifest_name(step, batch_id))
        return found.modified_at if found else None

    def at_once(self) -> Batches:
        """The batches as one list of the store shows them; manifests are read when they are asked for."""
        return _ListedBatches(self._objects, self._objects.listing(_FOLDER))

    def unseal(self, step: str, batch_id: str) -> None:
        """Remove what a step wrote for a batch; killed midway, the batch is not there either."""
        self._objects.remove(_manifest_name(step, batch_id))
        for name in self._objects.names(_folder(step, batch_id)):
            self._objects.remove(name)

    def remove_leavings(self) -> None:
        """Remove tables that no manifest names: of steps that were killed, and of batches that were sealed anew."""
        names = self._objects.names(_FOLDER)
        sealed: set[str] = set()
        for step in sorted({name.split("/")[1] for name in names}):
            batch_ids = _sealed_ids(name for name in names if name.startswith(f"{_FOLDER}/{step}/"))
            for found in self.manifests_of(step, batch_ids).values():
                if isinstance(found, BatchError):
                    raise found
                sealed |= {_manifest_name(step, found.batch_id), *_table_names(found)} if found else set()
        for name in names:
            if name not in sealed:
                self._objects.remove(name)

    def _seal(self, manifest: Manifest, data: Mapping[str, bytes]) -> None:
        step, batch_id = manifest.step, manifest.batch_id
        before = self._manifest_or_error(step, batch_id)
        for table, parquet in data.items():
            self._objects.write(_table_name(manifest, table), parquet)
        self._before_seal()
        self._objects.write(_manifest_name(step, batch_id), manifest.as_json())
        there = self._objects.listing(_folder(step, batch_id))
        self._mend(manifest, data, there)
        self._clear(manifest, there, _table_names(before) if isinstance(before, Manifest) else set())

    def _mend(self, manifest: Manifest, data: Mapping[str, bytes], there: Collection[str]) -> None:
        """Write tables again that another writer has cleared away between our two writes."""
        for table, parquet in data.items():
            if (name := _table_name(manifest, table)) not in there:
                self._objects.write(name, parquet)

    def _clear(self, manifest: Manifest, there: Mapping[str, Found], before: Collection[str]) -> None:
        """Remove what neither this manifest nor the one before names, and nobody is about to name."""
        sealed = _manifest_name(manifest.step, manifest.batch_id)
        now = there[sealed].modified_at if sealed in there else 0
        for name, found in there.items():
            is_named = name == sealed or name in before or name in _table_names(manifest)
            if not is_named and now - found.modified_at > _LEFT_SECONDS:
                self._objects.remove(name)

    def _open(self, manifest: Manifest, table: str) -> object | None:
        if table not in manifest.files:
            return None
        _, data = self._read_sound(manifest, (table,))
        # A manifest since then may name no such table.
        return pa.BufferReader(data[table]) if table in data else None

    def _read_sound(self, manifest: Manifest, tables: Collection[str] = ()) -> tuple[Manifest, dict[str, bytes]]:
        """The bytes of tables, by default of all, and the manifest that seals them: the one given, or the one since then."""
        try:
            return manifest, self._read_by(manifest, tables or manifest.files)
        except BatchError:
            # Sealed anew since the manifest was read, its tables may have other names.
            now = self.manifest(manifest.step, manifest.batch_id)
            if now is None or now.sha256 == manifest.sha256:
                raise
            return now, self._read_by(now, [table for table in tables if table in now.files] or now.files)

    def _read_by(self, manifest: Manifest, tables: Collection[str]) -> dict[str, bytes]:
        names = {table: _table_name(manifest, table) for table in tables}
        read = self._objects.read_all(list(names.values()))
        sound: dict[str, bytes] = {}
        for table, name in names.items():
            data = read[name]
            if data is None or hashlib.sha256(data).hexdigest() != manifest.files[table]:
                raise BatchError(
                    f"{self._objects.uri(name)} is missing or damaged",
                    hint=command_of(manifest.step, manifest.batch_id, again=True),
                )
            sound[table] = data
        return sound

    def _parse(self, step: str, batch_id: str, data: bytes | None) -> Manifest | None:
        name = _manifest_name(step, batch_id)
        problem: Exception | None = None
        for _ in range(_READS):
            if data is None:
                return None
            try:
                return parse_manifest(data)
            except (ValueError, TypeError) as error:
                problem = error
                data = self._objects.read(name)
        raise BatchError(
            f"{self._objects.uri(name)} is damaged: {problem}", hint=command_of(step, batch_id)
        ) from problem

    def _parsed_or_error(self, step: str, batch_id: str, data: bytes | None) -> Manifest | BatchError | None:
        try:
            return self._parse(step, batch_id, data)
        except BatchError as error:
            return error


class _ListedBatches(ObjectBatches):
    """The batches as a list of the store shows them."""

    def __init__(self, objects: ObjectStore, listing: Mapping[str, Found]) -> None:
        super().__init__(objects)
        self._listing = listing

    def batch_ids(self, step: str) -> list[str]:
        return _sealed_ids(name for name in self._listing if name.startswith(f"{_FOLDER}/{step}/"))

    def has_files(self, manifest: Manifest) -> bool:
        return _table_names(manifest) <= self._listing.keys()

    def sealed_at(self, step: str, batch_id: str) -> float | None:
        found = self._listing.get(_manifest_name(step, batch_id))
        return found.modified_at if found else None


def _folder(step: str, batch_id: str) -> str:
    require_batch_id(batch_id)
    return f"{_FOLDER}/{step}/{batch_id}"


def _manifest_name(step: str, batch_id: str) -> str:
    return f"{_folder(step, batch_id)}/{MANIFEST}"


def _table_name(manifest: Manifest, table: str) -> str:
    return f"{_folder(manifest.step, manifest.batch_id)}/{table}-{manifest.files[table][:16]}.parquet"


def _table_names(manifest: Manifest) -> set[str]:
    return {_table_name(manifest, table) for table in manifest.files}


def _sealed_ids(names: Iterable[str]) -> list[str]:
    """The batches of a step that have a manifest, from the names of its objects."""
    return sorted(name.split("/")[2] for name in names if name.endswith(f"/{MANIFEST}"))
