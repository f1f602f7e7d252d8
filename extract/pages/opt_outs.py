"""What a page asks robots not to do, in its headers and meta tags: noindex, noarchive, TDM reservation."""

import codecs
import re
from collections.abc import Iterable, Iterator
from html import unescape

from extract.contract.columns import OPT_OUTS

# Meta tags stand in the head; some sites put 300 kB of script before them.
HEAD_BYTES = 512_000
# Directives that carry a value of their own: what stands before their colon is no robot's name.
_WITH_VALUE = ("max-snippet", "max-image-preview", "max-video-preview", "unavailable_after")
_SAYS = {"noindex": "noindex", "none": "noindex", "noarchive": "noarchive"}
# Tags, and what hides tags: comments and scripts.
_OPENING = re.compile(r"<!--|<(script|style|textarea|title)\b|<meta\b")
_META_MAX_CHARS = 2000
_ATTRIBUTE = re.compile(r"""(?<![\w-])(name|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


def read_opt_outs(
    headers: Iterable[tuple[str, str]], body_start: bytes, robot_name: str = "Daybook"
) -> tuple[str, ...]:
    """The opt-outs that a page states, in the order of contract.columns.OPT_OUTS.

    headers: name and value, in any case. body_start: the page's first bytes (512,000 are read). Lines for robots of another
    name do not count. Sources: the robots meta tag specification of Google Search, the TDM Reservation Protocol (W3C, 2024).
    """
    found: set[str] = set()
    robot = robot_name.lower()
    for name, value in headers:
        if name.lower() == "x-robots-tag":
            found.update(_read_directives(value, robot))
        elif name.lower() == "tdm-reservation" and value.strip() == "1":
            found.add("tdm_reservation")
    for name, content in _read_meta(_decode(body_start[:HEAD_BYTES])):
        if name in ("robots", robot):
            found.update(_read_directives(content, robot))
        elif name == "tdm-reservation" and content.strip() == "1":
            found.add("tdm_reservation")
    return tuple(name for name in OPT_OUTS if name in found)


def _read_directives(text: str, robot: str) -> Iterator[str]:
    # "otherbot: noindex, nofollow, daybook: noarchive": a name holds until the next one.
    is_for_us = True
    for part in text.lower().split(","):
        name, colon, rest = part.partition(":")
        directive = part
        if colon and name.strip() not in _WITH_VALUE:
            is_for_us, directive = name.strip() in ("*", "robots", robot), rest
        if is_for_us:
            yield from (_SAYS[word] for word in directive.split() if word in _SAYS)


def _read_meta(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    while match := _OPENING.search(text, position):
        position = match.end()
        if match[0] == "<!--":
            position = _after(text, "-->", position)
        elif match[1]:
            position = _after(text, f"</{match[1]}", position)
        else:
            tag = _cut_tag(text[position : position + _META_MAX_CHARS])
            position += len(tag)
            values: dict[str, str] = {}
            for found in _ATTRIBUTE.finditer(tag):
                # Of an attribute given twice, the first counts.
                values.setdefault(found[1], found[2] or found[3] or found[4] or "")
            yield unescape(values.get("name", "")).strip().rstrip("/"), unescape(values.get("content", ""))


def _cut_tag(text: str) -> str:
    # A ">" inside quotes does not end a tag.
    quote = ""
    for index, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == ">":
            return text[:index]
    return text.partition(">")[0]


def _after(text: str, end: str, position: int) -> int:
    found = text.find(end, position)
    # Unclosed: the rest of the page is inside it.
    return len(text) if found < 0 else found + len(end)


def _decode(body: bytes) -> str:
    # Names and directives are ASCII, and that is the same in every charset but UTF-16.
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", errors="replace").lower()
    return body.decode("latin-1").lower()
