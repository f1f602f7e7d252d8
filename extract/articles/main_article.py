"""The main article of an HTML page: its metadata, its body, and where each was read."""

from collections.abc import Sequence
from datetime import datetime

from lxml.html import HtmlElement

from extract.articles.ages import UNKNOWN, PublishedTime
from extract.articles.body import Guess, drop_scripts, drop_unread, guess_day, guess_metadata
from extract.articles.language import find_language
from extract.articles.lines import Line, section_kind
from extract.articles.metadata import Found, Metadata, read_metadata, value_of
from extract.articles.opinions import choose_body
from extract.articles.own_body import read_body, read_page_lines
from extract.articles.paragraphs import finish_body
from extract.articles.parts import Part
from extract.articles.paywall import is_teaser
from extract.articles.signatures import find_signature
from extract.articles.stamps import find_stamps
from extract.contract.tables import Page

# A time stands right under the headline, or under the standfirst that follows it.
_MAX_HEAD_LINES = 12


def read_main_article(page: Page, tree: HtmlElement, lines: Sequence[Line], captured: datetime) -> Part:
    """The main article of a page; lines: its lines, in the tree's order. Takes the scripts out of the tree."""

    def guess() -> Guess:
        drop_scripts(tree)
        return guess_metadata(tree, page.url)

    def day() -> str | None:
        drop_scripts(tree)
        return guess_day(tree, page.url)

    metadata = read_metadata(
        tree, captured, guess, lambda: _shown_time(lines, captured), guess_day=day, url=page.url,
        source_name=page.publisher_name,
    )  # fmt: skip
    drop_scripts(tree)
    drop_unread(tree)
    on_page = read_page_lines(lines)
    own = read_body(on_page)
    paragraphs = choose_body(tree, own, lambda: find_language("\n".join(own)))
    titles = [title for title in (value_of(metadata.title), *metadata.headings) if title]
    signed = find_signature(lines, on_page, paragraphs, metadata.outlets) if metadata.authors is None else ()
    authors = metadata.authors or (Found(signed, "text") if signed else metadata.signers)
    paywall = value_of(metadata.paywall)
    return Part(
        title=value_of(metadata.title),
        paragraphs=finish_body(paragraphs, on_page, titles, metadata.summaries),
        source=value_of(metadata.publisher),
        authors=value_of(authors) or (),
        published=value_of(metadata.published) or UNKNOWN,
        url=value_of(metadata.url),
        section=value_of(metadata.section),
        is_truncated=is_teaser(paragraphs, paywall or "none", metadata.linked),
        modified=value_of(metadata.modified) or UNKNOWN,
        language=value_of(metadata.language),
        paywall=paywall,
        origins=_origins(metadata, authors),
    )


def _shown_time(lines: Sequence[Line], captured: datetime) -> PublishedTime | None:
    """The time that stands under the headline, or, where none is marked, over the first paragraph, as a reader sees it."""
    paragraphs = [number for number, line in enumerate(lines) if line.is_prose][:2]
    body_at, second = (*paragraphs, len(lines), len(lines))[:2]
    title_at = next((number for number, line in enumerate(lines) if line.level == "h1"), None)
    start = max(0, body_at - _MAX_HEAD_LINES) if title_at is None else title_at + 1
    # A standfirst may be over the time.
    head = lines[start : min(second, start + _MAX_HEAD_LINES)]
    stop = next((number for number, line in enumerate(head) if section_kind(line.text)), len(head))
    stamps = find_stamps(head[:stop], captured)
    return next((stamp.published for _, stamp in sorted(stamps.items()) if stamp.published.day), None)


def _origins(metadata: Metadata, authors: Found[tuple[str, ...]] | None) -> dict[str, str]:
    found = {
        "title": metadata.title,
        "authors": authors,
        "publisher": metadata.publisher,
        "published": metadata.published,
        "modified": metadata.modified,
        "section": metadata.section,
        "language": metadata.language,
        "url": metadata.url,
        "paywall": metadata.paywall,
    }
    return {field: one.value_from for field, one in found.items() if one is not None}
