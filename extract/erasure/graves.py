"""What the tombstones of a home cover: addresses, publishers, pages, and the words of names in a text."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from extract.contract.keys import normal_title
from extract.contract.tombstones import Kind, Tombstone
from extract.contract.urls import url_key
from extract.erasure.forms import NameForms
from extract.erasure.words import Word, find_words

# Words kept with their hashes: those of some hundred pages.
_KEPT_HASHES = 200_000
_MIN_HOST_LABELS = 2
# Between the words of a name.
_MAX_INITIALS = 3


_NORMAL: Mapping[Kind, Callable[[str], str]] = {"url": url_key, "host": str.lower, "publisher": normal_title}


class Graves:
    """The tombstones of a home with the key that they were hashed with. Without tombstones it covers nothing, at no cost."""

    def __init__(self, tombstones: Sequence[Tombstone] = (), key: bytes = b"") -> None:
        self.tombstones = tombstones
        self._key = key
        self._by_hash = {(one.kind, one.hash): one.id for one in tombstones}
        kinds = {one.kind for one in tombstones}
        self.has_addresses = bool(kinds & {"url", "host"})
        self.has_publishers = "publisher" in kinds
        self.has_names = "name" in kinds
        self._lengths: dict[str, list[int]] = {}
        for one in tombstones:
            if one.kind == "name" and one.words not in self._lengths.setdefault(str(one.first), []):
                self._lengths[str(one.first)].append(one.words)
        self._word_hash = lru_cache(maxsize=_KEPT_HASHES)(lambda word: self.hash("name", word))
        self._short_id = lru_cache(maxsize=_KEPT_HASHES)(lambda word: self._find("short", word))

    def __bool__(self) -> bool:
        return bool(self.tombstones)

    def with_more(self, tombstones: Iterable[Tombstone]) -> "Graves":
        """These and more of the same key."""
        return Graves([*self.tombstones, *tombstones], self._key)

    def hash(self, kind: str, value: str) -> str:
        """The keyed hash of a normal form, in hex."""
        return hmac.new(self._key, f"{kind}\x1f{value}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[
            :32
        ]

    def make(self, request: str, at: str, kind: Kind, values: Iterable[str]) -> list[Tombstone]:
        """Tombstones of addresses, hosts or publishers, as people write them."""
        normal = _NORMAL[kind]
        hashes = sorted({self.hash(kind, normal(value)) for value in values})
        return [Tombstone(kind=kind, hash=one, request=request, at=at) for one in hashes]

    def make_names(self, request: str, at: str, forms: NameForms) -> list[Tombstone]:
        """Tombstones of the forms of a person's name."""
        made = [
            Tombstone(
                kind="name", hash=self.hash("name", " ".join(words)), request=request, at=at,
                first=self.hash("name", words[0]), words=len(words),
            )
            for words in forms.whole
        ]  # fmt: skip
        made += [Tombstone(kind="short", hash=self.hash("short", one), request=request, at=at) for one in forms.short]
        return sorted(made, key=lambda one: (one.kind, one.hash))

    def of_publisher(self, name: str | None) -> str | None:
        """The tombstone that covers a publisher's name."""
        return self._find("publisher", normal_title(name)) if name and self.has_publishers else None

    def of_address(self, url: str | None) -> str | None:
        """The tombstone that covers an address: its key, its host, or a whole name that stands in it."""
        if not url or not self.tombstones:
            return None
        found = None
        if self.has_addresses:
            key = url_key(url)
            found = self._find("url", key) or self._of_host(key)
        return found or (self._name_in(_said_by(url)) if self.has_names else None)

    def _of_host(self, key: str) -> str | None:
        try:
            host = urlsplit(key).hostname or ""
        except ValueError:
            return None
        labels = host.split(".")
        ends = (".".join(labels[start:]) for start in range(len(labels) - _MIN_HOST_LABELS + 1))
        return next((found for end in ends if (found := self._find("host", end))), None)

    def _name_in(self, text: str) -> str | None:
        spans = self.find_names(list(find_words(text)))
        return spans[0][2] if spans else None

    def find_names(self, words: Sequence[Word]) -> list[tuple[int, int, str]]:
        """Where whole names stand: first word, last word + 1, and tombstone. Initials may stand between their words."""
        found = []
        for number, word in enumerate(words):
            for length in self._lengths.get(self._word_hash(word.text), ()):
                for span in {
                    _next_words(words, number, length, skip=False),
                    _next_words(words, number, length, skip=True),
                }:
                    name = " ".join(words[one].text for one in span)
                    if len(span) == length and (covered := self._find("name", name)):
                        found.append((number, span[-1] + 1, covered))
        return found

    def is_short(self, word: str) -> bool:
        """Whether a word is a short form of some name."""
        return self._short_id(word) is not None

    def may_name(self, words: Iterable[str]) -> bool:
        """Whether any of the words begins a whole name: a quick look before a thorough one."""
        return any(self._word_hash(word) in self._lengths for word in words)

    def _find(self, kind: Kind, value: str) -> str | None:
        return self._by_hash.get((kind, self.hash(kind, value)))


def _said_by(url: str) -> str:
    """What an address says of its page: of a file its name, as the folders above are those of whoever keeps it."""
    is_web = url.lower().startswith(("http:", "https:", "//"))
    return unquote(url if is_web else url.rstrip("/").rpartition("/")[2])


def _next_words(words: Sequence[Word], start: int, count: int, *, skip: bool) -> tuple[int, ...]:
    """The places of a word and of those after it; skip: initials are passed over."""
    found = [start]
    place = start + 1
    while len(found) < count and place < min(len(words), start + count + _MAX_INITIALS):
        if not (skip and len(words[place].text) == 1):
            found.append(place)
        place += 1
    return tuple(found)
