"""What every step is handed: the settings, the store, and somewhere to say how far it is."""

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from extract.contract.columns import EVIDENCE_MAX_CHARS
from extract.contract.tables import Reject
from extract.erasure.graves import Graves
from extract.errors import InputError, WarehouseError
from extract.pipeline.places import lake_of, warehouse_of
from extract.runtime.counters import Counts
from extract.settings import Settings, load_settings
from extract.store.batches import Batches, BatchStore
from extract.store.lake.place import LakePlace
from extract.store.locks import Held, lake_step_lock, lake_write_lock, step_lock, whole_lake, write_lock
from extract.store.pages import Pages, PageStore
from extract.store.tombstones import Tombstones, TombstoneStore

Item = TypeVar("Item")

_NOTHING_ERASED = Graves()
# What there is instead of commands that work on the files of a home.
_ON_A_LAKE = {
    "backup": "pg_dump of the database in DAYBOOK_LAKE_CATALOG, then a copy of DAYBOOK_LAKE_STORE by the store's own tools",
    "restore": "put back the copy of DAYBOOK_LAKE_STORE, then pg_restore into the database in DAYBOOK_LAKE_CATALOG",
    "erase": "there is no command that erases from a lake; DAYBOOK_WAREHOUSE=file has one",
    "migrate": "daybook run: what an older version made is due there, and is made anew",
}

# (what is being done, how many are done, how many there are)
Progress = Callable[[str, int, int], None]


def _silent(_what: str, _done: int, _total: int) -> None:
    """Say nothing: the default where nobody watches."""


@dataclass(frozen=True, slots=True)
class Context:
    """The settings of a run, where its rows lie, and who is told about progress."""

    settings: Settings
    progress: Progress = _silent

    @property
    def lake(self) -> LakePlace | None:
        """Where the lake is; None for a warehouse of files. Raises SettingsError naming what is not set."""
        return lake_of(self.settings)

    @property
    def warehouse(self) -> Path | LakePlace:
        """Where the warehouse is: the home that holds its files, or the lake."""
        return warehouse_of(self.settings)

    @property
    def batches(self) -> Batches:
        """The batches of the home, or of the lake."""
        if place := self.lake:
            # pyarrow's S3 client is loaded by whoever has a lake.
            from extract.store.lake.locks import require_all_held
            from extract.store.object_batches import ObjectBatches
            from extract.store.objects import ObjectStore

            # A batch is not sealed by a worker that has lost the lock on it.
            return ObjectBatches(ObjectStore(place), before_seal=partial(require_all_held, place))
        return BatchStore(self.settings.home)

    @property
    def pages(self) -> Pages:
        """The page bodies of the home, or of the lake."""
        if place := self.lake:
            from extract.store.object_pages import ObjectPages
            from extract.store.objects import ObjectStore

            return ObjectPages(ObjectStore(place))
        return PageStore(self.settings.home)

    @property
    def tombstones(self) -> Tombstones:
        """The tombstones of the home, or of the lake."""
        return _tombstones_of(self.warehouse, self.settings.erasure_key)

    @property
    def graves(self) -> Graves:
        """What was erased and stays out, as its tombstones stand now (on a lake: some seconds ago)."""
        stamp = self.tombstones.stamp()
        if stamp is None:
            return _NOTHING_ERASED
        return _read_graves(self.warehouse, self.settings.erasure_key, stamp)

    def watch(self, what: str, items: Iterable[Item], total: int) -> Iterator[Item]:
        """The items, telling after each how many are done."""
        self.progress(what, 0, total)
        for done, item in enumerate(items, 1):
            yield item
            self.progress(what, done, total)


def _tombstones_of(warehouse: Path | LakePlace, key: str) -> Tombstones:
    if isinstance(warehouse, LakePlace):
        from extract.store.object_tombstones import ObjectTombstones
        from extract.store.objects import ObjectStore

        return ObjectTombstones(ObjectStore(warehouse), key)
    return TombstoneStore(warehouse, key)


