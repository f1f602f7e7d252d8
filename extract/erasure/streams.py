r"""A page's source as a reader and a machine see it, each character with its place in the source.

Names hide in entities (`M&uuml;ller`), escapes of scripts (`M\u00fcller`) and of addresses (`M%C3%BCller`), and between tags.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

# Some write them twice, as `&amp;uuml;`, and scripts write the first sign as an escape.
_ENTITY = r"(?:&|\\u0026)(?:amp;){0,3}(?:#[0-9]{1,40}|#[xX][0-9a-fA-F]{1,40}|[a-zA-Z][a-zA-Z0-9]{1,31});?"
_ESCAPES = (
    rf"(?P<entity>{_ENTITY})|(?P<unicode>(?:\\u[0-9a-fA-F]{{4}})+)|(?P<percent>(?:%[0-9A-Fa-f]{{2}})+)"
    r"|(?P<escape>\\[nrtbf/\"\\])"
)
# Names of tags, attributes and keys are no text, whoever is called Strong or Name.
_MARKUP = r"(?P<markup></?[a-zA-Z][a-zA-Z0-9:-]{0,40}|(?<=[\s\"'])[a-zA-Z][\w:.-]{0,60}=(?=[\"'])|\"\w{1,40}\"\s?:)"
# These end a line; all others, comments and scripts stand in the middle of a word without a trace.
_BLOCK = (
    r"(?:address|article|aside|blockquote|body|br|button|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure"
    r"|footer|form|frame|h[1-6]|head|header|hr|html|iframe|input|legend|li|link|main|menu|meta|nav|noscript|ol|optgroup|option"
    r"|p|pre|section|select|summary|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|ul|video)"
)
_ATTRIBUTES = r"(?:\"[^\"]{0,4000}\"|'[^']{0,4000}'|[^<>\"']+){0,2000}+"
_ENDS = {"comment": re.compile("-->"), "script": re.compile(r"</(?:script|style)\s{0,20}>", re.IGNORECASE)}
_TAGS = (
    rf"(?P<comment><!--)|(?P<script><(?:script|style)\b)|(?P<block></?{_BLOCK}(?:[\s/]{_ATTRIBUTES})?>)"
    rf"|(?P<inline></?[a-zA-Z!]{_ATTRIBUTES}>)|(?P<broken></?[a-zA-Z!][^<>]{{0,10000}}>)"
)
_AS_WRITTEN = re.compile(rf"{_ESCAPES}|{_MARKUP}")
_AS_READ = re.compile(rf"{_ESCAPES}|{_TAGS}", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stream:
    """A text made from a source.

    starts, places: where each piece begins in the text and in the source. widths: 0 of a piece that is the source's own; of an
    escape, the characters of the source that it takes; -1 of the end of a line that stands for markup.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]
    widths: tuple[int, ...]

    def source_span(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The spans of the source that the characters from start to end stand for, without markup."""
        for place in range(start, end):
            piece = bisect_right(self.starts, place) - 1
            width = self.widths[piece]
            at = self.places[piece]
            if width > 0:
                yield at, at + width
            elif width == 0:
                at += place - self.starts[piece]
                yield at, at + 1


def as_written(source: str) -> Stream:
    """All that the source holds: text, values of attributes, scripts, comments; without names of tags and attributes."""
    return _stream(source, _AS_WRITTEN)


def as_read(source: str) -> Stream:
    """What a reader sees: tags are gone, those inside a line without a trace, others for the end of a line."""
    return _stream(source, _AS_READ)


def as_is(text: str) -> Stream:
    """A text without markup: a value of a row."""
    return Stream(text, (0,), (0,), (0,))


def _stream(source: str, pattern: re.Pattern[str]) -> Stream:
    texts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    ends = _Ends(source)
    at = length = 0
    while found := pattern.search(source, at):
        start, end, kind = found.start(), found.end(), found.lastgroup or ""
        if start > at:
            texts.append(source[at:start])
            pieces.append((length, at, 0))
            length += start - at
        meaning = _MEANINGS.get(kind)
        text = meaning(found[0]) if meaning else "\n"
        at = ends.of(kind, end)
        if text:
            texts.append(text)
            pieces.append((length, start, at - start if meaning else -1))
            length += len(text)
    if at < len(source):
        texts.append(source[at:])
        pieces.append((length, at, 0))
    if not pieces:
        return as_is("")
    starts, places, widths = zip(*pieces, strict=True)
    return Stream("".join(texts), starts, places, widths)


class _Ends:
    """Where markup ends: a comment or script with all that is in it, unless it never ends. Each end is looked for once."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._endless: set[str] = set()

    def of(self, kind: str, end: int) -> int:
        """The end of markup of a kind whose beginning ends at `end`."""
        if kind not in _ENDS or kind in self._endless:
            return end
        if found := _ENDS[kind].search(self._source, end):
            return found.end()
        self._endless.add(kind)
        return end


def _of_entity(text: str) -> str:
    return html.unescape(f"&{text.replace('&', '').replace(chr(92) + 'u0026', '').replace('amp;', '') or 'amp;'}")


def _of_unicode(text: str) -> str:
    return bytes.fromhex("".join(text.split("\\u"))).decode("utf-16-be", errors="replace")


def _of_percent(text: str) -> str:
    return unquote(text, errors="replace")


# What a piece of a source means, by its kind; what has no meaning is markup. Tags inside a line leave no trace.
_MEANINGS: dict[str, Callable[[str], str]] = {
    "entity": _of_entity,
    "unicode": _of_unicode,
    "percent": _of_percent,
    "escape": lambda text: text[1] if text[1] in '/"\\' else " ",
    "inline": lambda _: "",
    "comment": lambda _: "",
    "script": lambda _: "",
}
