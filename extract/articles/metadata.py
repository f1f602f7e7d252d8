"""What a page says of its main article: which of its many voices is believed, and which one it was.

JSON-LD first, then meta tags, then microdata and elements, then what trafilatura and htmldate find.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from extract.articles.ages import PublishedTime
from extract.articles.authors import default_accounts, read_byline, read_names, read_signers
from extract.articles.body import Guess
from extract.articles.head import Head, read_head
from extract.articles.html_page import MAX_ADDRESS_CHARS
from extract.articles.linked_data import name_of, read_linked_article, text_of
from extract.articles.paywall import read_paywall
from extract.articles.times import parse_time
from extract.contract.url_secrets import hide_secrets

_TITLE_META = ("og:title", "twitter:title", "dc.title", "title", "parsely-title")
_TIME_META = (
    "article:published_time", "article:published", "og:article:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "dcterms.date", "pubdate", "publishdate", "publish-date", "parsely-pub-date",
    "sailthru.date", "article.published", "cxenseparse:recs:publishtime", "citation_publication_date",
)  # fmt: skip
_MODIFIED_META = (
    "article:modified_time", "article:modified", "og:article:modified_time", "datemodified", "last-modified", "dcterms.modified",
    "article.updated", "lastmod", "og:updated_time",
)  # fmt: skip
_AUTHOR_META = (
    "author", "article:author", "cxenseparse:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
    "byl", "article:author_name", "og:author", "citation_author", "twitter:data1",
)  # fmt: skip
_SITE_META = ("og:site_name", "application-name", "dc.publisher", "publisher", "article:publisher_name")
_SECTION_META = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "section",
    "cxenseparse:section",
    "articlesection",
)
_SUMMARY_META = ("og:description", "description", "twitter:description")
_LANGUAGE_META = ("og:locale", "language", "content-language", "dc.language", "inlanguage")
_SUFFIX = re.compile(r"\s+[|–—-]\s+([^|–—]{2,40})$")
_END_MARKS = re.compile(r"^[\s|–—:·•-]+|[\s|–—:·•-]+$")
_MAX_SECTION_CHARS = 100


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and where it was read, one of the contract's FIELD_SOURCES."""

    value: T
    value_from: str


