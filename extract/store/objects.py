"""Objects: named bytes in the S3 store of a lake, each whole or absent.

A name is a path below the place's store: `pages/ab/abcd….gz`. A write is one request that the store takes whole or not at all;
when it returns, the bytes are kept.
"""

import os
import re
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from pyarrow import fs

from extract.errors import LakeUnreachable
from extract.runtime.failpoints import failpoint
from extract.store.lake.place import LakePlace

# A request that fails in a way that may pass is sent three times in all: a store that is away is told within a minute.
_ATTEMPTS = 3
_CONNECT_SECONDS = 5
_ANSWER_SECONDS = 15
# Requests at once where many objects are read: more of them wait for one another's bytes.
AT_ONCE = 16

_REFUSED_KEY = (
    "ACCESS_DENIED", "INVALID_ACCESS_KEY_ID", "INVALID_CLIENT_TOKEN_ID", "SIGNATURE_DOES_NOT_MATCH", "UNRECOGNIZED_CLIENT",
    "INVALID_SIGNATURE", "MISSING_AUTHENTICATION_TOKEN",
)  # fmt: skip
_NO_ANSWER = (
    "NETWORK_CONNECTION", "REQUEST_TIMEOUT", "SERVICE_UNAVAILABLE", "SLOW_DOWN", "THROTTLING", "INTERNAL_FAILURE",
)  # fmt: skip


# Places whose bucket was seen: it does not go while a process works.
_seen: set[LakePlace] = set()


@dataclass(frozen=True, slots=True)
class Found:
    """An object in a list. modified_at: when it was written, by the store's clock, in seconds since 1970."""

    length_bytes: int
    modified_at: float


class ObjectStore:
    """The objects of a place. answer_seconds: how long the store may be silent before a request counts as failed."""

    def __init__(self, place: LakePlace, answer_seconds: float = _ANSWER_SECONDS) -> None:
        self.place = place
        self._answer_seconds = answer_seconds

    def uri(self, name: str) -> str:
        """The whole name of an object: `s3://bucket/folder/name`, as DuckDB reads it."""
        return self.place.uri(name)

    def read(self, name: str) -> bytes | None:
        """The bytes of an object, None where there is none. Raises LakeUnreachable where the store cannot tell."""
        try:
            with self._explained(), self._files.open_input_file(self._path(name)) as stream:
                return bytes(stream.read())
        except FileNotFoundError:
            self._require_bucket()
            return None

    def read_all(self, names: Collection[str]) -> dict[str, bytes | None]:
        """The bytes of many objects, several at once. Raises as `read` does."""
        if len(names) < 2:
            return {name: self.read(name) for name in names}
        with ThreadPoolExecutor(min(AT_ONCE, len(names))) as readers:
            return dict(zip(names, readers.map(self.read, names), strict=True))

    def write(self, name: str, data: bytes) -> None:
        """Keep bytes under a name, instead of what is there. Raises LakeUnreachable; the old bytes or the new are there then."""
        failpoint("object.write")
        with self._explained():
            # By default it would pack what ends in `.gz`. `close` sends it: after an error it must not, as leaving a block does.
            stream = self._files.open_output_stream(self._path(name), compression=None)
            stream.write(data)
            stream.close()
        failpoint("object.written")

    def remove(self, name: str) -> bool:
        """Keep nothing under a name; returns whether there was anything."""
        failpoint("object.remove")
        try:
            with self._explained():
                self._files.delete_file(self._path(name))
        except FileNotFoundError:
            self._require_bucket()
            return False
        return True

    def listing(self, folder: str) -> dict[str, Found]:
        """Every object below a folder, sorted by name: a request for each thousand."""
        selector = fs.FileSelector(self._path(folder), recursive=True, allow_not_found=True)
        with self._explained():
            infos = [info for info in self._files.get_file_info(selector) if info.type == fs.FileType.File]
        if not infos:
            self._require_bucket()
        skipped = len(self._path("")) + 1
        found = {info.path[skipped:]: Found(info.size, info.mtime.timestamp()) for info in infos}
        return dict(sorted(found.items()))

    def names(self, folder: str) -> list[str]:
        """The name of every object below a folder, sorted."""
        return list(self.listing(folder))

    def find(self, name: str) -> Found | None:
        """What a list would say of an object; None where there is none."""
        with self._explained():
            (info,) = self._files.get_file_info([self._path(name)])
        if info.type != fs.FileType.File:
            self._require_bucket()
            return None
        return Found(info.size, info.mtime.timestamp())

    @property
    def _files(self) -> fs.S3FileSystem:
        # A process that was forked has its own: connections are not shared.
        return _open(self.place, self._answer_seconds, os.getpid())

    def _path(self, name: str) -> str:
        return self.uri(name).removeprefix("s3://")

    def _require_bucket(self) -> None:
        """To most requests, a bucket that is not there looks like one that is empty."""
        with self._explained():
            if (
                self.place not in _seen
                and self._files.get_file_info([self.place.bucket])[0].type == fs.FileType.NotFound
            ):
                raise OSError("AWS Error NO_SUCH_BUCKET during HeadBucket operation")
        _seen.add(self.place)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what the S3 client says into our errors."""
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as error:
            raise _explain(self.place, str(error)) from error


@lru_cache(maxsize=8)
def _open(place: LakePlace, answer_seconds: float, _process: int) -> fs.S3FileSystem:
    return fs.S3FileSystem(
        # Without a key, the client looks for one as Amazon's tools do.
        access_key=place.key_id or None,
        secret_key=place.secret or None,
        endpoint_override=place.endpoint.rstrip("/") or None,
        region=place.region,
        connect_timeout=_CONNECT_SECONDS,
        request_timeout=answer_seconds,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=_ATTEMPTS),
        # An object of a few megabytes is one request, sent when its stream is closed.
        allow_delayed_open=True,
        background_writes=False,
        allow_bucket_creation=False,
        allow_bucket_deletion=False,
    )


def _explain(place: LakePlace, said: str) -> LakeUnreachable:
    found = re.search(r"AWS Error (\w+)", said)
    code = found[1] if found else ""
    where = place.endpoint or f"Amazon's S3 in {place.region}"
    if code == "NO_SUCH_BUCKET":
        return LakeUnreachable(
            f"{where} has no bucket {place.bucket}", hint=f"make the bucket {place.bucket}, or mend DAYBOOK_LAKE_STORE"
        )
    if code in _REFUSED_KEY:
        return LakeUnreachable(
            f"{where} refuses the key to the bucket {place.bucket} ({code.lower()})",
            hint="mend DAYBOOK_LAKE_KEY_ID and DAYBOOK_LAKE_SECRET, or let the key read, write, list and delete there",
        )
    reason = " ".join(said.split(" operation: ", 1)[-1].split())
    if code in _NO_ANSWER:
        return LakeUnreachable(
            f"{where} does not answer (tried {_ATTEMPTS} times): {reason}",
            hint="see that the S3 store runs and can be reached, or mend DAYBOOK_LAKE_ENDPOINT",
        )
    return LakeUnreachable(f"{where} failed: {reason}", hint="see what the S3 store logs, then do the same again")
