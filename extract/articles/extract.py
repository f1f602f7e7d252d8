"""A page to its articles: the main one first, then the related ones that it carries whole."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree

from extract.articles.charset import Decoded, decode_body
from extract.articles.fields import field_rows
from extract.articles.html_page import page_lines, without_lines
from extract.articles.language import find_language
from extract.articles.live_blog import find_post_times, is_live_blog
from extract.articles.main_article import read_main_article
from extract.articles.page_tree import is_cut, parse_html
from extract.articles.parts import Part, Parts
from extract.articles.splitting import find_boxes, find_head_source, find_related, split_text
from extract.contract.keys import article_id, article_version_id
from extract.contract.tables import Article, ArticleField, Page
from extract.contract.tombstones import MASK
from extract.errors import PageError

# Goes up when a rule changes what is extracted: every batch of an older version is extracted again.
RULES_VERSION = 4

# Two short sentences. A page whose main text is shorter is a cookie wall, "subscribe to read" or an error message.
_MIN_CHARS = 120
# A related article is known by its headline and time; the splitter wants a dozen words of it.
_MIN_RELATED_CHARS = 60


@dataclass(frozen=True, slots=True)
class PageArticles:
    """The articles on a page, in their order, the main one first, and the fields of their metadata."""

    articles: tuple[Article, ...]
    fields: tuple[ArticleField, ...] = ()


def extract_articles(page: Page, body: bytes) -> PageArticles:
    """The articles on a page.

    Raises PageError: no_article, too_short, or extraction_failed where the parsers break.
    """
    captured = datetime.fromisoformat(page.captured)
    try:
        decoded = decode_body(body, page.http_charset)
        parts_of = _html_parts if page.media_type == "text/html" else _text_parts
        parts = parts_of(page, decoded.text, captured)
    except (
        etree.LxmlError,
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
        ArithmeticError,
        RecursionError,
    ) as error:
        # Whatever a hostile page makes trafilatura or lxml raise is a fault of that page.
        raise PageError("extraction_failed", f"{type(error).__name__}: {error}") from error
    found = [(is_primary, _without_blocks(part)) for is_primary, part in _in_order(parts)]
    if not found:
        raise PageError("no_article", "the page has no body text")
    kept = [
        (is_primary, part)
        for is_primary, part in found
        if len(part.text) >= (_MIN_CHARS if is_primary else _MIN_RELATED_CHARS)
    ]
    if not kept:
        length = max(len(part.text) for _, part in found)
        raise PageError("too_short", f"the longest text has {length} characters, fewer than {_MIN_CHARS}")
    articles = tuple(
        _article(page, decoded, part, number, is_primary) for number, (is_primary, part) in enumerate(kept, 1)
    )
    fields = (field_rows(article, part) for article, (_, part) in zip(articles, kept, strict=True))
    return PageArticles(articles, tuple(row for rows in fields for row in rows))


def _in_order(parts: Parts) -> Iterator[tuple[bool, Part]]:
    if parts.main and parts.main.paragraphs:
        yield True, parts.main
    for part in parts.related:
        yield False, part


def _without_blocks(part: Part) -> Part:
    """What identifies an article, as far as nothing of it was erased: two people of equally long names are not one author."""
    url, source = (value if value and MASK not in value else None for value in (part.url, part.source))
    return replace(part, url=url, source=source, authors=tuple(name for name in part.authors if MASK not in name))


def _text_parts(page: Page, text: str, captured: datetime) -> Parts:
    parts = split_text(text, captured)
    if parts.main is None:
        return parts
    origins = {"url": "source"} | ({"publisher": "source"} if page.publisher_name else {})
    source = page.publisher_name or parts.main.source
    return replace(parts, main=replace(parts.main, url=page.url, source=source, origins=origins))


def _html_parts(page: Page, text: str, captured: datetime) -> Parts:
    tree = parse_html(text)
    is_page_cut = is_cut(text, tree)
    lines = page_lines(tree, page.url)
    find_boxes(lines, captured)
    posts = find_post_times(lines)
    regions = find_related(lines, captured, posts, is_live=is_live_blog(tree))
    related = [part for region in regions for part in region.parts]
    # Before anything is read of the main article: their times and texts are not its own.
    others = {number for region in regions for number in range(region.start, region.end)}.union(posts)
    without_lines(tree, [lines[number] for number in others])
    own = [line for number, line in enumerate(lines) if number not in others and line.level != "img"]
    main = read_main_article(page, tree, own, captured)
    if any(part.source for part in related) and page.publisher_name is None:
        # A page that carries articles of others says over each whose it is, the main one too.
        name = find_head_source(own, captured)
        main = _with_source(main, name) if name and name not in main.authors else main
    return Parts(replace(main, is_truncated=True) if is_page_cut else main, related)


def _with_source(main: Part, name: str) -> Part:
    return replace(main, source=name, origins={**main.origins, "publisher": "text"})


def _article(page: Page, decoded: Decoded, part: Part, ordinal: int, is_primary: bool) -> Article:
    text = part.text
    identity = article_id(part.url, part.source, part.title, part.published.day, text)
    return Article(
        article_version_id=article_version_id(identity, text),
        article_id=identity,
        page_id=page.page_id,
        page_uri=page.page_uri,
        captured=page.captured,
        captured_at=page.captured_at,
        ordinal=ordinal,
        is_primary=is_primary,
        url=part.url,
        title=part.title,
        text=text,
        length_chars=len(text),
        publisher_name=part.source,
        authors=part.authors,
        published=part.published.published,
        published_date=part.published.day,
        published_at=part.published.moment,
        published_precision=part.published.precision,
        published_from=part.published.origin,
        language=find_language(text) or part.language,
        is_text_publishable=page.is_text_publishable,
        modified=part.modified.published,
        section=part.section,
        paywall=part.paywall or "none",
        is_truncated=part.is_truncated,
        charset=decoded.charset,
        charset_from=decoded.charset_from,
    )
