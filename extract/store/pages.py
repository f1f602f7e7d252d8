"""Page bodies by their SHA-256, gzipped: the same body is kept once, and a damaged one is noticed."""

import gzip
import zlib
from pathlib import Path

from extract.contract.keys import page_id
from extract.errors import BatchError
from extract.store.files import write_file


class PageStore:
    """The folder `pages/` of a home: `ab/abcd….gz`."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "pages"

    def path(self, page_id: str) -> Path:
        """Where the body with this id lies."""
        return self.folder / page_id[:2] / f"{page_id}.gz"

    def put(self, body: bytes) -> str:
        """Keep a body; returns its id. Writing it twice changes nothing."""
        identity = page_id(body)
        path = self.path(identity)
        if not self.has(identity):
            # Level 6 and no time stamp: the same body gives the same bytes.
            write_file(path, gzip.compress(body, compresslevel=6, mtime=0))
        return identity

    def get(self, identity: str) -> bytes:
        """The body with this id. Raises BatchError where it is missing or has other bytes than were kept.

        That is our damage, not the page's: the batch cannot be done, and what was made of the page before stays.
        """
        path = self.path(identity)
        hint = "restore the file from a copy of the home, or daybook fetch-pages --again while the source is there"
        try:
            body = gzip.decompress(path.read_bytes())
        except FileNotFoundError as error:
            raise BatchError(f"the body {path} is missing", hint=hint) from error
        except (OSError, EOFError, zlib.error) as error:
            raise BatchError(f"the body {path} is damaged: {error}", hint=hint) from error
        if page_id(body) != identity:
            raise BatchError(f"the body {path} is damaged: it has other bytes than were kept", hint=hint)
        return body

    def has(self, identity: str) -> bool:
        """Whether the body is kept, whole."""
        try:
            self.get(identity)
        except BatchError:
            return False
        return True
