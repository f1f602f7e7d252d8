"""Writing a file so that it is whole or absent, whatever happens."""

import hashlib
import os
import threading
from pathlib import Path

from extract.runtime.failpoints import failpoint


def write_file(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write beside, fsync, rename, fsync the folder: a reader sees the old file or the new one. mode: less the umask."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Process and thread keep two writers of the same file from sharing one temporary file.
    beside = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        with open(beside, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
            file.flush()
            failpoint("file.fsync")
            os.fsync(file.fileno())
        failpoint("file.rename")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames and removals in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
