"""What the tombstones of a home cover: addresses, publishers, pages, and the words of names in a text."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from extract.contract.keys import normal_title
from extract.contract.tombstones import Kind, Tombstone
from extract.contract.url_secrets import MAX_URL_CHARS
from extract.contract.urls import url_key
from extract.erasure.forms import NameForms
from extract.erasure.words import Word, find_words

# Words and hosts kept with what was found of them: those of some hundred pages.
_KEPT = 200_000
_MIN_HOST_LABELS = 2
# DNS has no longer ones.
_MAX_HOST_CHARS = 253
# Between the words of a name.
_MAX_INITIALS = 3
# So many words make a headline of the end of an address: `/page/2` names nobody.
_MIN_SLUG_WORDS = 3
_MIN_SLUG_WORD_CHARS = 4
# They show addresses of other hosts, that `url_key` finds in theirs.
_VIEWERS = ("google.", "cdn.ampproject.org")


def host_of(url: str) -> str:
    """The host of an address as keys have it: in ASCII, without `www.` and its like; empty where there is none."""
    try:
        return urlsplit(url_key(url[:MAX_URL_CHARS])).hostname or ""
    except ValueError:
        return ""


_NORMAL: Mapping[Kind, Callable[[str], str]] = {
    "url": lambda url: url_key(url[:MAX_URL_CHARS]),
    "host": lambda host: host_of(f"//{host}"),
    "publisher": normal_title,
    "page": str,
}


class Graves:
    """The tombstones of a home with the key that they were hashed with. Without tombstones it covers nothing, at no cost."""

    def __init__(self, tombstones: Sequence[Tombstone] = (), key: bytes = b"") -> None:
        self.tombstones = tombstones
        self._key = key
        self.key_id = self.hash("key", "")[:16]
        self._by_hash = {(one.kind, one.hash): one.id for one in tombstones}
        kinds = {one.kind for one in tombstones}
        self.has_addresses = bool(kinds & {"url", "host"})
        self.has_publishers = "publisher" in kinds
        self.has_names = "name" in kinds
        self._hosts = {one.first for one in tombstones if one.kind == "url"}
        self._lengths: dict[str, list[int]] = {}
        for one in tombstones:
            if one.kind == "name" and one.words not in self._lengths.setdefault(str(one.first), []):
                self._lengths[str(one.first)].append(one.words)
        self._word_hash = lru_cache(maxsize=_KEPT)(lambda word: self.hash("name", word))
        self._short_id = lru_cache(maxsize=_KEPT)(lambda word: self._find("short", word))
        self._name_id = lru_cache(maxsize=_KEPT)(lambda name: self._find("name", name))
        self._may_cover = lru_cache(maxsize=_KEPT)(self._may_cover_host)

    def __bool__(self) -> bool:
        return bool(self.tombstones)

    def with_more(self, tombstones: Iterable[Tombstone]) -> "Graves":
        """These and more of the same key."""
        return Graves([*self.tombstones, *tombstones], self._key)

    def hash(self, kind: str, value: str) -> str:
        """The keyed hash of a normal form, in hex."""
        text = f"{kind}\x1f{value}".encode("utf-8", "surrogatepass")
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()[:32]

    def make(self, request: str, at: str, kind: Kind, values: Iterable[str]) -> list[Tombstone]:
        """Tombstones of addresses, hosts, publishers or pages, as people write them."""
        normal = sorted({_NORMAL[kind](value) for value in values})
        return [
            Tombstone(
                kind=kind, hash=self.hash(kind, value), request=request, at=at, key_id=self.key_id,
                first=self.hash("host", host_of(value)) if kind == "url" else None,
            )
            for value in normal
        ]  # fmt: skip

    def make_names(self, request: str, at: str, forms: NameForms) -> list[Tombstone]:
        """Tombstones of the forms of a person's name."""
        made = [
            Tombstone(
                kind="name", hash=self.hash("name", " ".join(words)), request=request, at=at, key_id=self.key_id,
                first=self.hash("name", words[0].rstrip(",")), words=len(words),
            )
            for words in forms.whole
        ]  # fmt: skip
        made += [
            Tombstone(kind="short", hash=self.hash("short", one), request=request, at=at, key_id=self.key_id)
            for one in forms.short
        ]
        return sorted(made, key=lambda one: (one.kind, one.hash))

    def of_page(self, page_id: str) -> str | None:
        """The tombstone that covers a body; None where none does."""
        return self._find("page", page_id) if self.tombstones else None

    def of_publisher(self, name: str | None) -> str | None:
        """The tombstone that covers a publisher's name."""
        return self._find("publisher", normal_title(name)) if name and self.has_publishers else None

    def of_address(self, url: str | None) -> str | None:
        """The tombstone that covers an address: its key, its host, or a whole name that stands in it."""
        if not url or not self.tombstones:
            return None
        found = None
        if self.has_addresses:
            key = url_key(url[:MAX_URL_CHARS])
            found = self._find("url", key) or self._of_host(host_of(key))
        return found or (self._name_in(said_by(url)) if self.has_names else None)

    def may_cover_host(self, host: str) -> bool:
        """Whether an address at a host, as it is written, may be covered: a quick look before a thorough one."""
        return len(host) <= _MAX_HOST_CHARS and self._may_cover(host)

    def _may_cover_host(self, host: str) -> bool:
        normal = host_of(f"//{host}")
        is_viewer = any(viewer in host.lower() for viewer in _VIEWERS)
        return is_viewer or self.hash("host", normal) in self._hosts or self._of_host(normal) is not None

    def _of_host(self, host: str) -> str | None:
        if not host or len(host) > _MAX_HOST_CHARS:
            return None
        labels = host.split(".")
        ends = (".".join(labels[start:]) for start in range(len(labels) - _MIN_HOST_LABELS + 1))
        return next((found for end in ends if (found := self._find("host", end))), None)

    def _name_in(self, text: str) -> str | None:
        spans = self.find_names(text, list(find_words(text)))
        return spans[0][2] if spans else None

    def find_names(self, text: str, words: Sequence[Word]) -> list[tuple[int, int, str]]:
        """Where whole names stand in a text: first word, last word + 1, and tombstone.

        Initials may stand between their words. A last name that stands first has a comma after it.
        """
        found = []
        for number, word in enumerate(words):
            for length in self._lengths.get(self._word_hash(word.text), ()):
                for span in {_next_words(words, number, length, skip=skip) for skip in (False, True)}:
                    if len(span) == length and (covered := self._name_of(text, words, span)):
                        found.append((number, span[-1] + 1, covered))
        return found

    def _name_of(self, text: str, words: Sequence[Word], span: Sequence[int]) -> str | None:
        first, *rest = (words[place].text for place in span)
        has_comma = bool(rest) and "," in text[words[span[0]].end : words[span[1]].start]
        reversed_id = self._name_id(" ".join([f"{first},", *rest])) if has_comma else None
        return reversed_id or self._name_id(" ".join([first, *rest]))

    def has_short_slug(self, url: str | None) -> bool:
        """Whether the end of an address is a headline that has a short form of a name."""
        slug = said_by(url or "").partition("?")[0].rstrip("/").rpartition("/")[2]
        words = [word.text for word in find_words(slug)]
        long = (word for word in words if len(word) >= _MIN_SLUG_WORD_CHARS)
        return len(words) >= _MIN_SLUG_WORDS and any(self.is_short(word) for word in long)

    def is_short(self, word: str) -> bool:
        """Whether a word is a short form of some name."""
        return self._short_id(word) is not None

    def may_name(self, words: Iterable[str]) -> bool:
        """Whether any of the words begins a whole name: a quick look before a thorough one."""
        return any(self._word_hash(word) in self._lengths for word in words)

    def _find(self, kind: Kind, value: str) -> str | None:
        return self._by_hash.get((kind, self.hash(kind, value)))


def said_by(url: str) -> str:
    """What an address says of its page: path and query; of a file its name, as the folders are those of whoever keeps it."""
    if url.lower().startswith(("http:", "https:", "//")):
        return unquote(url.partition("//")[2].partition("/")[2])
    return unquote(url.rstrip("/").rpartition("/")[2])


def _next_words(words: Sequence[Word], start: int, count: int, *, skip: bool) -> tuple[int, ...]:
    """The places of a word and of those after it; skip: initials are passed over."""
    found = [start]
    place = start + 1
    while len(found) < count and place < min(len(words), start + count + _MAX_INITIALS):
        if not (skip and len(words[place].text) == 1):
            found.append(place)
        place += 1
    return tuple(found)
