"""The JSON-LD of a page: what its head says of the article in the terms of schema.org."""

import html
import json
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

_ARTICLE_TYPES = re.compile(r"Article|Report|BlogPosting|LiveBlog", re.IGNORECASE)
# Beyond it JSON-LD is no headline but an attack: 62 kB of it, malformed, cost 13 s elsewhere.
MAX_JSON_CHARS = 200_000


def read_linked_article(tree: HtmlElement) -> dict[str, object]:
    """The first article of the page's JSON-LD; empty where it has none. References to author and publisher are followed."""
    nodes = [node for document in _documents(tree) for node in _nodes_in(document)]
    named = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    article = next((node for node in nodes if _ARTICLE_TYPES.search(str(node.get("@type", "")))), {})
    return {
        name: _resolved(value, named) if name in ("author", "publisher") else value for name, value in article.items()
    }


def _documents(tree: HtmlElement) -> Iterator[object]:
    for script in tree.iter("script"):
        text = script.text or ""
        if script.get("type", "").lower() != "application/ld+json" or len(text) > MAX_JSON_CHARS:
            continue
        try:
            yield json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue


def _nodes_in(document: object) -> Iterator[dict[str, object]]:
    for item in document if isinstance(document, list) else [document]:
        if not isinstance(item, dict):
            continue
        yield item
        for nested in ("@graph", "mainEntity"):
            if isinstance(item.get(nested), list | dict):
                yield from _nodes_in(item[nested])


def _resolved(value: object, named: dict[str, dict[str, object]]) -> object:
    """`{"@id": "#org"}` is the node of that id, where the page has one with a name."""
    if isinstance(value, list):
        return [_resolved(item, named) for item in value]
    if isinstance(value, dict) and "name" not in value:
        return named.get(str(value.get("@id")), value)
    return value


def text_of(value: object) -> str | None:
    """A JSON-LD value as text on one line; None for anything but a string with words."""
    # JSON-LD is no HTML, but many sites write `&quot;` into it.
    if not isinstance(value, str):
        return None
    # `"\\ud83c"`: half a character, which no table and no file can hold. Two halves are one.
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    return " ".join(html.unescape(whole).split()) or None


def name_of(value: object) -> str | None:
    """The one name in a value: a string, an object with a name, or the first of a list of those."""
    if isinstance(value, list):
        return next((name for item in value if (name := name_of(item))), None)
    return text_of(value.get("name")) if isinstance(value, dict) else text_of(value)
