"""What was measured of Airflow beside the same steps without it, and the tables that `make bench-orchestration` prints."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Span:
    """A task on the line of time, in seconds: waited for the scheduler, starting its process, and in the task."""

    task: str
    waited: float
    starting: float
    in_task: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. steps: seconds by step, without Airflow. spans: its tasks, with it. cpu: seconds by part of Airflow in that time.

    idle: the same for a minute in which nothing is to do. rows: published, by table.
    """

    seconds: float
    cpu_of_steps: float
    rows: dict[str, int]
    digest: str
    steps: dict[str, float] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    cpu: dict[str, float] = field(default_factory=dict)
    idle: dict[str, float] = field(default_factory=dict)


def show(articles: int, plain: Sequence[Measured], orchestrated: Sequence[Measured]) -> bool:
    """Print where the time goes and what is on top; whether both published as much."""
    console = Console(width=120, highlight=False)
    console.print(table_of_tasks(articles, plain, orchestrated), table_of_parts(orchestrated))
    bare, whole = median(plain, lambda one: one.seconds), median(orchestrated, lambda one: one.seconds)
    starting, waited = (
        median(orchestrated, lambda one, what=what: sum(getattr(span, what) for span in one.spans))
        for what in ("starting", "waited")
    )
    tasks = len(orchestrated[0].spans) - 1
    beside = median(orchestrated, lambda one: sum(one.cpu.values()))
    cpu_bare, cpu_tasks = (median(many, lambda one: one.cpu_of_steps) for many in (plain, orchestrated))
    console.print(
        f"without Airflow {bare:.1f} s, with Airflow {whole:.1f} s: "
        f"overhead {whole - bare:.1f} s (ratio {whole / bare:.2f})",
        f"  of it: starting {tasks} processes {starting:.1f} s; waiting for the scheduler {waited:.1f} s; the rest "
        f"{whole - bare - starting - waited:.1f} s, in tasks, not measured apart: imports, the API server, a shared CPU",
        f"CPU seconds: without Airflow {cpu_bare:.1f}; with it {cpu_tasks:.1f} in tasks and {beside:.1f} in Airflow itself",
        sep="\n",
    )
    differing = {
        table: sorted({one.rows.get(table) for one in (*plain, *orchestrated)}, key=str)
        for table in plain[0].rows
        if len({one.rows.get(table) for one in (*plain, *orchestrated)}) > 1
    }
    rows = ", ".join(f"{plain[0].rows.get(table)} {table}" for table in ("articles", "events", "figures"))
    if differing:
        console.print(f"NOT the same was published; rows by table: {differing}")
    else:
        digests = {one.digest for one in (*plain, *orchestrated)}
        alike = "and equal digests" if len(digests) == 1 else "digests differ"
        console.print(f"Both published as many rows in each of {len(plain[0].rows)} tables ({rows}), {alike}.")
    return not differing


def table_of_tasks(articles: int, plain: Sequence[Measured], orchestrated: Sequence[Measured]) -> Table:
    """Each step without Airflow, and its task."""
    title = f"{articles} articles in one batch: medians of {len(plain)}, seconds"
    table = Table("step", "daybook run", "in its task", "starting it", "waited before", title=title)
    steps, spans = {}, {}
    for name in plain[0].steps:
        steps[name] = median(plain, lambda one, name=name: one.steps.get(name, 0))
    for span in orchestrated[0].spans:
        of_all = [[other for other in one.spans if other.task == span.task] for one in orchestrated]
        spans[span.task] = [
            statistics.median(sum(getattr(other, what) for other in one) for one in of_all)
            for what in ("in_task", "starting", "waited")
        ]
    for task, seconds in spans.items():
        step = task.rpartition(".")[2]
        # What has no line of its own in the log is in the first step after it.
        bare = f"{steps[step]:.1f}" if step in steps else "in the next"
        table.add_row(task, bare, *(f"{number:.1f}" for number in seconds))
    table.add_section()
    totals = [sum(seconds[column] for seconds in spans.values()) for column in range(3)]
    table.add_row("together", f"{sum(steps.values()):.1f}", *(f"{total:.1f}" for total in totals))
    for column in table.columns[1:]:
        column.justify = "right"
    return table


def table_of_parts(orchestrated: Sequence[Measured]) -> Table:
    """The CPU seconds that Airflow takes itself."""
    table = Table("part of Airflow", "in the run", "a minute of the run", "a minute idle", title="CPU seconds")
    cpu = {part: median(orchestrated, lambda one, part=part: one.cpu.get(part, 0)) for part in orchestrated[0].cpu}
    parts = sorted(filter(cpu.get, cpu), key=cpu.get, reverse=True)
    for name, chosen in (*((part, [part]) for part in parts), ("together", parts)):
        in_run, a_minute, idle = zip(*(_sums(one, chosen) for one in orchestrated), strict=True)
        cells = map(statistics.median, (in_run, a_minute, idle))
        table.add_row(name, *(f"{cell:.1f}" for cell in cells), end_section=name == parts[-1])
    for column in table.columns[1:]:
        column.justify = "right"
    return table


def _sums(one: Measured, parts: Sequence[str]) -> tuple[float, float, float]:
    """CPU seconds of parts of Airflow in the run, in a minute of it, and in a minute idle."""
    in_run = sum(one.cpu.get(part, 0) for part in parts)
    return in_run, in_run * 60 / one.seconds, sum(one.idle.get(part, 0) for part in parts)


def median(many: Sequence[Measured], what: Callable[[Measured], float]) -> float:
    """The median of something over rounds."""
    return statistics.median(map(what, many))
