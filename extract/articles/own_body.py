"""Our own reading of a page's body: the lines that stand in the kind of box where most of the page's prose stands."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from extract.articles.lines import Line, is_prose
from extract.contract.keys import normal_title

_INLINE = frozenset((
    "a", "abbr", "b", "cite", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u",
))  # fmt: skip

# The tags and classes of the two boxes around a block: what a template writes around every paragraph of an article.
Surroundings = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page as the body needs it. words: as it is compared; is_link: the whole line links somewhere."""

    text: str
    words: str
    is_link: bool
    is_prose: bool
    block: HtmlElement
    surroundings: Surroundings


def read_page_lines(lines: Sequence[Line]) -> list[PageLine]:
    """The lines with what their boxes are."""
    found = []
    for line in lines:
        block = _block_of(line)
        found.append(
            PageLine(
                text=line.text,
                words=normal_title(line.text),
                is_link=line.url is not None,
                is_prose=is_prose(line.text),
                block=block,
                surroundings=_surroundings(block),
            )
        )
    return found


def read_body(lines: Sequence[PageLine]) -> tuple[str, ...]:
    """The lines of the body, links left out; empty where the page has no prose."""
    kind = main_surroundings([line for line in lines if line.is_prose and not line.is_link])
    return tuple(line.text for line in lines if line.surroundings == kind and not line.is_link)


def main_surroundings(lines: Sequence[PageLine], share: float = 0.0) -> Surroundings | None:
    """The surroundings of most characters of the lines; None where they have less than this share."""
    chars: Counter[Surroundings] = Counter()
    for line in lines:
        chars[line.surroundings] += len(line.text)
    if not chars:
        return None
    kind, number = chars.most_common(1)[0]
    return kind if number >= share * chars.total() else None


def _block_of(line: Line) -> HtmlElement:
    element, place = line.nodes[0]
    parent = element.getparent()
    if place == "tail" and parent is not None:
        element = parent
    while element.tag in _INLINE and (parent := element.getparent()) is not None:
        element = parent
    return element


def _surroundings(block: HtmlElement) -> Surroundings:
    found: list[tuple[str, str]] = []
    element = block.getparent()
    while element is not None and len(found) < 2:
        found.append((str(element.tag), element.get("class") or ""))
        element = element.getparent()
    return tuple(found)