def value_of(found: Found[T] | None) -> T | None:
    """The value alone; None where nothing was found."""
    return found.value if found else None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says.

    authors: people, and agencies said to have written it; signers: who signs instead where no person does. url: the article's
    own. outlets: the publisher's names; headings, summaries and linked (the JSON-LD) help to read the body.
    """

    title: Found[str] | None = None
    authors: Found[tuple[str, ...]] | None = None
    signers: Found[tuple[str, ...]] | None = None
    publisher: Found[str] | None = None
    published: Found[PublishedTime] | None = None
    modified: Found[PublishedTime] | None = None
    section: Found[str] | None = None
    language: Found[str] | None = None
    url: Found[str] | None = None
    paywall: Found[str] | None = None
    outlets: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    summaries: tuple[str, ...] = ()
    linked: Mapping[str, object] = field(default_factory=dict)


def read_metadata(
    tree: HtmlElement,
    captured: datetime,
    guess: Callable[[], Guess] = Guess,
    shown_time: Callable[[], PublishedTime | None] = lambda: None,
    *,
    guess_day: Callable[[], str | None] = lambda: None,
    url: str | None = None,
    source_name: str | None = None,
) -> Metadata:
    """The metadata of a page's main article; times after the day of capture are refused.

    guess, guess_day: asked only where the page itself does not say title or authors, or its time; shown_time: gives the time
    under the headline. url, source_name: what is known of the page.
    """
    linked = read_linked_article(tree)
    head = read_head(tree)
    asked: list[Guess] = []

    def guessed() -> Guess:
        if not asked:
            asked.append(guess())
        return asked[0]

    title = _first(_titles(linked, head, guessed))
    publisher = _first(_publishers(linked, head, value_of(title), source_name, url))
    outlets = (
        value_of(publisher), head.meta.get("og:site_name"), name_of(linked.get("publisher")), source_name,
        *_host_names(url or head.canonical), *default_accounts(linked.get("author")),
    )  # fmt: skip
    moments = list(_moments(_published(linked, head), captured))
    published = _most_precise(moments) or _first(_unsaid_times(linked, captured, shown_time, guess_day))
    modified = _modified(linked, head, captured, published)
    published = _not_modified(published, modified, moments)
    return Metadata(
        title=Found(_without_site(title.value, value_of(publisher)), title.value_from) if title else None,
        authors=_first(_signers(linked, head, guessed, outlets)),
        signers=_first(_bodies(linked, head)),
        publisher=publisher,
        published=published,
        modified=modified,
        section=_first(_sections(linked, head)),
        language=_first(_languages(linked, head)),
        url=_first(_addresses(linked, head, url)),
        paywall=Found(*said) if (said := read_paywall(linked, head.meta)) else None,
        outlets=tuple(name for name in outlets if name),
        headings=head.headings,
        summaries=tuple(head.meta[name] for name in _SUMMARY_META if name in head.meta),
        linked=linked,
    )


def _first(candidates: Iterable[tuple[T | None, str]]) -> Found[T] | None:
    """The first candidate that has a value; later ones are not even read."""
    return next((Found(value, origin) for value, origin in candidates if value), None)


def _titles(linked: Mapping[str, object], head: Head, guessed: Callable[[], Guess]) -> Iterator[tuple[str | None, str]]:
    yield text_of(linked.get("headline")), "json_ld"
    # Before the h1, which often carries a kicker or a section's name.
    yield head.first(_TITLE_META), "meta"
    yield head.headings[0] if len(head.headings) == 1 else None, "element"
    yield guessed().title, "trafilatura"
    yield head.title_tag, "title_tag"


def _publishers(
    linked: Mapping[str, object], head: Head, title: str | None, source_name: str | None, url: str | None
) -> Iterator[tuple[str | None, str]]:
    yield name_of(linked.get("publisher")), "json_ld"
    yield head.first(_SITE_META), "meta"
    yield head.marked_publisher, "microdata"
    yield _site_in_title(head.title_tag, title), "title_tag"
    yield source_name, "source"
    yield _host_name(url or head.canonical), "url"


def _published(linked: Mapping[str, object], head: Head) -> Iterator[tuple[str | None, str]]:
    yield text_of(linked.get("datePublished")), "json_ld"
    yield head.first(_TIME_META), "meta"
    yield head.times.get("datepublished"), "microdata"
    yield head.times.get("time"), "element"


def _moments(
    candidates: Iterable[tuple[str | None, str]], captured: datetime
) -> Iterator[tuple[PublishedTime | None, str]]:
    for text, origin in candidates:
        yield parse_time(text, captured) if text else None, origin


def _unsaid_times(
    linked: Mapping[str, object],
    captured: datetime,
    shown_time: Callable[[], PublishedTime | None],
    guess_day: Callable[[], str | None],
) -> Iterator[tuple[PublishedTime | None, str]]:
    """Times of a page whose head gives none."""
    yield shown_time(), "text"
    created = text_of(linked.get("dateCreated"))
    yield parse_time(created, captured) if created else None, "json_ld"
    day = guess_day()
    yield parse_time(day, captured) if day else None, "htmldate"


def _most_precise(candidates: Iterable[tuple[PublishedTime | None, str]]) -> Found[PublishedTime] | None:
    """The first time; where it gives only a day, the first of the page's own that gives a moment of that day."""
    best: Found[PublishedTime] | None = None
    for time, origin in candidates:
        if (best is None and time is not None) or (best and time and time.moment and time.day == best.value.day):
            best = Found(time, origin)
        if best and (best.value.moment or origin == "element"):
            break
    return best


def _not_modified(
    published: Found[PublishedTime] | None,
    modified: Found[PublishedTime] | None,
    candidates: Iterable[tuple[PublishedTime | None, str]],
) -> Found[PublishedTime] | None:
    """The time of publication; where a template gives that of the last change in its place, an earlier one that the page has."""
    if not published or not modified or published.value.moment != modified.value.moment:
        return published
    moment = published.value.moment
    earlier = (
        Found(time, origin) for time, origin in candidates if time and time.moment and moment and time.moment < moment
    )
    return next((found for found in earlier if found.value_from != "element"), published)


def _modified(
    linked: Mapping[str, object], head: Head, captured: datetime, published: Found[PublishedTime] | None
) -> Found[PublishedTime] | None:
    """When the article was changed; what lies before its publication is a template's time."""
    said = (
        (text_of(linked.get("dateModified")), "json_ld"),
        (head.first(_MODIFIED_META), "meta"),
        (head.times.get("datemodified"), "microdata"),
    )
    found = _most_precise(_moments(said, captured))
    day = published.value.day if published else None
    return None if found and day and found.value.day and found.value.day < day else found


