"""What a page says of itself outside JSON-LD: meta tags, links, microdata, bylines and times as elements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:author|authors|byline|autor|autoren|auteur|autore|writer|reporter)(?:$|[\s_-])|byline",
    re.IGNORECASE,
)
_NO_BYLINE = re.compile(
    r"comment|quote|bio|related|social|image|photo|avatar|caption|rights|teaser|follow|contact", re.IGNORECASE
)
_AUTHOR_PAGE = re.compile(
    r"/(?:autor|autoren|autores|author|authors|auteur|auteurs|autore|autori|writer|writers|journalist|reporter)/[\w./%-]{3,}",
    re.IGNORECASE,
)
_MAX_BYLINE_CHARS = 120
_KEPT_MARKS_CHARS = 500
# More are lists of articles, or an attack.
_MAX_BYLINES = _MAX_HEADINGS = 50


@dataclass(frozen=True, slots=True)
class Head:
    """What the tags say. meta: name or property in lower case -> its first content; headings: every h1."""

    meta: dict[str, str]
    headings: tuple[str, ...]
    title_tag: str | None
    canonical: str | None
    language: str | None
    times: dict[str, str]
    bylines: tuple[tuple[str, ...], ...]
    author_links: tuple[str, ...]
    marked_publisher: str | None

    def first(self, names: tuple[str, ...]) -> str | None:
        """The first of these meta tags that the page has."""
        return next((self.meta[name] for name in names if name in self.meta), None)


def read_head(tree: HtmlElement) -> Head:
    """Read a page's tags in one walk, in the order of the page."""
    meta: dict[str, str] = {}
    times: dict[str, str] = {}
    headings: list[str] = []
    bylines: list[tuple[str, ...]] = []
    links: list[str] = []
    title = canonical = publisher = None
    for element in tree.iter("meta", "link", "title", "h1", "time", "a", "span", "p", "div", "address", "cite", "li"):
        tag, itemprop = element.tag, (element.get("itemprop") or "").lower()
        if tag == "meta":
            name = (element.get("property") or element.get("name") or itemprop).lower()
            if name and (content := _line(element.get("content") or "")):
                meta.setdefault(name, content)
            continue
        if tag == "link":
            canonical = canonical or _canonical(element)
        elif tag == "title":
            # Drawings have titles, too.
            title = title or (_line(element.text_content()) if _is_in_head(element) else None)
        elif tag == "h1" and len(headings) < _MAX_HEADINGS:
            headings.append(_line(element.text_content()))
        elif tag == "time" and (moment := element.get("datetime")):
            times.setdefault(itemprop or "time", moment)
        elif itemprop in ("datepublished", "datemodified") and (moment := element.get("content")):
            times.setdefault(itemprop, moment)
        elif itemprop == "publisher" and publisher is None:
            publisher = _marked_name(element)
        elif len(bylines) < _MAX_BYLINES and (names := _byline(element, itemprop)):
            bylines.append(names)
        elif tag == "a" and _AUTHOR_PAGE.search(element.get("href") or ""):
            links.append(_line(element.text_content()))
    return Head(
        meta=meta,
        headings=tuple(heading for heading in headings if heading),
        title_tag=title,
        canonical=canonical,
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        times=times,
        bylines=tuple(bylines),
        author_links=tuple(dict.fromkeys(link for link in links if link)),
        marked_publisher=publisher,
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _is_in_head(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in ("head", "html")


def _canonical(link: HtmlElement) -> str | None:
    address = str(link.get("href") or "").strip()
    is_one = "canonical" in link.get("rel", "").lower() and address.startswith(("http://", "https://"))
    return address if is_one else None


def _marked_name(element: HtmlElement) -> str | None:
    for named in element.iterfind(".//*[@itemprop='name']"):
        if name := _line(named.get("content") or named.text_content()):
            return name
    return None


def _byline(element: HtmlElement, itemprop: str) -> tuple[str, ...]:
    """The words of an element that names the author, one for each element inside it: names and roles stand apart."""
    if "author" not in (element.get("rel") or "").lower() and itemprop != "author":
        marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
        if not (_is_byline if len(marks) > _KEPT_MARKS_CHARS else _is_known_byline)(marks):
            return ()
    pieces: list[str] = []
    length = 0
    for piece in _pieces(element):
        pieces.append(piece)
        length += len(piece)
        if length > _MAX_BYLINE_CHARS:
            return ()
    return tuple(pieces)


def _is_byline(marks: str) -> bool:
    return bool(_BYLINE.search(marks)) and not _NO_BYLINE.search(marks)


# The elements of a page have few classes between them.
_is_known_byline = lru_cache(maxsize=1024)(_is_byline)


def _pieces(element: HtmlElement) -> Iterator[str]:
    for text in element.itertext():
        if words := _line(text):
            yield words
