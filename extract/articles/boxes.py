"""The boxes of an HTML page: which lines stand together in an element of their own, such as a card or an item of a list."""

from collections import Counter
from collections.abc import Iterable, Sequence

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
    is_card = _with_prose(boxes, lines, elements)
    alike = _alike(boxes, is_card, holds)
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


def _with_prose(boxes: dict[HtmlElement, int], lines: Sequence[Line], elements: Sequence[HtmlElement]) -> set[int]:
    """The boxes that look like cards: several lines, and prose among them."""
    inside = {element: number for box, number in boxes.items() for element in box.iter()}
    found: Counter[int] = Counter()
    with_prose: set[int] = set()
    for line, element in zip(lines, elements, strict=True):
        number = inside.get(element)
        if number is not None:
            found[number] += 1
            if line.is_prose:
                with_prose.add(number)
    return {number for number in with_prose if found[number] > 1}


def _alike(boxes: dict[HtmlElement, int], cards: set[int], holds: Counter[HtmlElement]) -> list[HtmlElement]:
    """The elements beside cards, of the same tag and class, that hold no anchor."""
    kinds = {
        (box.getparent(), box.tag, box.get("class")): None
        for box, number in boxes.items()
        if number in cards and box.tag not in _TOO_SMALL and box.getparent() is not None
    }
    return [
        sibling
        for parent, tag, name in kinds
        if parent is not None
        for sibling in parent.iterchildren(tag)
        if sibling.get("class") == name and sibling not in boxes and not holds[sibling]
    ]


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