def _signers(
    linked: Mapping[str, object], head: Head, guessed: Callable[[], Guess], outlets: tuple[str | None, ...]
) -> Iterator[tuple[tuple[str, ...] | None, str]]:
    shown = next((names for byline in head.bylines if (names := read_byline(byline, outlets))), ())
    yield read_names(linked.get("author"), outlets), "json_ld"
    for tag in _AUTHOR_META:
        names = read_names(head.meta.get(tag), outlets)
        # Many pages name in their head only the first of those who signed.
        yield (shown if len(names) == 1 and shown[:1] == names else names), "meta"
    yield shown, "byline"
    yield read_byline(head.author_links[:1], outlets), "element"
    yield read_byline([guessed().author or ""], outlets), "trafilatura"


def _bodies(linked: Mapping[str, object], head: Head) -> Iterator[tuple[tuple[str, ...] | None, str]]:
    """Agencies, desks and outlets that sign where no person does."""
    yield read_signers(linked.get("author")), "json_ld"
    for tag in _AUTHOR_META:
        yield read_signers(head.meta.get(tag)), "meta"


def _sections(linked: Mapping[str, object], head: Head) -> Iterator[tuple[str | None, str]]:
    for value, origin in (
        (linked.get("articleSection"), "json_ld"),
        (head.first(_SECTION_META), "meta"),
    ):
        first = next(iter(value), None) if isinstance(value, list) else value
        name = text_of(first)
        yield name if name and len(name) <= _MAX_SECTION_CHARS and not name.startswith("http") else None, origin


def _languages(linked: Mapping[str, object], head: Head) -> Iterator[tuple[str | None, str]]:
    yield _language_code(name_of(linked.get("inLanguage"))), "json_ld"
    yield _language_code(head.language), "element"
    yield _language_code(head.first(_LANGUAGE_META)), "meta"


def _language_code(text: str | None) -> str | None:
    found = re.match(r"([a-z]{2})(?:[-_]|$)", (text or "").strip().lower())
    return found[1] if found else None


def _addresses(linked: Mapping[str, object], head: Head, url: str | None) -> Iterator[tuple[str | None, str]]:
    page = linked.get("mainEntityOfPage")
    said = (
        (head.canonical, "element"),
        (url, "source"),
        (head.meta.get("og:url"), "meta"),
        (text_of(linked.get("url")) or text_of(page.get("@id") if isinstance(page, dict) else page), "json_ld"),
    )
    for address, origin in said:
        yield (
            hide_secrets(address) if address and (origin == "source" or _is_article_address(address, url)) else None,
            origin,
        )


def _is_article_address(address: str, url: str | None) -> bool:
    """A home page is no article's canonical address, unless the page was read there."""
    try:
        parts, asked = urlsplit(address), urlsplit(url or "")
    except ValueError:
        return False
    if len(address) > MAX_ADDRESS_CHARS or "@" in parts.netloc:
        # A password would stand in tables.
        return False
    is_home = parts.path in ("", "/") and not parts.query
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not (is_home and asked.path not in ("", "/"))


def _host_name(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and "." in host else None


def _host_names(url: str | None) -> tuple[str, ...]:
    """A host and its own part: "lto.de" and "lto"."""
    host = _host_name(url)
    return (host, max(host.split(".")[:-1], key=len)) if host else ()


def _site_in_title(text: str | None, headline: str | None) -> str | None:
    """What `<title>` says before or after the headline: "Headline | The Site", "The Site: headline"."""
    if not text or not headline or headline not in text:
        return None
    before, _, after = text.partition(headline)
    rest = [part for part in (_END_MARKS.sub("", before), _END_MARKS.sub("", after)) if part]
    # Two rests, or many words, are sections and slogans.
    return rest[0] if len(rest) == 1 and len(rest[0].split()) <= 5 else None


def _without_site(title: str, publisher: str | None) -> str:
    """The title without the site's name at its end; any other end is part of the title."""
    end = _SUFFIX.search(title)
    is_site = (
        end and publisher and _key(publisher) and (_key(end[1]) in _key(publisher) or _key(publisher) in _key(end[1]))
    )
    return title[: end.start()] if end and is_site else title


def _key(name: str) -> str:
    return "".join(re.findall(r"\w", name)).casefold()
