"""The body of a page by several readings: where the first two agree, the stricter; else the one that is most like the others.

Measured on 270 pages of news (shingle F1 of each set, trafilatura's default first): .954/.926/.950 -> .968/.965/.965 with the
repairs of `paragraphs.py`.
"""

from collections.abc import Callable, Sequence

from lxml.html import HtmlElement

from extract.articles import body, newspaper_body, readability_body
from extract.articles.shingles import Shingles, agreement, shingles_of

# Our own reading and trafilatura's strict one are made quite differently: if they are this much alike (four pages of five), no
# third is asked. .8 or .9 give the same scores; at .8 fewer are asked.
_ALIKE = 0.8
# Of more readings, one is believed that two others are this much alike to.
_CONFIRMED = 0.9
# newspaper4k takes 75 ms on a page where trafilatura takes 15; pages beyond this many characters of text are no article.
_MAX_CHARS = 200_000

Paragraphs = tuple[str, ...]


def choose_body(tree: HtmlElement, own: Paragraphs, language: Callable[[], str | None]) -> Paragraphs:
    """The paragraphs of a page's body; empty where no reading finds one.

    own: our own reading; language: gives its ISO 639-1 code. The tree must hold no scripts but sound JSON-LD; it stays as it is.
    """
    given = [_Opinion(own), _Opinion(_ask(lambda: body.read_body(tree, is_strict=True)))]
    if given[1].paragraphs and agreement(given[0].shingles, given[1].shingles) >= _ALIKE:
        return given[1].paragraphs
    for ask in (
        lambda: body.read_body(tree, is_strict=False),
        lambda: readability_body.read_body(tree),
        lambda: newspaper_body.read_body(tree, language()) if sum(map(len, own)) < _MAX_CHARS else (),
    ):
        given.append(_Opinion(_ask(ask)))
        if len(given) > 3 and (best := _confirmed([one for one in given if one.paragraphs])):
            return best
    return _medoid([one for one in given if one.paragraphs])


class _Opinion:
    """The paragraphs that one reading gives."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        self.paragraphs = paragraphs
        self.shingles: Shingles = shingles_of("\n".join(paragraphs))


def _ask(read: Callable[[], Paragraphs]) -> Paragraphs:
    """What a library reads; one that fails on a page has no opinion of it."""
    try:
        return read()
    except Exception:
        return ()


def _medoid(opinions: Sequence[_Opinion]) -> Paragraphs:
    """The opinion with the highest mean agreement with the others; of equal ones the first."""
    return max(_likeness(opinions), key=lambda pair: sum(pair[1]), default=(_Opinion(()), []))[0].paragraphs


def _confirmed(opinions: Sequence[_Opinion]) -> Paragraphs:
    """The medoid, where two others are much like it; else empty."""
    best, alike = max(_likeness(opinions), key=lambda pair: sum(pair[1]), default=(_Opinion(()), []))
    return best.paragraphs if sum(value >= _CONFIRMED for value in alike) >= 2 else ()


def _likeness(opinions: Sequence[_Opinion]) -> list[tuple[_Opinion, list[float]]]:
    return [
        (one, [agreement(one.shingles, other.shingles) for other in opinions if other is not one]) for one in opinions
    ]
