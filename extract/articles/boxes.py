"""The boxes of an HTML page: which lines stand together in an element of their own, such as a card or an item of a list."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from extract.articles.lines import Line

# Elements that hold a paragraph or less: no card, however alike they are.
_TOO_SMALL = frozenset(
    ("p", "span", "a", "b", "strong", "em", "i", "small", "time", "h1", "h2", "h3", "h4", "h5", "h6", "dt")
)
# Deeper is no page but an attack.
_MAX_DEPTH = 200


def set_boxes(lines: Sequence[Line], anchors: Sequence[Line], titles: Iterable[Line] = ()) -> None:
    """Number the boxes: for each anchor (a line with a time, a heading) the largest element that holds no other anchor.

    titles: headlines that have no time; they are anchors too. An element beside a box, with the same tag and class, is a box.
    Sets `box` of every line inside such an element, and `gap` at its edges.
    """
    undated = list(titles)
    chains = [_ancestors(anchor) for anchor in (*anchors, *undated)]
    holds = Counter(element for chain in chains for element in chain)
    boxes: dict[HtmlElement, int] = {}
    for number, chain in enumerate(chains):
        alone = [element for element in chain if holds[element] == 1]
        if alone:
            boxes[alone[-1]] = number
    elements = [_element_of(line) for line in lines]
    sizes = _sizes(lines, elements)
    boxes = {_card_in(box, chains[number], sizes): number for box, number in boxes.items()}
    alike = _alike(boxes, sizes, holds)
    undated_from = len(anchors)
    boxes |= {element: len(chains) + number for number, element in enumerate(alike)}
    inside = {element: number for box, number in boxes.items() for element in box.iter()}
    tags = {number: str(box.tag) for box, number in boxes.items()}
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
        line.starts_card = line.gap and line.box is not None and line.box >= undated_from
        previous = line.box
    box_ends = {line.box: number + 1 for number, line in enumerate(lines)}
    for line in lines:
        if line.box is not None:
            line.box_end, line.outer_end, line.box_tag = box_ends[line.box], outer_ends.get(line.box), tags[line.box]


def _sizes(lines: Sequence[Line], elements: Sequence[HtmlElement]) -> dict[HtmlElement, list[int]]:
    """For each element, how many lines and how many paragraphs it holds."""
    sizes: dict[HtmlElement, list[int]] = {}
    for line, element in zip(lines, elements, strict=True):
        is_prose = line.is_prose
        around: HtmlElement | None = element
        for _ in range(_MAX_DEPTH):
            if around is None:
                break
            size = sizes.setdefault(around, [0, 0])
            size[0] += 1
            size[1] += is_prose
            around = around.getparent()
    return sizes


def _is_card(element: HtmlElement, sizes: dict[HtmlElement, list[int]]) -> bool:
    """Whether an element may be a card: several lines, and prose among them."""
    count, prose = sizes.get(element, (0, 0))
    return element.tag not in _TOO_SMALL and count > 1 and prose > 0


def _card_in(box: HtmlElement, chain: Sequence[HtmlElement], sizes: dict[HtmlElement, list[int]]) -> HtmlElement:
    """The card of an anchor inside its box: of a list with one dated item, the item."""
    for element in reversed(chain[: chain.index(box)]):
        if not _is_card(element, sizes):
            break
        if any(_is_card(other, sizes) for other in _like(element) if other is not element):
            box = element
    return box


def _like(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements beside this one, and itself, of the same tag and class."""
    parent = element.getparent()
    if parent is not None:
        name = element.get("class")
        yield from (other for other in parent.iterchildren(element.tag) if other.get("class") == name)


def _alike(
    boxes: dict[HtmlElement, int], sizes: dict[HtmlElement, list[int]], holds: Counter[HtmlElement]
) -> list[HtmlElement]:
    """The elements beside cards, of the same tag and class, that hold no anchor."""
    # One of each kind: of thousands of cards, each has thousands beside it.
    kinds = {(box.getparent(), box.tag, box.get("class")): box for box in boxes if _is_card(box, sizes)}
    found = {
        other: None
        for box in kinds.values()
        for other in _like(box)
        if other not in boxes and not holds[other] and next(other.iter("h1"), None) is None
    }
    return list(found)


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
    """The elements around a line, the innermost first."""
    element: HtmlElement | None = _element_of(line)
    chain: list[HtmlElement] = []
    while element is not None and len(chain) < _MAX_DEPTH:
        chain.append(element)
        element = element.getparent()
    return chain
