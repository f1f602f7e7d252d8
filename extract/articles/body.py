"""The only door to trafilatura: the body of a page, and what its head says."""

import json
from dataclasses import dataclass

from lxml.html import HtmlElement
from trafilatura import bare_extraction

# Beyond it a page's JSON-LD is no article but an attack.
_MAX_JSON_CHARS = 200_000


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
    for script in list(tree.iter("script")):
        if not _is_sound_json(script):
            script.drop_tree()
    # deduplicate keeps state from page to page: what a page gives would depend on the pages before it.
    found = bare_extraction(tree, url=url, with_metadata=True, include_comments=False, deduplicate=False)
    if found is None or isinstance(found, dict):
        return None
    lines = tuple(line.strip() for line in (found.text or "").split("\n") if line.strip())
    return Body(lines, found.title, found.author, found.sitename, found.date)


def _is_sound_json(script: HtmlElement) -> bool:
    """Whether trafilatura may read a script: it looks for bodies in JSON-LD, and runs slow patterns over malformed ones."""
    text = script.text or ""
    if "ld+json" not in script.get("type", "").lower() or len(text) > _MAX_JSON_CHARS:
        return False
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False
