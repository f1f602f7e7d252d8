"""The web as the steps see it: who we say we are, whose turn it is, and what was asked before."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

from extract.contract.tables import Discovery
from extract.errors import PageError
from extract.pages.answers import Answer, FetchRules, Request
from extract.pages.asking import ReadDocument
from extract.pages.fetch import HostStates, fetch_all
from extract.pages.hosts import HostLocks
from extract.pages.listings import Listing
from extract.pages.sources import load_sources
from extract.pipeline.context import Context
from extract.runtime.worker_process import Limits
from extract.runtime.workers import Workers
from extract.store.host_locks import HostFiles

# A sitemap of 50,000 URLs takes a second.
_DOCUMENT_SECONDS = 10.0


def fetch_rules(context: Context) -> FetchRules:
    """The rules of fetching, as the settings have them."""
    return FetchRules(user_agent=context.settings.user_agent, allow_private=frozenset(context.settings.fetch_private))


def ask_pages(context: Context, offers: Sequence[Discovery], states: HostStates) -> Iterator[tuple[Discovery, Answer]]:
    """The answers for pages, one for each, as they come. states: what the run has learned of hosts so far."""
    if not offers:
        return
    gaps = {source.name: source.min_gap_seconds for source in load_sources(context.settings.sources_path)}
    # Asked by the whole address; `page_uri` is what may be written down of it.
    waiting = {offer.url or offer.page_uri: offer for offer in offers}
    requests = [
        Request(url, offer.etag, offer.last_modified, min_gap_seconds=gaps.get(offer.source_name))
        for url, offer in waiting.items()
    ]
    with _open_hosts(context) as locks:
        for answer in fetch_all(requests, fetch_rules(context), states=states, locks=locks):
            yield waiting[answer.request.url], answer


def ask_addresses(context: Context, states: HostStates, requests: Sequence[Request]) -> Iterator[Answer]:
    """The answers of feeds, sitemaps and lists, under the same rules, as they come."""
    with _open_hosts(context) as locks:
        yield from fetch_all(requests, fetch_rules(context), states=states, locks=locks)


@contextmanager
def _open_hosts(context: Context) -> Iterator[HostLocks]:
    """Turns at hosts, shared with every process of the home, or every worker of the lake."""
    if place := context.lake:
        # psycopg2 is loaded by whoever has a lake.
        from extract.store.lake.hosts import open_lake_hosts

        with open_lake_hosts(place) as hosts:
            yield hosts
    else:
        yield HostFiles(context.settings.home)


@contextmanager
def document_reader(context: Context) -> Iterator[ReadDocument]:
    """Reads feeds and sitemaps in a process that can be killed: some make their parser take minutes.

    What it gives raises PageError: those of `read_document`, timed_out, out_of_memory, worker_died.
    """
    limits = Limits(seconds=_DOCUMENT_SECONDS, memory_bytes=context.settings.extract_memory_mb * 1_000_000)
    with Workers("extract.pages.documents:read_document", limits=limits) as workers:

        def read(*document: object) -> Listing:
            (outcome,) = workers.run([document])
            if outcome.failure is None:
                return cast(Listing, outcome.result)
            if isinstance(outcome.failure.error, PageError):
                raise outcome.failure.error
            raise PageError(outcome.failure.reason, outcome.failure.detail)

        yield read
