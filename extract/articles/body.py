"""The only door to trafilatura: the body of a page, and what its head says."""

from dataclasses import dataclass

from lxml.html import HtmlElement
from trafilatura import bare_extraction


@dataclass(frozen=True, slots=True)
class Body:
    """What trafilatura reads of a page. paragraphs: the body, one line each; date: ISO 8601 day."""

    paragraphs: tuple[str, ...]
    title: str | None
    author: str | None
    site_name: str | None
    date: str | None


def extract_body(tree: HtmlElement, url: str | None = None) -> Body | None:
    """The body of a page; None where there is none. Changes the tree; not thread-safe.

    Raises whatever lxml raises on a hostile tree.
    """
    # Its metadata reader runs slow regular expressions over malformed JSON-LD; ours has read it.
    for script in list(tree.iter("script")):
        script.drop_tree()
    # deduplicate keeps state from page to page: what a page gives would depend on the pages before it.
    found = bare_extraction(tree, url=url, with_metadata=True, include_comments=False, deduplicate=False)
    if found is None or isinstance(found, dict):
        return None
    lines = tuple(line.strip() for line in (found.text or "").split("\n") if line.strip())
    return Body(lines, found.title, found.author, found.sitename, found.date)
