"""The document of a source, read by what the source is: the one function that worker processes run."""

from datetime import datetime

from extract.pages.listings import Listing
from extract.pages.url_lists import read_url_list


def read_document(  # noqa: PLR0917 - a worker is given its item as a tuple
    kind: str,
    body: bytes,
    base_url: str | None,
    charset: str | None,
    read_at: datetime,
    site: frozenset[str] | None = None,
) -> Listing:
    """What a feed, a sitemap or a list of URLs (`kind`) lists.

    base_url: where it was fetched from; None for a list on disk. charset: as HTTP declares it. read_at: UTC. site: the
    registered domains that the pages of a sitemap must belong to, by default its own. Raises PageError with a reason.
    """
    if kind == "urls" or base_url is None:
        return read_url_list(body, base_url, read_at)
    # Imported by who reads one: feedparser takes 0.15 s, which `daybook --help` would pay too.
    if kind == "feed":
        from extract.pages.feeds import read_feed  # noqa: PLC0415

        return read_feed(body, base_url, charset, read_at)
    from extract.pages.sitemaps import read_sitemap  # noqa: PLC0415

    return read_sitemap(body, base_url, read_at, site)
