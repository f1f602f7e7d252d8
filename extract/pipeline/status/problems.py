"""What is wrong with a home, worst first: what a probe counts and a person mends, each with its next command."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from extract.pipeline.status.contracts import count_older
from extract.pipeline.status.hours import backfill_command
from extract.store.batches import command_of

if TYPE_CHECKING:
    from extract.errors import DaybookError
    from extract.pipeline.status import Status

# Every name a problem can have, worst first, and what it means. `daybook status --help` lists them; a test compares.
PROBLEMS = {
    "newer_home": "a newer Daybook wrote the home: this one writes nothing",
    "restore_unfinished": "a restore was cut off midway",
    "nothing_published": "readers have nothing yet",
    "published_unreadable": "the published file is damaged, or open for writing elsewhere",
    "ledger_unreadable": "a line of ledger.jsonl is damaged, or home.json",
    "erasure_unfinished": "an erasure was begun and is not complete",
    "disk_low": "less than 5 % is free, or less than warehouse and published files take",
    "gate_red": "the last check_marts, audit, or check_batches without a batch to blame, was red",
    "build_discarded": "the last build failed, and nothing was published since",
    "damaged_batches": "files of a batch are gone; with --verify: or have other bytes than were sealed",
    "older_contract": "batches or the published file are of an earlier version of Daybook",
    "quarantined_batches": "a gate keeps a batch out",
    "missing_hours": "hours between the first and the last collected one were not collected",
    "stale": "the last collected hour ended more than 3 hours ago",
    "waiting": "a batch has waited more than 3 hours for its next step",
}
MAX_AGE_SECONDS = 3 * 3600
_MIN_FREE_SHARE = 0.05
# A message names so many; the rest is a number.
_MAX_NAMED = 5


class Problem(TypedDict):
    """One thing that is wrong: its name, one of `PROBLEMS`; what it is; what to do about it."""

    name: str
    what: str
    hint: str


def find_problems(
    status: "Status", unreadable: Sequence[tuple[str, "DaybookError"]], *, is_erasing: bool
) -> list[Problem]:
    """What is wrong, worst first. unreadable: names of problems, and the errors that were met on the way.

    is_erasing: an erasure was begun and is not complete.
    """
    found = [
        *(Problem(name=name, what=error.message, hint=error.hint or "see the log") for name, error in unreadable),
        *_of_contract(status),
        *_of_readers(status, {name for name, _ in unreadable}),
        *_of_erasure(is_erasing=is_erasing),
        *_of_disk(status),
        *_of_gates(status),
        *_of_batches(status),
        *_of_hours(status),
        *_of_backlog(status),
    ]
    order = list(PROBLEMS)
    return sorted(found, key=lambda problem: order.index(problem["name"]))


def _of_contract(status: "Status") -> Iterator[Problem]:
    contract = status["contract"]
    if newer := contract["newer"]:
        hint = "install that Daybook, or daybook restore a backup that this one made"
        yield Problem(name="newer_home", what=f"the home is of a newer Daybook: {newer}", hint=hint)
    if contract["is_half_restored"]:
        hint = "daybook restore the same backup again: it goes on"
        yield Problem(name="restore_unfinished", what="a restore was cut off, and is half in place", hint=hint)
    older, published = count_older(contract), contract["published"]
    said = [f"{_count(older, 'batch', 'batches')} of steps"] if older else []
    if published and published < contract["current"]:
        said.append("the published file")
    if said:
        oldest = min([published or contract["current"], *map(int, contract["batches"])])
        what = (
            f"{' and '.join(said)} were made under contract {oldest} or later; this version has {contract['current']}"
        )
        yield Problem(
            name="older_contract", what=what, hint="daybook migrate (with --dry-run it says what it would do)"
        )


def _of_readers(status: "Status", unreadable: set[str]) -> Iterator[Problem]:
    if status["published"] is None and "published_unreadable" not in unreadable:
        hint = "daybook run FOLDER_OF_PAGES"
        yield Problem(name="nothing_published", what=f"nothing is published in {status['home']}", hint=hint)


def _of_erasure(*, is_erasing: bool) -> Iterator[Problem]:
    if is_erasing:
        what = "an erasure was begun and is not complete: what has to go may still be there"
        yield Problem(name="erasure_unfinished", what=what, hint="daybook erase --again")


def _of_disk(status: "Status") -> Iterator[Problem]:
    disk = status["disk"]
    needed = disk["warehouse"] + disk["published"]
    if disk["free"] < _MIN_FREE_SHARE * disk["total"] or disk["free"] < needed:
        what = f"{say_bytes(disk['free'])} of {say_bytes(disk['total'])} are free; a build may take {say_bytes(needed)}"
        hint = f"df -h {status['home']}; fewer generations are kept with DAYBOOK_GENERATIONS"
        yield Problem(name="disk_low", what=what, hint=hint)


def _of_gates(status: "Status") -> Iterator[Problem]:
    for name, gate in status["gates"].items():
        # A batch that is to blame is quarantined, and named as such.
        if gate["is_green"] or gate["red_batches"]:
            continue
        what = f"{name}: {gate['red_count']} of {gate['checks']} checks are red: {_some(gate['red'])}"
        then = "daybook build --full, and every step after it" if name == "audit" else "daybook run"
        yield Problem(name="gate_red", what=what, hint=f"see {gate['report']}, mend the cause, then {then}")
    discarded = status["discarded"]
    if discarded and not discarded["reason"].startswith("check_marts"):
        what = f"the last build was thrown away, readers keep what they have: {_cut(discarded['reason'])}"
        yield Problem(name="build_discarded", what=what, hint="mend the cause, then daybook load, and every step after")


def _of_batches(status: "Status") -> Iterator[Problem]:
    for step, names in status["damaged"].items():
        what = f"files of {_count(len(names), 'batch', 'batches')} of {step} are not what was sealed: {_some(names)}"
        yield Problem(name="damaged_batches", what=what, hint=command_of(step, names[0], again=True))
    if refused := status["quarantined"]:
        named = _some([f"{batch_id} ({_cut(reason)})" for batch_id, reason in refused.items()])
        what = f"{_count(len(refused), 'batch is', 'batches are')} kept out: {named}"
        page = Path(status["home"]) / "quality/index.html"
        hint = f"see {page}; once mended: daybook read-facts {next(iter(refused))} --again"
        yield Problem(name="quarantined_batches", what=what, hint=hint)


def _of_hours(status: "Status") -> Iterator[Problem]:
    missing = status["hours"]["missing"]
    for gap in missing[:_MAX_NAMED]:
        what = f"{gap['start']} to {gap['end']}, {_count(gap['hours'], 'hour')}"
        yield Problem(name="missing_hours", what=what, hint=backfill_command(gap))
    if rest := missing[_MAX_NAMED:]:
        what = f"{_count(len(rest), 'gap')} more, {_count(sum(gap['hours'] for gap in rest), 'hour')} in all"
        yield Problem(name="missing_hours", what=what, hint="daybook status --json names them all")
    age = status["freshness"]["last_hour_age_seconds"]
    if age is not None and age > MAX_AGE_SECONDS:
        what = f"the last collected hour ended {say_duration(age)} ago, at {status['hours']['last']}"
        yield Problem(name="stale", what=what, hint="airflow dags list-runs collect_news")


def _of_backlog(status: "Status") -> Iterator[Problem]:
    for step, waiting in status["backlog"].items():
        age = waiting["oldest_seconds"]
        if age is not None and age > MAX_AGE_SECONDS:
            what = f"{_count(waiting['batches'], 'batch', 'batches')} with {waiting['count']:,} {waiting['of']}"
            what = f"{step}: {what}, the oldest for {say_duration(age)}"
            command = f"daybook {step.replace('_', '-')}"
            hint = "daybook load, and every step after it" if step == "publish" else command
            yield Problem(name="waiting", what=what, hint=hint)


def say_duration(seconds: float) -> str:
    """A time span in its largest unit: `2 hours`."""
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        # Two of a unit at least: "90 minutes" says more than "1 hour".
        if abs(seconds) >= 2 * length:
            return _count(int(seconds // length), unit)
    return _count(int(seconds), "second")


def say_bytes(number: float) -> str:
    """A size as `df -h` writes it, in powers of 1,000: `1.2 GB`."""
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000:
            return f"{number:.0f} {unit}" if unit == "B" or number >= 100 else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:,.1f} TB"


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _some(names: Sequence[str]) -> str:
    left = len(names) - _MAX_NAMED
    return "; ".join(names[:_MAX_NAMED]) + (f"; and {left} more" if left > 0 else "")


def _cut(text: str) -> str:
    first = text.splitlines()[0] if text else ""
    return first if len(first) <= 200 else f"{first[:199]}…"
