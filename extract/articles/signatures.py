"""Who signed, where only the page's text says it: "By Ann Writer", a name beside the time, a name alone in bold at either end."""

import re
from collections.abc import Iterable, Sequence

from extract.articles.authors import read_byline, starts_byline
from extract.articles.lines import Line
from extract.articles.own_body import PageLine

_BOLD = frozenset(("strong", "b", "em", "i"))
# A name as a signature: two to four words with capitals and nothing else, or all in capitals.
_NAME = re.compile(r"(?:[^\W\d_a-z][\w'’-]*\.?\s+){1,3}[^\W\d_a-z][\w'’-]+")
_SEPARATORS = re.compile(r"\s*[|•·–—]\s*")
# The head of an article between its headline and its body.
_MAX_HEAD_LINES = 12
_MAX_CHARS = 100
_TIME = re.compile(r"\d{1,2}[.:/]\d{2}|\b\d{4}\b")


def find_signature(
    lines: Sequence[Line], on_page: Sequence[PageLine], paragraphs: Sequence[str], outlets: Iterable[str | None]
) -> tuple[str, ...]:
    """The people who signed; empty where the text says nothing. lines, on_page: the same lines twice; paragraphs: the body."""
    outlets = tuple(outlets)
    for text in (*_signed_heads(lines), *_signed_ends(on_page, paragraphs)):
        if names := read_byline([text], outlets):
            return names
    return ()


def _signed_heads(lines: Sequence[Line]) -> list[str]:
    """Lines right under the headline: those with "By", and names right beside a time."""
    start = next((number for number, line in enumerate(lines) if line.level == "h1"), None)
    if start is None:
        return []
    under = [line.text for line in lines[start + 1 : start + 1 + _MAX_HEAD_LINES] if len(line.text) <= _MAX_CHARS]
    head = [part for text in under for part in _SEPARATORS.split(text) if part]
    signed = [text for text in head if starts_byline(text)]
    beside = [
        text
        for number, text in enumerate(head)
        if _NAME.fullmatch(text) and any(_TIME.search(other) for other in head[max(0, number - 1) : number + 2])
    ]
    return signed + beside


def _signed_ends(on_page: Sequence[PageLine], paragraphs: Sequence[str]) -> list[str]:
    """The first and the last paragraph, where they are a name alone in bold."""
    ends = {paragraphs[0], paragraphs[-1]} if paragraphs else set()
    return [line.text for line in on_page if line.text in ends and _NAME.fullmatch(line.text) and _is_bold(line)]


def _is_bold(line: PageLine) -> bool:
    return any(
        child.tag in _BOLD and " ".join(child.text_content().split()) == line.text
        for child in line.block.iterdescendants()
    )
