"""What was erased stays out: a second delivery is refused, names in new pages become blocks before a page is written down."""

import dataclasses
import re
from typing import TypeVar

from extract.contract.tables import Discovery, Page, Reject, Row
from extract.erasure.graves import Graves
from extract.erasure.masking import mask_page, mask_value
from extract.errors import PageError
from extract.pipeline.context import Context

# The reason of a refusal; its key is the tombstone: no address and no word of it is written down.
ERASED = "erased"
# What a page or an archive is known by: it goes whole or stays, as with blocks in it nothing would be found again.
KNOWN_BY = frozenset({"page_uri", "archive_uri"})
_BOM = "\ufeff".encode()
_IN_PLACE = re.compile(rb"erased-[0-9a-f]{12}")

AnyRow = TypeVar("AnyRow", bound=Row)


class PageErased(PageError):
    """A page that was erased, delivered again."""

    def __init__(self, tombstone: str) -> None:
        super().__init__(ERASED, f"it is covered by {tombstone}")
        self.tombstone = tombstone


def covers_offer(graves: Graves, offer: Discovery) -> str | None:
    """The tombstone that covers an offered page; None where none does."""
    return (
        graves.of_address(offer.page_uri)
        or graves.of_address(offer.url)
        or graves.of_address(offer.archive_uri)
        or graves.of_publisher(offer.publisher_name)
    )


def covers_reject(graves: Graves, row: Reject) -> str | None:
    """The tombstone that covers what a refusal names: a page of an archive is named by the archive and its own address."""
    return next((found for part in row.key.split() if (found := graves.of_address(part))), None)


def covers_page(graves: Graves, page: Page) -> str | None:
    """The tombstone that covers a page by its body, address or publisher; None where none does."""
    return (
        graves.of_page(page.page_id)
        or graves.of_address(page.page_uri)
        or graves.of_address(page.url)
        or graves.of_publisher(page.publisher_name)
    )


def keep_page(context: Context, page: Page, body: bytes) -> None:
    """Keep the body of a page, with blocks for what was erased. Raises PageErased where the page is covered as a whole."""
    graves = context.graves
    if not graves:
        context.pages.put(body)
        return
    if covered := covers_page(graves, page):
        raise PageErased(covered)
    masked = masked_body(graves, page, body)
    if masked is None:
        context.pages.put(body)
    else:
        context.pages.put_masked(page.page_id, masked)


def masked_body(graves: Graves, page: Page, body: bytes) -> bytes | None:
    """The body with blocks for erased names and addresses, in UTF-8; None where there are none.

    Raises PageErased where the page names somebody whole and its address is a headline with a short form of a name: an address
    cannot be masked, it is what the page is known by.
    """
    # What guesses charsets is loaded by whoever erases: Airflow reads the DAGs, and so this module, all the time.
    from extract.articles.charset import decode_body

    masked = mask_page(graves, decode_body(body, page.http_charset).text, page.url or page.page_uri)
    if masked.names and (graves.has_short_slug(page.page_uri) or graves.has_short_slug(page.url)):
        raise PageErased(min(masked.names))
    return as_body(masked.text) if masked.names or masked.addresses else None


def as_body(text: str) -> bytes:
    """The bytes of a masked body: UTF-8 with a mark, which decides over all that the page or its server says."""
    return _BOM + text.encode("utf-8", "replace")


def tombstone_of(body: bytes) -> str | None:
    """The tombstone that stands where a whole body was, as its page's row stays; None for any other body."""
    return body.decode() if _IN_PLACE.fullmatch(body) else None


def mask_row(graves: Graves, row: AnyRow, *, has_name: bool = False) -> AnyRow:
    """A row with blocks for erased names and addresses in its texts. has_name: its page names somebody whole."""
    if not graves:
        return row
    changed: dict[str, object] = {}
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        if field.name in KNOWN_BY:
            continue
        if isinstance(value, str):
            changed[field.name] = mask_value(graves, value, has_name=has_name).text
        elif isinstance(value, tuple):
            changed[field.name] = tuple(mask_value(graves, text, has_name=has_name).text for text in value)
    return dataclasses.replace(row, **changed)
