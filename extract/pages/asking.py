"""Asks the sources on the web, and lists of URLs on disk, for pages; each answers with those that are new."""

import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from extract.contract.tables import SourceCheck
from extract.errors import PageError
from extract.pages.answers import Answer, Request
from extract.pages.documents import read_document
from extract.pages.listings import Link, Listing
from extract.pages.offers import Answered, SourceOffers
from extract.pages.source_keys import Source
from extract.pages.surveys import Survey

# Asks for several addresses, and gives an answer for each as it comes.
Fetch = Callable[[Sequence[Request]], Iterable[Answer]]
# `read_document`, here or in a process that can be killed; raises PageError.
ReadDocument = Callable[[str, bytes, str | None, str | None, datetime, frozenset[str] | None], Listing]
# Source name and address to the last check of it that ended well.
LastCheck = Callable[[str, str], SourceCheck | None]
IsKnown = Callable[[Link], bool]
Clock = Callable[[], datetime]

_MAX_LIST_BYTES = 20_000_000


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _never(_source: str, _address: str) -> SourceCheck | None:
    """Nothing was asked before: the answer is whole."""
    return None


def _nothing(_link: Link) -> bool:
    """No page is known."""
    return False


def offers_of(
    source: Source,
    fetch: Fetch,
    last_check: LastCheck = _never,
    is_known: IsKnown = _nothing,
    *,
    read: ReadDocument = read_document,
    clock: Clock = _utc_now,
) -> SourceOffers:
    """What one source of kind urls, feed or sitemap offers; as `ask_sources`."""
    (found,) = ask_sources([source], fetch, last_check, is_known, read=read, clock=clock)
    return found


def ask_sources(
    sources: Sequence[Source],
    fetch: Fetch,
    last_check: LastCheck = _never,
    is_known: IsKnown = _nothing,
    *,
    read: ReadDocument = read_document,
    clock: Clock = _utc_now,
) -> Iterator[SourceOffers]:
    """What the sources of kind urls, feed and sitemap offer, in their order; all are asked at a time, one request a host.

    last_check: its validators make a request conditional; a source that has not changed offers nothing. is_known: whether a
    page was seen by an earlier run, as it is now. read: runs `read_document`. clock: the time in UTC, for what lies on disk.
    Raises nothing for what a source does: that is in the checks.
    """
    surveys = [Survey(source, last_check, is_known) for source in sources]
    for survey in surveys:
        if not survey.source.is_on_web:
            survey.take(_read_list(survey, read, clock()))
    # In rounds: what one round names (the sitemaps of an index, the next page of a feed) is asked in the next.
    while wanted := [(survey, request) for survey in surveys for request in survey.next_requests()]:
        answered = {
            answer.request: _read_answer(answer, wanted, read)
            for answer in fetch(list(dict.fromkeys(request for _, request in wanted)))
        }
        # Not as answers came: what is offered must not depend on which host was the fastest.
        for survey, request in wanted:
            survey.take(answered[request][survey.source.kind, survey.site])
    for survey in surveys:
        yield survey.result()


def _read_answer(
    answer: Answer, wanted: Sequence[tuple[Survey, Request]], read: ReadDocument
) -> dict[tuple[str, frozenset[str] | None], Answered]:
    """The answer, read for each source that asked for it: two may declare one address."""
    askers = {(survey.source.kind, survey.site) for survey, request in wanted if request == answer.request}
    return {(kind, site): _read_one(answer, kind, site, read) for kind, site in askers}


def _read_one(answer: Answer, kind: str, site: frozenset[str] | None, read: ReadDocument) -> Answered:
    given = Answered(
        address=answer.request.url, asked_at=answer.requested_at, outcome=answer.outcome, status=answer.status,
        etag=answer.etag, last_modified=answer.last_modified, opt_outs=answer.opt_outs, detail=answer.detail,
    )  # fmt: skip
    if answer.outcome != "ok":
        return given
    return given.with_listing(
        lambda: read(kind, answer.body, answer.final_url, answer.charset, answer.requested_at, site)
    )


def _read_list(survey: Survey, read: ReadDocument, now: datetime) -> Answered:
    """The list of URLs on disk; its size and age stand for an ETag."""
    path = survey.source.path
    given = Answered(address=str(path), asked_at=now, outcome="ok")
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return given.failed("unreadable", "it is no regular file")
        given = given.with_etag(f"{status.st_size}-{status.st_mtime_ns}")
        if survey.is_unchanged(given):
            return given.failed("not_modified", "")
        body = _read_bytes(path)
    except PageError as error:
        return given.failed("unreadable", str(error))
    except OSError as error:
        return given.failed(
            "gone" if isinstance(error, FileNotFoundError) else "unreadable", f"{path}: {error.strerror}"
        )
    return given.with_listing(lambda: read("urls", body, None, None, now, None))


def _read_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        body = file.read(_MAX_LIST_BYTES + 1)
    if len(body) > _MAX_LIST_BYTES:
        raise PageError("too_big", f"the list has more than {_MAX_LIST_BYTES:,} bytes")
    return body
