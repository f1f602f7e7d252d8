"""Tombstones: what is left of what was erased, so that a second delivery stays out. They hold keyed hashes and no word."""

from dataclasses import dataclass
from typing import Literal

# url: the key of an address. host: a host and all below it. publisher: a name. page: the id of a body. name: all words of a form
# of a person's name, masked wherever they stand. short: one word of it, masked on pages that hold a whole name.
Kind = Literal["url", "host", "publisher", "page", "name", "short"]

MASK = "█"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """A line of `tombstones.jsonl` in a home.

    request: of which erasure it is. hash: of the normal form, keyed. at: ISO 8601, UTC. key_id: which key hashed it. first: keyed
    hash of a name's first word, or of an address's host, by which its places are found without a hash of all that a page holds.
    words: how many words a name has.
    """

    kind: Kind
    hash: str
    request: str
    at: str
    key_id: str
    first: str | None = None
    words: int = 1

    @property
    def id(self) -> str:
        """How rows and messages call it."""
        return f"erased-{self.hash[:12]}"
