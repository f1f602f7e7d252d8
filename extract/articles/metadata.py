"""What a page says of its article: headline, authors, publisher, time, address.

JSON-LD first, then meta tags, then trafilatura.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from lxml.html import HtmlElement

from extract.articles.ages import UNKNOWN, PublishedTime, of_day
from extract.articles.body import Head
from extract.articles.linked_data import name_of, read_linked_article, text_of

# A page's JSON-LD has some kilobytes; beyond this it is no headline but an attack.
_MAX_JSON_CHARS = 200_000
_TITLE_META = ("og:title", "twitter:title", "dc.title", "title")
_TIME_META = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "pubdate", "publishdate", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_AUTHOR_META = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")
_SITE_META = ("og:site_name", "application-name", "dc.publisher")
_SUFFIX = re.compile(r"\s+[|–—-]\s+([^|–—]{2,40})$")
_END_MARKS = re.compile(r"^[\s|–—:·•-]+|[\s|–—:·•-]+$")
_NOT_A_PERSON = re.compile(
    r"https?:|@|\b(?:staff|newsroom|editor(?:s|ial)?|desk|team|agency|admin|reporter)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says. authors: as the page signs it, desks and addresses left out; url: the canonical one."""

    title: str | None
    authors: tuple[str, ...]
    publisher_name: str | None
    published: PublishedTime
    url: str | None
    headings: tuple[str, ...] = ()
    summaries: tuple[str, ...] = ()


def read_metadata(tree: HtmlElement, head: Head | None, captured: datetime) -> Metadata:
    """The metadata of a page's main article; times after the day of capture are refused."""
    linked = read_linked_article(tree)
    meta = _meta_tags(tree)
    title = (
        text_of(linked.get("headline"))
        or _first_heading(tree)
        or _first(meta, _TITLE_META)
        or (head.title if head else None)
    )
    times = (text_of(linked.get("datePublished")), _first(meta, _TIME_META), _time_tag(tree), head and head.date)
    published = next((time for text in times if text and (time := parse_time(text, captured))), UNKNOWN)
    publisher = (
        name_of(linked.get("publisher"))
        or _first(meta, _SITE_META)
        or _marked_publisher(tree)
        or _site_in_title(tree, title)
    )
    bylines = (linked.get("author"), _first(meta, _AUTHOR_META), _author_links(tree), head and head.author)
    authors = next((names for byline in bylines if (names := _signers(byline))), ())
    return Metadata(
        title=_without_site(title, publisher) if title else None,
        authors=authors[:10],
        publisher_name=publisher,
        published=published,
        url=_canonical(tree),
        headings=tuple(text for tag in tree.iter("h1") if (text := " ".join(tag.text_content().split()))),
        summaries=tuple(
            meta[name] for name in ("og:description", "description", "twitter:description") if name in meta
        ),
    )


def parse_time(text: str, captured: datetime) -> PublishedTime | None:
    """An ISO 8601 day or time; None for anything else, and for one more than a day after the capture."""
    text = text.strip()
    try:
        day = date.fromisoformat(text[:10])
        moment = datetime.fromisoformat(text) if len(text) > 10 else None
    except ValueError:
        return None
    if day > captured.date() + timedelta(days=1) or day.year < 1900:
        return None
    if moment is None or moment.tzinfo is None:
        return of_day(day, "metadata")
    precision = "second" if moment.second else "minute"
    return PublishedTime(moment.isoformat(), day, moment.astimezone(UTC), precision, "metadata")


def _meta_tags(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        content = " ".join((tag.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _first_heading(tree: HtmlElement) -> str | None:
    """The one h1 of the page; several say nothing."""
    headings = [text for tag in tree.iter("h1") if (text := " ".join(tag.text_content().split()))]
    return headings[0] if len(headings) == 1 else None


def _time_tag(tree: HtmlElement) -> str | None:
    return next((tag.get("datetime") for tag in tree.iter("time") if tag.get("datetime")), None)


def _marked_publisher(tree: HtmlElement) -> str | None:
    """The publisher in the page's microdata."""
    for element in tree.iterfind(".//*[@itemprop='publisher']"):
        for named in element.iterfind(".//*[@itemprop='name']"):
            if name := text_of(named.get("content") or named.text_content()):
                return name
    return None


def _site_in_title(tree: HtmlElement, headline: str | None) -> str | None:
    """What `<title>` says before or after the headline: "Headline | The Site", "The Site: headline"."""
    text = text_of(tree.findtext(".//title"))
    if not text or not headline or headline not in text:
        return None
    before, _, after = text.partition(headline)
    rest = [part for part in (_END_MARKS.sub("", before), _END_MARKS.sub("", after)) if part]
    # Two rests, or many words, are sections and slogans.
    return rest[0] if len(rest) == 1 and len(rest[0].split()) <= 5 else None


def _canonical(tree: HtmlElement) -> str | None:
    for tag in tree.iter("link"):
        address = str(tag.get("href") or "")
        if "canonical" in tag.get("rel", "").lower() and address.startswith(("http://", "https://")):
            return address
    return None


def _without_site(title: str, publisher: str | None) -> str:
    """The title without the site's name at its end; any other end is part of the title."""
    end = _SUFFIX.search(title)
    is_site = (
        end and publisher and _key(publisher) and (_key(end[1]) in _key(publisher) or _key(publisher) in _key(end[1]))
    )
    return title[: end.start()] if end and is_site else title


def _key(name: str) -> str:
    return "".join(re.findall(r"\w", name)).casefold()


def _author_links(tree: HtmlElement) -> list[object]:
    return [tag.text_content() for tag in tree.iter("a") if tag.get("rel", "").lower() == "author"]


def _signers(byline: object) -> tuple[str, ...]:
    """The names in a byline, each once, without desks and addresses."""
    return tuple(dict.fromkeys(name for name in _names(byline) if not _NOT_A_PERSON.search(name)))


def _names(value: object) -> list[str]:
    """The names in what JSON-LD or a byline gives: a string, an object with a name, or a list of those."""
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    text = re.sub(r"^by\s+", "", text_of(value) or "", flags=re.IGNORECASE)
    return [name.strip() for name in re.split(r";|,|\band\b", text) if name.strip()]
