"""Blocks of equal length where an erased person's name, address or article stood: every offset of the text still holds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin

from extract.contract.tombstones import MASK
from extract.erasure.graves import Graves, host_of
from extract.erasure.streams import Stream, as_is, as_read, as_written
from extract.erasure.words import Word, distinct_words, find_words

# Where an address may begin, its host, and where it ends; also within another one.
_START = re.compile(r"(?:https?:)?//(?=[\w-])|\bwww\.(?=\w)", re.IGNORECASE)
_HOST = re.compile(r"(?:[^\s\"'<>/@?#]{0,100}@)?(?P<host>[\w.-]{1,253})")
_REST = re.compile(r"[^\s\"'<>]{0,2000}")
_LINK = re.compile(
    r"""\b(?:href|src|content|action|cite|data-[\w-]{1,60})\s{0,9}=\s{0,9}(["'])([^"'<>]{1,4000})\1""", re.IGNORECASE
)
_OPENING, _CLOSING = re.compile(r"<a\s[^<>]*>", re.IGNORECASE), re.compile(r"</a\s{0,9}>", re.IGNORECASE)
_MAX_ROUNDS = 5
# What a link says is shorter.
_MAX_LINK_CHARS = 5000

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with its blocks. names: the tombstones whose whole names stood there; addresses: how many were masked."""

    text: str
    names: frozenset[str] = frozenset()
    addresses: int = 0


def mask_value(graves: Graves, text: str, *, has_name: bool = False) -> Masked:
    """A value of a row. has_name: a whole name stands on its page, so that short forms are masked too."""
    if not graves or not text:
        return Masked(text)
    addresses, count = _covered_addresses(graves, as_is(text)) if graves.has_addresses else ([], 0)
    without = blocked(text, addresses)
    spans, names = _name_spans(graves, [as_is(without)], has_name=has_name)
    return Masked(blocked(without, spans), names, count)


def mask_page(graves: Graves, source: str, url: str | None) -> Masked:
    """The source of a page, HTML or text. url: what its relative links are relative to."""
    if not graves:
        return Masked(source)
    # First: a name may stand whole once the address is gone that was written onto it.
    text, count = _without_addresses(graves, source, url) if graves.has_addresses else (source, 0)
    found: frozenset[str] = frozenset()
    # And again: or once another name is.
    for _ in range(_MAX_ROUNDS):
        streams = [as_written(text), as_read(text)] if graves.has_names else []
        spans, names = _name_spans(graves, streams, has_name=False)
        if not spans:
            break
        text, found = blocked(text, spans), found | names
    return Masked(text, found, count)


def _without_addresses(graves: Graves, source: str, url: str | None) -> tuple[str, int]:
    """The source with blocks for covered addresses and for the words of links to them, and how many addresses."""
    addresses, count = _covered_addresses(graves, as_written(source))
    if url and graves.may_cover_host(host_of(url)):
        relative = _relative_links(graves, source, url)
        count += len(relative)
        addresses += [(place, place + 1) for start, end in relative for place in range(start, end)]
    return blocked(source, [*addresses, *_anchor_texts(source, addresses)]), count


def _covered_addresses(graves: Graves, stream: Stream) -> tuple[list[tuple[int, int]], int]:
    """The characters of the source that covered addresses stand in, and how many addresses."""
    spans: list[tuple[int, int]] = []
    count = end = 0
    for start in _START.finditer(stream.text):
        # Within one that is covered.
        if start.start() < end or not (address := _address_at(graves, stream.text, start)):
            continue
        end = start.start() + len(address)
        spans += stream.source_span(start.start(), end)
        count += 1
    return spans, count


def _address_at(graves: Graves, text: str, start: re.Match[str]) -> str | None:
    at = start.end() if start[0].endswith("//") else start.start()
    host = _HOST.match(text, at)
    if host is None or not graves.may_cover_host(host["host"]):
        return None
    rest = _REST.match(text, at)
    address = text[start.start() : rest.end() if rest else at]
    # In text, a sentence may end after it.
    for written in (address, address.rstrip(".,;:!?)]}*_")):
        full = written if start[0].endswith("//") else f"//{written}"
        if graves.of_address(full if not full.startswith("//") else f"https:{full}"):
            return written
    return None


def _relative_links(graves: Graves, source: str, url: str) -> list[tuple[int, int]]:
    return [
        found.span(2)
        for found in _LINK.finditer(source)
        if (address := _joined(url, unescape(found[2]))) and graves.of_address(address)
    ]


def _joined(base: str, link: str) -> str | None:
    if link.startswith(("http:", "https:", "#", "data:", "javascript:", "mailto:")) or " " in link.strip():
        return None
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return None


def _anchor_texts(source: str, addresses: Spans) -> Spans:
    """The words of links to what was erased: they are its headline."""
    spans: list[tuple[int, int]] = []
    end = 0
    for start, _ in sorted(addresses):
        if start < end:
            continue
        opening = _OPENING.match(source, max(source.rfind("<", max(start - _MAX_LINK_CHARS, 0), start), 0))
        closing = _CLOSING.search(source, opening.end(), opening.end() + _MAX_LINK_CHARS) if opening else None
        end = opening.end() if opening else start + 1
        if opening and closing:
            stream = as_read(source[opening.end() : closing.start()])
            spans += [(opening.end() + a, opening.end() + b) for a, b in source_spans(stream, find_words(stream.text))]
    return spans


def _name_spans(
    graves: Graves, streams: Sequence[Stream], *, has_name: bool
) -> tuple[list[tuple[int, int]], frozenset[str]]:
    # Most pages hold none of the names: their words are looked at once each.
    if not (has_name or any(graves.may_name(distinct_words(stream.text)) for stream in streams)):
        return [], frozenset()
    words_of = [list(find_words(stream.text)) for stream in streams]
    found_in = [graves.find_names(stream.text, words) for stream, words in zip(streams, words_of, strict=True)]
    names = frozenset(name for found in found_in for _, _, name in found)
    if not names and not has_name:
        return [], names
    spans: list[tuple[int, int]] = []
    for stream, words, found in zip(streams, words_of, found_in, strict=True):
        covered = {number for start, end, _ in found for number in range(start, end)}
        masked = (word for number, word in enumerate(words) if number in covered or graves.is_short(word.text))
        spans += source_spans(stream, masked)
    return spans, names


def source_spans(stream: Stream, words: Iterable[Word]) -> list[tuple[int, int]]:
    """The spans of a source that words of its stream stand for: one for each character, escaped or not."""
    return [span for word in words for span in stream.source_span(word.start, word.end)]


def blocked(text: str, spans: Spans, cut: Spans = ()) -> str:
    """The text with one block for each span, and nothing for those that are cut; each is a character, or an escape of one."""
    signs = dict.fromkeys(spans, MASK) | dict.fromkeys(cut, "")
    pieces, at = [], 0
    for start, end in sorted(signs):
        sign = signs[start, end]
        pieces.append(text[at:start])
        # A character of a link that is masked whole may be the start of an escape that is masked too.
        pieces.append(sign if start >= at else sign * max(end - at, 0))
        at = max(at, end)
    return "".join([*pieces, text[at:]])
