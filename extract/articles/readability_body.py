"""The only door to readability-lxml: its reading of a page's body."""

from copy import deepcopy

from lxml import etree, html
from lxml.html import HtmlElement
from readability import Document  # type: ignore[import-untyped]

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
))  # fmt: skip


def read_body(tree: HtmlElement) -> tuple[str, ...]:
    """The paragraphs of the body; empty where readability finds none. Leaves the tree as it is."""
    summary = Document(deepcopy(tree)).summary(html_partial=True)
    return tuple(_paragraphs(html.fragment_fromstring(summary, create_parent="div")))


def _paragraphs(body: HtmlElement) -> list[str]:
    """The words of each block as one line."""
    lines: list[str] = []
    pieces: list[str] = []

    def end_line() -> None:
        if words := " ".join("".join(pieces).split()):
            lines.append(words)
        pieces.clear()

    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS:
            end_line()
        pieces.append((element.text if event == "start" else element.tail) or "")
    end_line()
    return lines
