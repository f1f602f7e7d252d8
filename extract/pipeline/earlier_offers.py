"""What earlier runs were offered, and what became of it: nothing is fetched twice, nothing given up at the first failure."""

import logging
import os
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from extract.contract.columns import ON_DISK_KINDS, TRANSIENT_OUTCOMES
from extract.contract.derive import arrow_table
from extract.contract.keys import hash_id
from extract.contract.tables import Discovery, Fetch, Reject, SourceCheck
from extract.contract.url_secrets import hide_secrets
from extract.contract.urls import url_key
from extract.errors import BatchError
from extract.pages.listings import Link
from extract.pipeline.context import Context, count_rejects, distinct_rejects
from extract.runtime.counters import Counts
from extract.runtime.logs import log
from extract.store.batches import Tables, rows_of

# A page that could not be fetched five times is given up; its refusals stay in `rejects` and `fetches`.
_MAX_TRIES = 5
# The refusal of a page whose source was disabled, or taken out, before the page was fetched.
SOURCE_OFF = "source_off"


# A batch, what its offers were refused for (None where it was not fetched yet), and the answers to them.
_Read = tuple["OfferBatch", dict[str, str] | None, dict[str, Fetch]]


def key_of(offer: Discovery) -> str:
    """What names an offer in `rejects`: a page's address; an archive may hold one address many times."""
    if offer.archive_uri is None:
        return offer.page_uri
    return f"{offer.archive_uri}#{offer.archive_offset} {offer.page_uri}"


@dataclass(frozen=True, slots=True)
class OfferBatch:
    """What one batch was offered, how its sources were asked, and what was refused before it was an offer."""

    batch_id: str
    offers: list[Discovery] = field(default_factory=list)
    checks: list[SourceCheck] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def write(self, context: Context) -> None:
        """Seal the batch; it replaces what it was before."""
        counts = Counts()
        rejects = distinct_rejects(self.rejects)
        counts.add("pages", len(self.offers))
        count_rejects(counts, rejects)
        tables: Tables = {
            Discovery: arrow_table(Discovery, self.offers),
            SourceCheck: arrow_table(SourceCheck, self.checks),
            Reject: arrow_table(Reject, rejects),
        }
        context.batches.write(
            "discover", self.batch_id, tables, input_sha256=None, versions={}, counts=counts.as_dict()
        )


@dataclass(slots=True)
class EarlierOffers:
    """All earlier batches. seen: ids of the offers that need no new one."""

    batches: list[OfferBatch] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    _checks: dict[tuple[str, str], SourceCheck] = field(default_factory=dict)
    _fetches: dict[str, Fetch] = field(default_factory=dict)
    _tries: dict[str, int] = field(default_factory=dict)
    _failed: dict[str, Discovery] = field(default_factory=dict)
    _keys: set[str] = field(default_factory=set)

    def last_check(self, source_name: str, address: str) -> SourceCheck | None:
        """How an address of a source was last asked with an answer."""
        return self._checks.get((source_name, hide_secrets(address)))

    def last_fetch(self, page_uri: str) -> Fetch | None:
        """The last answer to a request for a page."""
        return self._fetches.get(page_uri)

    def note_checks(self) -> None:
        """Take in how sources were asked, once all batches are in.

        A run that has lost a batch has lost what its sources offered: its checks do not count, and they are asked for all again.
        """
        places: dict[str, list[int]] = {}
        for batch in self.batches:
            places.setdefault(run_of(batch.batch_id), []).append(place_in_run(batch.batch_id))
        for batch in self.batches:
            found = places[run_of(batch.batch_id)]
            if len(found) > max(found):
                self._note_checks_of(batch)

    def _note_checks_of(self, batch: OfferBatch) -> None:
        for check in batch.checks:
            known = self._checks.get((check.source_name, check.address))
            if check.outcome in ("ok", "not_modified") and (known is None or known.checked_at < check.checked_at):
                self._checks[check.source_name, check.address] = check

    def knows(self, link: Link) -> bool:
        """Whether a page was offered before and, by its source, has not changed since it was fetched."""
        key = url_key(link.url)
        if key not in self._keys:
            return False
        if id_of_link(link.url, link.updated) in self.seen:
            return True
        fetch = self._fetches.get(hide_secrets(link.url))
        return not (fetch and link.updated_at and link.updated_at > fetch.requested_at)

    def to_try_again(self, enabled: Collection[str]) -> list[Discovery]:
        """Pages that could not be had for a reason that may pass, and that were not tried too often.

        enabled: the sources that may be asked. A page of an archive is tried again as soon as its file can be read.
        """
        return [
            offer
            for identity, offer in self._failed.items()
            if identity not in self.seen and self._may_be_tried(offer, enabled) and not self._is_settled(offer)
        ]

    def _may_be_tried(self, offer: Discovery, enabled: Collection[str]) -> bool:
        if offer.archive_uri is not None:
            return os.access(offer.archive_uri, os.R_OK)
        return offer.source_name in enabled and self._tries[offer.discovery_id] < _MAX_TRIES

    def _is_settled(self, offer: Discovery) -> bool:
        """Whether the page was answered for under another offer of it, made when its source said that it had changed."""
        fetch = self._fetches.get(offer.page_uri)
        return fetch is not None and fetch.outcome not in TRANSIENT_OUTCOMES

    def add(self, batch: OfferBatch, outcomes: Mapping[str, str] | None, fetches: Mapping[str, Fetch]) -> None:
        """Count a batch in. outcomes: `key_of` an offer to the reason it was refused for; None where it was not fetched yet."""
        self.batches.append(batch)
        for uri, fetch in fetches.items():
            if uri not in self._fetches or self._fetches[uri].requested_at < fetch.requested_at:
                self._fetches[uri] = fetch
        for offer in batch.offers:
            if offer.source_kind not in ON_DISK_KINDS:
                self._keys.add(url_key(offer.page_uri))
            reason = (outcomes or {}).get(key_of(offer))
            if reason == "unreadable" and offer.source_kind == "files":
                # The folder offers it again as long as it is there.
                continue
            # An archive that is away for a while is not indexed again, and a source that is off is not asked.
            is_away = reason == SOURCE_OFF or (reason == "unreadable" and offer.source_kind == "archive")
            if reason in TRANSIENT_OUTCOMES or is_away:
                self._tries[offer.discovery_id] = self._tries.get(offer.discovery_id, 0) + (not is_away)
                self._failed[offer.discovery_id] = offer
            else:
                self.seen.add(offer.discovery_id)