def read_graves(store: Tombstones, *, is_kept: bool = True) -> Graves:
    """The tombstones of a home with its key. is_kept: a key that is made, as there was none, is written down.

    Raises WarehouseError where they were hashed with another key: they would cover nothing.
    """
    tombstones = store.read()
    if not (tombstones or is_kept):
        return Graves((), store.key(is_kept=False))
    graves = Graves(tombstones, store.key())
    if any(one.key_id != graves.key_id for one in tombstones):
        raise WarehouseError(
            f"{store.where} was hashed with another key than {store.where_key}: nobody can tell what it covers",
            hint="restore the key from a backup, or set DAYBOOK_ERASURE_KEY to what it was",
        )
    return graves


@lru_cache(maxsize=4)
def _read_graves(warehouse: Path | LakePlace, key: str, _stamp: Hashable) -> Graves:
    return read_graves(_tombstones_of(warehouse, key))


def require_file_home(context: Context, command: str) -> None:
    """Raise InputError where a command that works on the files of a home is given on a lake, with what to do there."""
    if context.settings.warehouse == "lake":
        what = f"daybook {command} works on the files of a home, and this warehouse is a lake: nothing was changed"
        raise InputError(what, hint=_ON_A_LAKE[command])


def hold_warehouse(context: Context, step: str) -> AbstractContextManager[Held]:
    """Hold the warehouse's write lock for a step; loaders of a lake share it, each batch is a commit of its own.

    Raises WarehouseLocked, naming the holder, after the time the settings give.
    """
    command, wait_seconds = f"daybook {step.replace('_', '-')}", context.settings.lock_wait_seconds
    if place := context.lake:
        return lake_write_lock(place, command, wait_seconds, is_shared=step == "load")
    return write_lock(context.settings.home, command, wait_seconds)


def hold_step(
    context: Context, step: str, batch_id: str = "", *, wait_seconds: float | None = None
) -> AbstractContextManager[Held]:
    """Hold a step, or a batch of it. wait_seconds: instead of what the settings give. Raises as `hold_warehouse` does."""
    wait_seconds = context.settings.lock_wait_seconds if wait_seconds is None else wait_seconds
    if place := context.lake:
        return lake_step_lock(place, step, wait_seconds, batch_id)
    return step_lock(context.settings.home, step, wait_seconds, batch_id)


@contextmanager
def hold_whole(context: Context, command: str) -> Iterator[None]:
    """Have the home or the lake to oneself: steps that are running end first, others wait. Raises as `hold_warehouse` does."""
    from extract.store.home import require_usable
    from extract.store.home_lock import whole_home

    wait_seconds = context.settings.lock_wait_seconds
    if place := context.lake:
        with whole_lake(place, command, wait_seconds):
            yield
        return
    with whole_home(context.settings.home, command, wait_seconds):
        require_usable(context.settings.home)
        yield


def open_context(settings: Settings | None = None, progress: Progress = _silent) -> Context:
    """A context from the given settings, or from the environment's."""
    return Context(settings or load_settings(), progress)


def reject(stage: str, reason: str, key: str, *, body: bytes | None = None, detail: str = "") -> Reject:
    """A row for what a step refused; the body's first lines are kept so that a person can see what it was."""
    first = (body or b"")[: 4 * EVIDENCE_MAX_CHARS].decode("utf-8", errors="replace")
    return Reject(
        stage=stage,
        reason=reason,
        key=key,
        sha256=hashlib.sha256(body).hexdigest() if body is not None else None,
        first_lines=first.replace("\x00", "�")[:EVIDENCE_MAX_CHARS],
        detail=detail[:EVIDENCE_MAX_CHARS],
    )


def distinct_rejects(rejects: Iterable[Reject]) -> list[Reject]:
    """The rows with keys that tell them apart: one address may be refused twice for one reason, as two captures of it."""
    seen: Counter[tuple[str, ...]] = Counter()
    distinct = []
    for row in rejects:
        grain = (row.stage, row.reason, row.key)
        seen[grain] += 1
        distinct.append(replace(row, key=f"{row.key} ({seen[grain]})") if seen[grain] > 1 else row)
    return distinct


def count_rejects(counts: Counts, rejects: Iterable[Reject]) -> None:
    """Count what was refused by its reason."""
    for row in rejects:
        counts.reject(row.reason)
