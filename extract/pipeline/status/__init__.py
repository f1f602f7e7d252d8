"""The state of a home, for a person and for a probe: what is wrong, how fresh it is, what waits, was refused, and takes room."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypedDict, TypeVar

from extract.contract.derive import CONTRACT_VERSION
from extract.errors import DaybookError, InputError, WarehouseError
from extract.pipeline.context import Context
from extract.pipeline.extracting import article_versions
from extract.pipeline.reading import fact_versions
from extract.pipeline.status.books import Books, Discarded, find_quarantined, read_books
from extract.pipeline.status.contracts import Contract, read_contract
from extract.pipeline.status.disk import Disk, measure_disk
from extract.pipeline.status.gates import Gate, read_gates
from extract.pipeline.status.hours import Hours, describe_hours, find_hours
from extract.pipeline.status.problems import PROBLEMS, Problem, find_problems, say_bytes, say_duration
from extract.pipeline.status.readers import (
    Freshness,
    Rollback,
    SkippedLanguages,
    count_skipped_languages,
    describe_freshness,
    read_generations,
    read_published,
)
from extract.pipeline.status.sealed import (
    STEPS,
    SealedBatches,
    Waiting,
    count_rejects,
    count_skipped,
    find_backlog,
    find_due,
)

__all__ = ["PROBLEMS", "STEPS", "Problem", "Status", "read_status", "say_bytes", "say_duration"]

Found = TypeVar("Found")


class Status(TypedDict):
    """What `daybook status` says; a probe reads the same as JSON.

    as_of: when it was read. problems: what is wrong, worst first, each name one of `PROBLEMS`. freshness, hours, contract, disk:
    see their classes. batches: step to batches sealed. due: step to batches missing or made from older input or rules. backlog:
    what waits for each step, and for `publish`. rejects: step and reason to number. skipped_languages: articles whose facts are
    not read. damaged: step to batches whose files are not what was sealed. quarantined: batch that a gate keeps out to why.
    gates: the last run of each. discarded: a build that was thrown away, and nothing published since, else null. published: what
    readers see, null before the first publication. kept: numbers of the earlier generations that readers can be given again.
    rollback: the generation that readers were given again and those it was rolled back from, null where none is in force.
    """

    home: str
    as_of: str
    problems: list[Problem]
    freshness: Freshness
    hours: Hours
    batches: dict[str, int]
    due: dict[str, int]
    backlog: dict[str, Waiting]
    rejects: dict[str, int]
    skipped_languages: SkippedLanguages
    damaged: dict[str, list[str]]
    quarantined: dict[str, str]
    gates: dict[str, Gate]
    discarded: Discarded | None
    published: dict[str, object] | None
    kept: list[int]
    rollback: Rollback | None
    contract: Contract
    disk: Disk


def read_status(context: Context, *, is_verified: bool = False, now: datetime | None = None) -> Status:
    """The state of the context's home. It waits for no lock and changes nothing.

    is_verified: read every byte of every batch and hold it against its manifest, and count every page; without it, that the
    manifests can be read and their files are there. now: a moment with its zone; by default the clock's.
    """
    home, batches = context.settings.home, SealedBatches(context.batches)
    where = context.warehouse
    now = now or datetime.now(tz=UTC)
    unreadable: list[tuple[str, DaybookError]] = []

    def read(name: str, reader: Callable[[], Found], otherwise: Found) -> Found:
        """What cannot be read is a problem to tell, once; the rest is told all the same."""
        try:
            return reader()
        except (WarehouseError, InputError) as error:
            if name not in dict(unreadable):
                unreadable.append((name, error))
            return otherwise

    published = read("published_unreadable", lambda: read_published(where), None)
    no_languages: dict[str, int] = {}
    languages = no_languages
    if published:
        languages = read("published_unreadable", lambda: count_skipped_languages(where), no_languages)
    books = read("ledger_unreadable", lambda: read_books(where), Books())
    no_generations: tuple[list[int], Rollback | None] = [], None
    kept, rollback = read("ledger_unreadable", lambda: read_generations(where), no_generations)
    no_contract = Contract(current=CONTRACT_VERSION, batches={}, published=None, newer=None, is_half_restored=False)
    contract = read("ledger_unreadable", lambda: read_contract(where, batches, published), no_contract)
    hours = describe_hours(find_hours(batches.batch_ids("discover")))
    due = find_due(batches, {"extract_articles": article_versions(), "read_facts": fact_versions(context)})
    damaged = batches.damaged if is_verified else batches.lacking_files
    status = Status(
        home=str(home),
        as_of=now.isoformat(timespec="seconds"),
        problems=[],
        freshness=describe_freshness(published, hours["last"], now),
        hours=hours,
        batches={step: len(batches.batch_ids(step)) for step in STEPS},
        due={step: len(batch_ids) for step, batch_ids in due.items()},
        backlog=find_backlog(batches, due, books.published, now.timestamp()),
        rejects=count_rejects(batches),
        skipped_languages=SkippedLanguages(article_versions=count_skipped(batches), published=languages),
        damaged={step: found for step in STEPS if (found := damaged(step))},
        quarantined=find_quarantined(books, batches),
        gates=read_gates(home, now),
        discarded=books.discarded,
        published=published,
        kept=kept,
        rollback=rollback,
        contract=contract,
        disk=measure_disk(home, is_exact=is_verified),
    )
    status["problems"] = find_problems(status, unreadable, is_erasing=context.tombstones.is_unfinished)
    return status