def run_of(batch_id: str) -> str:
    """The run that made a batch."""
    return batch_id.rsplit("-", 1)[0]


def place_in_run(batch_id: str) -> int:
    """Which of its run's batches it is, from 0; -1 for a name that no run gave."""
    number = batch_id.rsplit("-", 1)[-1]
    return int(number) if number.isdigit() else -1


def id_of_link(url: str, updated: str | None) -> str:
    """The id of an offer on the web: a page, and when its source says that it changed."""
    return hash_id("discovery", url_key(url), updated)


def read_earlier_offers(context: Context) -> EarlierOffers:
    """Every batch that can be read; one that cannot is told, and its pages count as not seen."""
    earlier = EarlierOffers()
    for batch_id, found in _read_all(context):
        if isinstance(found, BatchError):
            said = f"discover cannot read batch {batch_id}: {found.message}"
            log(said, logging.WARNING, step="discover", batch_id=batch_id)
        else:
            earlier.add(*found)
    earlier.note_checks()
    return earlier


def _read_all(context: Context) -> Iterator[tuple[str, _Read | BatchError]]:
    """Every batch with what was offered in it and what became of it, in order; from a store, several are read at once."""

    def read(batch_id: str) -> _Read | BatchError:
        try:
            return _read_offers(context, batch_id), *_read_outcomes(context, batch_id)
        except BatchError as error:
            return error

    batches = context.batches
    batch_ids = batches.batch_ids("discover")
    if batches.at_a_time == 1:
        yield from ((batch_id, read(batch_id)) for batch_id in batch_ids)
        return
    with ThreadPoolExecutor(batches.at_a_time) as readers:
        yield from zip(batch_ids, readers.map(read, batch_ids), strict=True)


def _read_offers(context: Context, batch_id: str) -> OfferBatch:
    read = context.batches.read
    return OfferBatch(
        batch_id,
        rows_of(Discovery, read("discover", batch_id, Discovery)),
        rows_of(SourceCheck, read("discover", batch_id, SourceCheck)),
        rows_of(Reject, read("discover", batch_id, Reject)),
    )


def _read_outcomes(context: Context, batch_id: str) -> tuple[dict[str, str] | None, dict[str, Fetch]]:
    if context.batches.manifest("fetch_pages", batch_id) is None:
        return None, {}
    rejects = rows_of(Reject, context.batches.read("fetch_pages", batch_id, Reject))
    fetches = rows_of(Fetch, context.batches.read("fetch_pages", batch_id, Fetch))
    return {row.key: row.reason for row in rejects}, {row.page_uri: row for row in fetches}


def packed_by_host(offers: Mapping[str, list[Discovery]], size: int) -> Iterator[list[Discovery]]:
    """Batches of at most `size` offers; a host's offers stay together, so that two tasks never ask one host at once."""
    batch: list[Discovery] = []
    for group in offers.values():
        if batch and len(batch) + len(group) > size:
            yield batch
            batch = []
        batch += group
        while len(batch) > size:
            # More than a batch of one host: the lock on the host keeps its tasks apart.
            yield batch[:size]
            batch = batch[size:]
    if batch:
        yield batch
