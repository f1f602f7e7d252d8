"""The table of promises: which tests hold each promise of `promises.csv`, how many cases they tried, how many failed.

A test says `@pytest.mark.promise(9)`, and `tried(46)` for how many cases it tried (else it counts as one); `tried(3, "kills
survived")` where it counts other things than its promise does. `pytest --promises` runs these tests alone, `--promises 9` those
of one promise, and prints the table at the end, under xdist too.
"""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

# Started by commands of their own, for they take longer: servers of Airflow, Celery and Superset.
OF_OTHER_COMMANDS = ("airflow", "cluster", "bi")


@dataclass(frozen=True)
class Promise:
    """A row of the list; `counted`: what its cases are, `elsewhere`: the command that tests the rest of it."""

    number: int
    is_tested_every_push: bool
    name: str
    counted: str
    elsewhere: str


@cache
def read_promises() -> dict[int, Promise]:
    """Number to promise."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as lines:
        return {
            int(row["number"]): Promise(
                int(row["number"]), row["every_push"] == "yes", row["name"], row["counted"], row["elsewhere"]
            )
            for row in csv.DictReader(lines)
        }


def promises_of(item: pytest.Item) -> list[int]:
    """Numbers of the promises that a test holds, ascending."""
    return sorted({number for mark in item.iter_markers("promise") for number in mark.args})


@dataclass
class Sum:
    """What became of the tests of a promise."""

    tests: set[str] = field(default_factory=set)
    cases: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0


class PromiseTable:
    """Adds up the reports of tests and prints them by promise; under xdist in the process that hands tests out."""

    def __init__(self) -> None:
        self.sums = {number: Sum() for number in read_promises()}
        self.counted: Counter[str] = Counter()
        self._ran: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        properties = report.user_properties
        numbers = [number for name, number in properties if name == "promise"]
        for number in numbers:
            self._add(self.sums[number], report)
        if report.when == "call" and not report.skipped:
            self._ran.add(report.nodeid)
        # What was tried is told once a fixture has ended, at the latest.
        if not numbers or report.when != "teardown" or report.nodeid not in self._ran:
            return
        tried = [case for name, case in properties if name == "tried"]
        for cases, what in tried:
            self.counted[what or read_promises()[numbers[0]].counted] += cases
        for number in numbers:
            self.sums[number].cases += sum(cases for cases, _ in tried) if tried else 1

    def _add(self, total: Sum, report: pytest.TestReport) -> None:
        total.tests.add(report.nodeid)
        total.seconds += report.duration
        total.failed += report.failed
        total.skipped += report.skipped

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("promises")
        form = "{:>3}{} {:<47} {:>6} {:>8} {:>8} {:>8} {:>8}  {}".format
        terminalreporter.line(
            form("#", " ", "promise", "tests", "cases", "failures", "skipped", "seconds", "the rest of it")
        )
        for number, total in self.sums.items():
            promise = read_promises()[number]
            if total.tests:
                star = "*" if promise.is_tested_every_push else " "
                numbers = (len(total.tests), total.cases, total.failed, total.skipped, f"{total.seconds:.1f}")
                terminalreporter.line(form(number, star, promise.name, *numbers, promise.elsewhere))
        terminalreporter.line("* on every push; seconds are those of the tests, which run two at a time")
        terminalreporter.line("")
        for what, cases in sorted(self.counted.items()):
            terminalreporter.line(f"{cases:>9,} {what}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--promises",
        nargs="?",
        type=int,
        const=0,
        help="run the tests of promises alone, or of one promise by its number, and print their table",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("promises") is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(PromiseTable(), "promise table")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        numbers = promises_of(item)
        unknown = [number for number in numbers if number not in read_promises()]
        if unknown:
            raise pytest.UsageError(f"{item.nodeid}: promises.csv has no promise {unknown[0]}")
        item.user_properties += [("promise", number) for number in numbers]
    asked = config.getoption("promises")
    if asked is not None:
        kept = [item for item in items if _is_asked_for(item, asked)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


def _is_asked_for(item: pytest.Item, asked: int) -> bool:
    numbers = promises_of(item)
    is_elsewhere = any(item.get_closest_marker(name) for name in OF_OTHER_COMMANDS)
    return not is_elsewhere and (asked in numbers if asked else bool(numbers))


@pytest.fixture
def tried(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Tell how many cases a test has tried, and of what where it is not what its promise counts."""

    def tell(cases: int, what: str = "") -> None:
        request.node.user_properties.append(("tried", (cases, what)))

    return tell
