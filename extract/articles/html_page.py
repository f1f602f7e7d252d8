"""An HTML page as lines; the words of lines can be taken out of its tree before the body is read."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from extract.articles.lines import Line

# Nothing of an article stands in these.
_SILENT = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "nav", "form", "button", "select", "head", "textarea", "title",
    "xmp", "noframes", "noembed", "plaintext",
))  # fmt: skip
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt"))
_MARKS = frozenset(("a", "b", "strong", "summary"))
# Logos of the pages read are 16 to 64 pixels wide.
_LOGO, _MAX_LOGO_PIXELS = re.compile(r"logo|favicon|publisher|source", re.IGNORECASE), 100

# Browsers and servers take no longer ones; a `data:` address may be a picture.
MAX_ADDRESS_CHARS = 2000


class _LineWriter:
    """Collects words into lines, and for each line where its words are, whether it is a heading, and where it links to."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._pieces: list[str] = []
        self._line = Line("")
        self._linked_chars = self._marked_chars = 0
        self._rule = False

    def add(self, text: str | None, element: HtmlElement, place: str, address: str | None, *, is_marked: bool) -> None:
        """Add the words that stand as `place` (text or tail) of an element; is_marked: in bold, or linked."""
        if not text:
            return
        self._pieces.append(text)
        self._line.nodes.append((element, place))
        if address:
            self._line.url = address
            self._linked_chars += len(text.strip())
        if is_marked:
            self._marked_chars += len(text.strip())

    def add_picture(self, name: str, element: HtmlElement) -> None:
        """Add the name of a picture, a line of its own that is nowhere in the page's text."""
        self.lines.append(Line(name, level="img", nodes=[(element, "text")]))

    def end_line(self, level: str | None, *, rule: bool = False) -> None:
        """The line is complete; level: the heading it stood in."""
        if not self._pieces:
            self._rule = self._rule or rule
            return
        words = " ".join("".join(self._pieces).split())
        if any(map(str.isalnum, words)):
            line = self._line
            line.text, line.level, line.rule = words, level, self._rule
            line.segments = tuple(piece for text in self._pieces if (piece := " ".join(text.split())))
            if self._linked_chars < 0.8 * len(words):
                line.url = None
            line.is_marked = self._marked_chars >= 0.8 * len(words)
            self.lines.append(line)
            self._rule = False
        self._rule = self._rule or rule
        self._pieces, self._line, self._linked_chars = [], Line(""), 0
        self._marked_chars = 0


def page_lines(tree: HtmlElement, base_url: str | None) -> list[Line]:
    """The page's lines: one for each block of words, without scripts, menus and forms."""
    writer = _LineWriter()
    silent = marks = 0
    level = address = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag not in _INLINE:
            writer.end_line(level, rule=event == "start" and tag == "hr")
        if event == "start":
            silent += _is_silent(element)
            marks += tag in _MARKS
            if tag in _HEADINGS:
                level = tag
            if tag == "a":
                address = _absolute(element.get("href"), base_url)
            previous = element.getprevious()
            if tag in _INLINE and previous is not None and not previous.tail:
                # `<span>NHK</span><span>2 hours ago</span>`: apart on the screen.
                writer.end_line(level)
            if tag == "img" and not silent and (name := _name_of_logo(element)):
                writer.end_line(level)
                writer.add_picture(name, element)
            if not silent:
                writer.add(element.text, element, "text", address, is_marked=marks > 0)
        else:
            silent -= _is_silent(element)
            marks -= tag in _MARKS
            level = None if tag == level else level
            address = None if tag == "a" else address
            if not silent:
                writer.add(element.tail, element, "tail", address, is_marked=marks > 0)
    writer.end_line(level)
    return writer.lines


def _is_silent(element: HtmlElement) -> bool:
    # The headline of a box that opens is a button.
    return element.tag in _SILENT and not (element.tag == "button" and _is_heading(element.getparent()))


def _is_heading(element: HtmlElement | None) -> bool:
    return element is not None and element.tag in (*_HEADINGS, "summary")


def _name_of_logo(element: HtmlElement) -> str | None:
    """The name in a logo's description: it says that it is one, or the picture is small."""
    name = " ".join((element.get("alt") or "").split())
    words = re.sub(r"\s*\b(?:logo|icon)\b\s*(?:of\s+)?", " ", name, flags=re.IGNORECASE).strip()
    marks = " ".join((name, *(element.get(key) or "" for key in ("class", "src", "id", "title"))))
    width = element.get("width") or element.get("height") or ""
    is_logo = _LOGO.search(marks) or (width.isdigit() and int(width) <= _MAX_LOGO_PIXELS)
    return words if is_logo and words else None


def _absolute(address: str | None, base_url: str | None) -> str | None:
    if not address or len(address) > MAX_ADDRESS_CHARS:
        return None
    return _joined(address, base_url)


# Menus and footers name the same pages again.
@lru_cache(maxsize=1024)
def _joined(address: str, base_url: str | None) -> str | None:
    try:
        whole = urljoin(base_url or "", address.strip())
    except ValueError:
        return None
    return whole if whole.startswith(("http://", "https://")) else None


def without_lines(tree: HtmlElement, lines: Iterable[Line]) -> HtmlElement:
    """The tree with the words of these lines taken out, in place."""
    for line in lines:
        for element, place in line.nodes:
            setattr(element, place, None)
    return tree
