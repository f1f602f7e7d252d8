"""The only door to trafilatura: two readings of a page's body, and what it guesses of the metadata."""

import json
from dataclasses import dataclass

import trafilatura
from htmldate import find_date
from lxml.html import HtmlElement
from trafilatura.meta import reset_caches
from trafilatura.metadata import examine_meta, extract_url
from trafilatura.settings import set_date_params

from extract.articles.linked_data import MAX_JSON_CHARS

# trafilatura and htmldate remember strings of the pages they read: emptied every so many calls, a worker's memory is flat.
_CALLS_BETWEEN_RESETS = 2_000
_calls = 0
_UNREAD = ("style", "link", "meta", "svg", "template", "iframe", "input", "source")


@dataclass(frozen=True, slots=True)
class Guess:
    """What trafilatura makes of a page that does not say it."""

    title: str | None = None
    author: str | None = None


def drop_scripts(tree: HtmlElement) -> None:
    """Take out of the tree, in place, the scripts that trafilatura must not read: all but sound JSON-LD.

    It looks for bodies in JSON-LD, and runs slow patterns over malformed ones.
    """
    for script in list(tree.iter("script")):
        if not _is_sound_json(script):
            script.drop_tree()


def drop_unread(tree: HtmlElement) -> None:
    """Take out of the tree, in place, what no reading of the body looks at: each copies the tree several times."""
    for element in list(tree.iter(*_UNREAD)):
        if element.getparent() is not None:
            element.drop_tree()


def read_body(tree: HtmlElement, *, is_strict: bool) -> tuple[str, ...]:
    """The paragraphs of the body; empty where there is none. is_strict: less text, but surely of the article.

    Leaves the tree as it is; not thread-safe. Raises whatever lxml raises on a hostile tree.
    """
    _count_call()
    # deduplicate keeps state from page to page: what a page gives would depend on the pages before it.
    found = trafilatura.bare_extraction(
        tree, favor_precision=is_strict, with_metadata=False, include_comments=False, deduplicate=False
    )
    if found is None or isinstance(found, dict):
        return ()
    return tuple(line.strip() for line in (found.text or "").split("\n") if line.strip())


def guess_metadata(tree: HtmlElement, url: str | None = None) -> Guess:
    """What trafilatura finds on a page; nothing where it fails. The tree must hold no scripts but sound JSON-LD."""
    _count_call()
    try:
        found = trafilatura.extract_metadata(tree, default_url=url, extensive=False)
    except Exception:
        return Guess()
    return Guess(found.title, found.author)


def guess_day(tree: HtmlElement, url: str | None = None) -> str | None:
    """The day, ISO 8601, that htmldate finds on a page as trafilatura asks it; None where it fails.

    Without trafilatura's search for categories, tags and licences. The tree must hold no scripts but sound JSON-LD.
    """
    _count_call()
    try:
        address = examine_meta(tree).url or extract_url(tree, url)
        # A search that looks everywhere takes copyright years and sidebars for a date.
        return find_date(tree, **set_date_params(extensive=False), url=address)
    except Exception:
        return None


def _count_call() -> None:
    global _calls  # noqa: PLW0603 - the caches are the process's, and so is their count
    _calls += 1
    if _calls % _CALLS_BETWEEN_RESETS == 0:
        reset_caches()


def _is_sound_json(script: HtmlElement) -> bool:
    text = script.text or ""
    if "ld+json" not in script.get("type", "").lower() or len(text) > MAX_JSON_CHARS:
        return False
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False
