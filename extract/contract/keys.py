"""Ids: short hashes of what makes a thing the same thing, stable over edits, order of arrival and position on a page."""

import hashlib
import re
import unicodedata
from datetime import date

from extract.contract.urls import url_key

# 20 hex digits are 80 bits: with 10^9 rows the chance of one collision is below 10^-6.
_ID_CHARS = 20


def hash_id(*parts: object) -> str:
    """An id from its parts, in order; None and the empty string differ."""
    text = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:_ID_CHARS]


def page_id(body: bytes) -> str:
    """SHA-256 of the page's bytes, in hex."""
    return hashlib.sha256(body).hexdigest()


def normal_title(title: str) -> str:
    """A title as it is compared: NFKC, case folded, words only."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold()))


def article_id(url: str | None, publisher_name: str | None, title: str | None, day: date | None, text: str) -> str:
    """Id of an article: its URL key, else publisher, title and day; an article with neither URL nor title is its text."""
    if url:
        return hash_id("article", "url", url_key(url))
    if title and (words := normal_title(title)):
        return hash_id("article", "title", normal_title(publisher_name or ""), words, day)
    return hash_id("article", "text", text)


def article_version_id(article_id: str, text: str) -> str:
    """Id of one wording of an article."""
    return hash_id("version", article_id, text)


def fact_id(table: str, article_version_id: str, *parts: object) -> str:
    """Id of a fact: its table, its article version, and the offsets or names that tell it from its neighbours."""
    return hash_id(table, article_version_id, *parts)
