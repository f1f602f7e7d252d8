"""Page bodies in the S3 store of a lake: `pages/ab/abcd….gz`, by the SHA-256 of the body as it was fetched.

A masked body takes the place of the whole one in one write: the object says itself which it is.
"""

from extract.contract.keys import page_id
from extract.store.objects import ObjectStore
from extract.store.pages import Pages, checked_masked, packed, packed_masked, unpacked

_FOLDER = "pages"
_ENDING = ".gz"


class ObjectPages(Pages):
    """The bodies of a lake."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def put(self, body: bytes) -> str:
        """Keep a body; returns its id. Writing it twice changes nothing, also where it was masked since."""
        identity = page_id(body)
        if not self.has(identity):
            self._objects.write(_name(identity), packed(body))
        return identity

    def put_masked(self, identity: str, body: bytes) -> None:
        """Keep this instead of the body with this id; what was kept of it before is gone."""
        self._objects.write(_name(identity), packed_masked(body))

    def remove(self, identity: str) -> bool:
        """Keep nothing of the body with this id; returns whether there was any of it."""
        return self._objects.remove(_name(identity))

    def remove_replaced(self) -> None:
        """Nothing: a masked body is written over the whole one."""

    def ids(self) -> list[str]:
        """The id of every body, sorted."""
        names = (name.rpartition("/")[2] for name in self._objects.names(_FOLDER))
        return sorted(name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING))

    def get(self, identity: str) -> bytes:
        """The body with this id, masked where words of it were erased. Raises BatchError where it is missing or damaged."""
        name = _name(identity)
        kept = unpacked(self._objects.uri(name), self._objects.read(name))
        return kept if page_id(kept) == identity else checked_masked(self._objects.uri(name), kept)


def _name(identity: str) -> str:
    return f"{_FOLDER}/{identity[:2]}/{identity}{_ENDING}"
