"""Page bodies by their SHA-256, gzipped: the same body is kept once, and a damaged one is noticed."""

import gzip
import zlib
from pathlib import Path

from extract.contract.keys import page_id
from extract.errors import PageError
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
        if not path.exists():
            # Level 6 and no time stamp: the same body gives the same bytes.
            write_file(path, gzip.compress(body, compresslevel=6, mtime=0))
        return identity

    def get(self, identity: str) -> bytes:
        """The body with this id. Raises PageError where it is missing or its bytes are not what was kept."""
        try:
            body = gzip.decompress(self.path(identity).read_bytes())
        except FileNotFoundError as error:
            raise PageError("body_missing", f"no body {identity} in {self.folder}") from error
        except (OSError, EOFError, zlib.error) as error:
            raise PageError("body_damaged", f"body {identity}: {error}") from error
        if page_id(body) != identity:
            raise PageError("body_damaged", f"body {identity} has other bytes than when it was kept")
        return body
