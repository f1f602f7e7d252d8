"""The tombstones of a lake: objects beside its pages, `tombstones.jsonl` and `erasing`; their key is a setting."""

import time
from collections.abc import Hashable

from extract.errors import SettingsError, WarehouseError
from extract.store.lake.place import LakePlace
from extract.store.objects import Found, ObjectStore
from extract.store.tombstones import Tombstones, key_of

_NAME = "tombstones.jsonl"
_UNFINISHED = "erasing"
# Asked for each page: what another worker has added is known so many seconds later.
_STAMP_SECONDS = 5
_READS = 5

# By place: when it was last looked, and what was there.
_stamps: dict[LakePlace, tuple[float, Found | None]] = {}


class ObjectTombstones(Tombstones):
    """The tombstones of a lake. key: DAYBOOK_ERASURE_KEY, which all workers share."""

    where_key = "DAYBOOK_ERASURE_KEY"

    def __init__(self, objects: ObjectStore, key: str) -> None:
        self._objects = objects
        self._key = key
        self.where = objects.uri(_NAME)

    def stamp(self) -> Hashable | None:
        """Changes, some seconds after they do, with the tombstones; None where there are none."""
        looked_at, found = _stamps.get(self._objects.place, (None, None))
        if looked_at is None or time.monotonic() - looked_at > _STAMP_SECONDS:
            found = self._objects.find(_NAME)
            _stamps[self._objects.place] = time.monotonic(), found
        return found

    @property
    def is_unfinished(self) -> bool:
        """Whether an erasure was begun and is not complete."""
        return self._objects.find(_UNFINISHED) is not None

    def set_unfinished(self, *, is_unfinished: bool) -> None:
        """Note that an erasure is begun, or that it is complete."""
        if is_unfinished:
            self._objects.write(_UNFINISHED, b"daybook erase --again\n")
        else:
            self._objects.remove(_UNFINISHED)

    def key(self, *, is_kept: bool = True) -> bytes:  # noqa: ARG002 - it is kept where the settings are
        """The secret that hashes are keyed with. Raises SettingsError where it is not set: a key of one worker is none."""
        if not self._key:
            raise SettingsError(
                f"the tombstones of a lake ({self.where}) need DAYBOOK_ERASURE_KEY",
                hint="set DAYBOOK_ERASURE_KEY to the same secret for every worker",
            )
        return key_of(self._key)

    def _read(self) -> bytes | None:
        # Replaced between the two requests of a read, it may come cut off: that lines are missing shows in no other way.
        for _ in range(_READS):
            before = self._objects.find(_NAME)
            data = self._objects.read(_NAME)
            if self._objects.find(_NAME) == before and len(data or b"") == (before.length_bytes if before else 0):
                return data
        raise WarehouseError(f"{self.where} is being written all the time", hint="do the same again")

    def _write(self, data: bytes) -> None:
        self._objects.write(_NAME, data)
        _stamps.pop(self._objects.place, None)
