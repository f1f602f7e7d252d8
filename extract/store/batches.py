"""Batches in a home: a folder of Parquet files per step and batch.

batches/<step>/<batch>/<table>.parquet
batches/<step>/<batch>/_manifest.json
batches/<step>/<batch>/.next/           what replaces it; once its own manifest is there, it is the batch
"""

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from extract.errors import BatchError
from extract.runtime.failpoints import failpoint
from extract.store.batch_rules import (
    MANIFEST,
    AnyRow,
    Batches,
    Manifest,
    Tables,
    command_of,
    parse_manifest,
    refuse_newer,
    require_batch_id,
    rows_of,
)
from extract.store.files import sha256_file, sync_folder, write_file

__all__ = ["AnyRow", "BatchStore", "Batches", "Manifest", "Tables", "command_of", "refuse_newer", "rows_of"]

_NEXT = ".next"
# Beside the steps' folders: what lies in those is a batch.
_GONE = ".gone"


class BatchStore(Batches):
    """The folder `batches/` of a home."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "batches"

    def path(self, step: str, batch_id: str) -> Path:
        """The folder of a batch. Raises InputError for an id that is no plain file name."""
        require_batch_id(batch_id)
        return self.folder / step / batch_id

    def steps(self) -> list[str]:
        """Every step that has a folder, sorted."""
        return sorted(path.name for path in self.folder.glob("[!.]*"))

    def batch_ids(self, step: str) -> list[str]:
        """Every batch the step has sealed, sorted."""
        folder = self.folder / step
        sealed = {path.parent.name for path in folder.glob(f"*/{MANIFEST}")}
        return sorted(sealed | {path.parent.parent.name for path in folder.glob(f"*/{_NEXT}/{MANIFEST}")})

    def manifest(self, step: str, batch_id: str) -> Manifest | None:
        """What the step says of the batch, or None where it has not done it. Raises BatchError for a damaged one."""
        path = self.path(step, batch_id) / MANIFEST
        data = _read_if_there(path.parent / _NEXT / MANIFEST) or _read_if_there(path)
        if data is None:
            return None
        try:
            return parse_manifest(data)
        except (ValueError, TypeError) as error:
            raise BatchError(f"{path} is damaged: {error}", hint=command_of(step, batch_id)) from error

    def manifest_path(self, step: str, batch_id: str) -> Path:
        """Where the batch's manifest lies."""
        folder = self.path(step, batch_id)
        fresh = folder / _NEXT / MANIFEST
        return fresh if fresh.exists() else folder / MANIFEST

    def table_path(self, step: str, batch_id: str, table: str) -> Path:
        """Where the rows of a table lie: a writer that was killed may have left some in `.next`."""
        folder = self.path(step, batch_id)
        fresh = folder / _NEXT / f"{table}.parquet"
        return fresh if (folder / _NEXT / MANIFEST).exists() and fresh.exists() else folder / fresh.name

    def files(self, step: str, batch_id: str) -> dict[str, Path]:
        """Table name to Parquet file. Raises BatchError where a file is missing or its bytes changed."""
        return self._sound_files(self.require_manifest(step, batch_id))

    def local_files(self, step: str, batch_id: str, folder: Path) -> dict[str, Path]:  # noqa: ARG002 - they are here
        """The files themselves."""
        return self.files(step, batch_id)

    def has_files(self, manifest: Manifest) -> bool:
        """Whether the files that a manifest names are there; their bytes are not read."""
        folder = self.path(manifest.step, manifest.batch_id)
        try:
            there = set(os.listdir(folder))  # noqa: PTH208 - names alone, of a hundred thousand files
            if _NEXT in there:
                # A writer was killed while it moved them up.
                there |= set(os.listdir(folder / _NEXT))  # noqa: PTH208
        except OSError:
            return False
        return all(f"{table}.parquet" in there for table in manifest.files)

    def sealed_at(self, step: str, batch_id: str) -> float | None:
        """When the step sealed the batch, in seconds since 1970; None where it has not."""
        folder = self.path(step, batch_id)
        for path in (folder / _NEXT / MANIFEST, folder / MANIFEST):
            with suppress(OSError):
                return path.stat().st_mtime
        return None

    def unseal(self, step: str, batch_id: str) -> None:
        """Remove what a step wrote for a batch; killed midway, the batch is not there either."""
        folder = self.path(step, batch_id)
        if not folder.exists():
            return
        gone = self.folder / _GONE / f"{step}.{batch_id}"
        shutil.rmtree(gone, ignore_errors=True)
        gone.parent.mkdir(exist_ok=True)
        folder.rename(gone)
        sync_folder(folder.parent)
        failpoint("batch.unsealed")
        shutil.rmtree(gone)

    def remove_leavings(self) -> None:
        """Remove rows that no manifest seals: those of steps that were killed while they wrote."""
        shutil.rmtree(self.folder / _GONE, ignore_errors=True)
        for folder in sorted(path for path in self.folder.glob("[!.]*/*") if path.is_dir()):
            manifest = self.manifest(folder.parent.name, folder.name)
            if manifest is None:
                shutil.rmtree(folder)
                continue
            sealed = {self.table_path(manifest.step, manifest.batch_id, table) for table in manifest.files}
            for left in folder.rglob("*.parquet"):
                if left not in sealed:
                    left.unlink()

    def _seal(self, manifest: Manifest, data: Mapping[str, bytes]) -> None:
        folder = self.path(manifest.step, manifest.batch_id)
        fresh = folder / _NEXT
        _move_up(folder)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for table, parquet in data.items():
            write_file(fresh / f"{table}.parquet", parquet)
        write_file(fresh / MANIFEST, manifest.as_json())
        _move_up(folder)

    def _open(self, manifest: Manifest, table: str) -> Path | None:
        return self._sound_files(manifest).get(table)

    def _sound_files(self, manifest: Manifest) -> dict[str, Path]:
        step, batch_id = manifest.step, manifest.batch_id
        found = {table: self.table_path(step, batch_id, table) for table in manifest.files}
        for table, path in found.items():
            if not path.exists() or sha256_file(path) != manifest.files[table]:
                raise BatchError(f"{path} is missing or damaged", hint=command_of(step, batch_id, again=True))
        return found


def _read_if_there(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _move_up(folder: Path) -> None:
    """Put what is sealed in `.next` in the place of what it replaces; readers find each file in one of both."""
    fresh = folder / _NEXT
    if not (fresh / MANIFEST).exists():
        return
    for path in fresh.glob("*.parquet"):
        path.replace(folder / path.name)
    failpoint("batch.moved")
    kept = json.loads((fresh / MANIFEST).read_bytes())["files"]
    for left in folder.glob("*.parquet"):
        if left.stem not in kept:
            left.unlink()
    sync_folder(folder)
    failpoint("batch.rename")
    (fresh / MANIFEST).replace(folder / MANIFEST)
    sync_folder(folder)
    shutil.rmtree(fresh, ignore_errors=True)
