"""An HTML page as lines; the words of lines can be taken out of its tree before the body is read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from extract.articles.lines import Line

# Nothing of an article stands in these.
_SILENT = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "nav", "form", "button", "select", "head",
))  # fmt: skip
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt"))


class _LineWriter:
    """Collects words into lines, and for each line where its words are, whether it is a heading, and where it links to."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._pieces: list[str] = []
        self._line = Line("")
        self._linked_chars = 0
        self._rule = False

    def add(self, text: str | None, element: HtmlElement, place: str, address: str | None) -> None:
        """Add the words that stand as `place` (text or tail) of an element."""
        if not text:
            return
        self._pieces.append(text)
        self._line.nodes.append((element, place))
        if address:
            self._line.url = address
            self._linked_chars += len(text.strip())

    def end_line(self, level: str | None, *, rule: bool = False) -> None:
        """The line is complete; level: the heading it stood in."""
        words = " ".join("".join(self._pieces).split())
        if any(map(str.isalnum, words)):
            line = self._line
            line.text, line.level, line.rule = words, level, self._rule
            line.segments = tuple(piece for text in self._pieces if (piece := " ".join(text.split())))
            if self._linked_chars < 0.8 * len(words):
                line.url = None
            self.lines.append(line)
            self._rule = False
        self._rule = self._rule or rule
        self._pieces, self._line, self._linked_chars = [], Line(""), 0


def page_lines(tree: HtmlElement, base_url: str | None) -> list[Line]:
    """The page's lines: one for each block of words, without scripts, menus and forms."""
    writer = _LineWriter()
    silent = 0
    level = address = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag not in _INLINE:
            writer.end_line(level, rule=event == "start" and tag == "hr")
        if event == "start":
            silent += tag in _SILENT
            if tag in _HEADINGS:
                level = tag
            if tag == "a":
                address = _absolute(element.get("href"), base_url)
            previous = element.getprevious()
            if tag in _INLINE and previous is not None and not previous.tail:
                # `<span>NHK</span><span>2 hours ago</span>`: apart on the screen.
                writer.end_line(level)
            if not silent:
                writer.add(element.text, element, "text", address)
        else:
            silent -= tag in _SILENT
            level = None if tag == level else level
            address = None if tag == "a" else address
            if not silent:
                writer.add(element.tail, element, "tail", address)
    writer.end_line(level)
    return writer.lines


def _absolute(address: str | None, base_url: str | None) -> str | None:
    if not address:
        return None
    try:
        whole = urljoin(base_url or "", address.strip())
    except ValueError:
        return None
    return whole if whole.startswith(("http://", "https://")) else None


def set_boxes(lines: Sequence[Line], anchors: Sequence[Line]) -> None:
    """Number the boxes: for each anchor (a line with a time, a heading) the largest element that holds no other anchor.

    Sets `box` of every line inside such an element, and `gap` at its edges.
    """
    chains = [_ancestors(anchor) for anchor in anchors]
    holds: dict[HtmlElement, int] = {}
    for chain in chains:
        for element in chain:
            holds[element] = holds.get(element, 0) + 1
    boxes: dict[HtmlElement, int] = {}
    for number, chain in enumerate(chains):
        alone = [element for element in chain if holds[element] == 1]
        if alone:
            boxes[alone[-1]] = number
    inside = {element: number for box, number in boxes.items() for element in box.iter()}
    elements = [_element_of(line) for line in lines]
    last_inside = _last_lines(elements)
    shared = Counter(box.getparent() for box in boxes)
    # Boxes without bodies may alternate with them: `<h3>` and `<p>` in one `<div>`. One alone says nothing of what follows it.
    outer_ends = {
        number: last_inside.get(box.getparent(), len(lines))
        for box, number in boxes.items()
        if shared[box.getparent()] > 1
    }
    previous: int | None = None
    for line, element in zip(lines, elements, strict=True):
        line.box = inside.get(element)
        line.gap = line.box != previous
        previous = line.box
    box_ends = {line.box: number + 1 for number, line in enumerate(lines)}
    for line in lines:
        if line.box is not None:
            line.box_end, line.outer_end = box_ends[line.box], outer_ends.get(line.box)


def _element_of(line: Line) -> HtmlElement:
    """The element whose box holds the line's first words."""
    element, place = line.nodes[0]
    parent = element.getparent() if place == "tail" else None
    return element if parent is None else parent


def _last_lines(elements: Sequence[HtmlElement]) -> dict[HtmlElement | None, int]:
    """For each element around a line, the line after the last one inside it."""
    ends: dict[HtmlElement | None, int] = {}
    for number in range(len(elements) - 1, -1, -1):
        element: HtmlElement | None = elements[number]
        # Whatever is around an element that was met has been met with it.
        while element is not None and element not in ends:
            ends[element] = number + 1
            element = element.getparent()
    return ends


def _ancestors(line: Line) -> list[HtmlElement]:
    """The elements around a line, the innermost first; at most 200: deeper is no page but an attack."""
    element: HtmlElement | None = _element_of(line)
    chain: list[HtmlElement] = []
    while element is not None and len(chain) < 200:
        chain.append(element)
        element = element.getparent()
    return chain


def without_lines(tree: HtmlElement, lines: Iterable[Line]) -> HtmlElement:
    """The tree with the words of these lines taken out, in place."""
    for line in lines:
        for element, place in line.nodes:
            setattr(element, place, None)
    return tree
