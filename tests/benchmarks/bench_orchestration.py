"""What Airflow costs beside the same steps without it: `make bench-orchestration [BENCH_ARGS="--articles 50 --rounds 1"]`.

Without: `daybook run`, one process for all steps. With: Airflow as `make up` starts it, from the moment that collect_news may
run to the end of the run of publish_warehouse; its own start is not counted. Both take the same pages, as one batch, into an
empty home. They take turns, A B A B, and medians are compared.
Exit 1 where the two did not publish the same number of rows in every table.
"""

import argparse
import json
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import psutil
from bench_stages import ROOT
from orchestration_pages import write_pages
from orchestration_tables import Measured, Span, show

sys.path.insert(0, str(ROOT / "tests" / "orchestration"))

from running import QUICK, Airflow, clean_environment, wait_for

from extract.store.digest import digest

CHAIN = ("collect_news", "read_facts", "publish_warehouse")
MOST, PATIENCE = 500, 3600
# How the parts of Airflow call themselves, the first that fits counts. A worker waits for its task, which is a child of it.
PARTS = {
    "workers": ("airflow worker",),
    "API server": ("api_server", "api-server"),
    "DAG processor": ("dag-processor",),
    "triggerer": ("triggerer",),
    "scheduler": ("airflow scheduler",),
    "supervisord": ("supervisord",),
}
# Reads the DAGs as Airflow's DAG processor does, in a process of its own; what Airflow takes to be imported is not in it.
READING = """
import sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
print("SECONDS", sum(file.duration.total_seconds() for file in bag.dagbag_stats), len(bag.dags))
"""
# The tables that say when a row came, not what it says.
LEFT_OUT = ("runs",)


def main() -> None:
    """Measure in turns, print the tables, keep the JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=MOST, help=f"pages of one article, at most {MOST} (default)")
    parser.add_argument("--rounds", type=int, default=2, help="how often each is measured (default 2)")
    parser.add_argument("--idle", type=float, default=60, help="seconds to look at Airflow idle (default 60; 0: not)")
    parser.add_argument("--seed", type=int, default=7, help="of the made-up pages")
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    options = parser.parse_args()
    if not 1 <= options.articles <= MOST or options.rounds < 1:
        parser.error(f"--articles: 1 to {MOST}, as many as a batch holds; --rounds: 1 or more")

    # Whoever ends it finds no Airflow left behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    plain: list[Measured] = []
    orchestrated: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="bench-orchestration-") as name:
        folder = Path(name)
        write_pages(folder / "pages", options.articles, options.seed)
        for number in range(1, options.rounds + 1):
            plain.append(without_airflow(folder / f"a{number}", folder / "pages"))
            say(f"round {number}, without Airflow: {plain[-1].seconds:.1f} s")
            orchestrated.append(with_airflow(folder / f"b{number}", folder / "pages", options.idle))
            say(f"round {number}, with Airflow: {orchestrated[-1].seconds:.1f} s")
        seconds, dags = reading_of_dags(folder)
        print(f"reading the {dags} DAGs takes {seconds:.2f} s")
    is_same = show(options.articles, plain, orchestrated)
    if options.json:
        figures = {"articles": options.articles, "without": plain, "with": orchestrated}
        options.json.write_text(json.dumps(figures, indent=1, default=asdict) + "\n")
    sys.exit(0 if is_same else 1)


def say(words: str) -> None:
    """Tell how far it is, apart from the tables."""
    print(words, file=sys.stderr, flush=True)


def reading_of_dags(folder: Path) -> tuple[float, int]:
    """Seconds that reading the DAGs takes, the median of three times, and how many there are."""
    environment = clean_environment() | {"AIRFLOW_HOME": str(folder), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    command = [sys.executable, "-c", READING, ROOT / "dags"]
    said = [
        subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
        for _ in range(3)
    ]
    return statistics.median(float(words[-2]) for words in said), int(said[0][-1])


def without_airflow(home: Path, pages: Path) -> Measured:
    """All steps in one process."""
    home.mkdir()
    command = [ROOT / ".venv" / "bin" / "daybook", "--home", home, "--log-format", "json", "run", pages]
    environment = clean_environment() | {"DAYBOOK_BATCH_PAGES": str(MOST)}
    began, cpu = datetime.now(UTC), cpu_of_children()
    done = subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, check=False)
    ended = datetime.now(UTC)
    cpu = cpu_of_children() - cpu
    if done.returncode:
        sys.exit(f"daybook run failed: {done.stderr[-2000:]}")
    steps = seconds_of_steps(done.stderr.splitlines(), began, ended)
    return Measured((ended - began).total_seconds(), cpu, *published_in(home), steps=steps)


def seconds_of_steps(lines: Iterable[str], began: datetime, ended: datetime) -> dict[str, float]:
    """Seconds by step, from the lines in which each says that it is done: since the line before. What no step has is `(end)`."""
    seconds: Counter[str] = Counter()
    for line in lines:
        said = json.loads(line) if line.startswith("{") else {}
        if "step" in said:
            now = datetime.fromisoformat(said["time"])
            seconds[said["step"]] += (now - began).total_seconds()
            began = now
    seconds["(end)"] += (ended - began).total_seconds()
    return dict(seconds)


def with_airflow(home: Path, pages: Path, idle: float) -> Measured:
    """The DAGs, a task for each step."""
    home.mkdir()
    airflow = Airflow(
        home, DAYBOOK_PAGES=pages, DAYBOOK_BATCH_PAGES=MOST, AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION=True
    )
    # Tests have a worker missed sooner; `make up` has Airflow's own times.
    for name in QUICK:
        airflow.environment.pop(name)
    try:
        airflow.up()
        wait_for(lambda: dags_of(airflow), lambda found: found >= set(CHAIN), 120, "the DAGs are read")
        for dag_id in CHAIN[1:]:
            pause(airflow, dag_id, is_paused=False)
        keep_off_the_hour()
        before, began = cpu_of(airflow.processes()), datetime.now(UTC)
        # The run of the hour that has ended begins at once: that is the one to measure.
        pause(airflow, CHAIN[0], is_paused=False)
        airflow.wait_for_runs(CHAIN[0], 1, PATIENCE)
        pause(airflow, CHAIN[0], is_paused=True)
        airflow.wait_for_runs(CHAIN[-1], 1, PATIENCE)
        after = cpu_of(airflow.processes())
        runs = [run for dag_id in CHAIN for run in airflow.runs(dag_id)]
        if [(run["dag_id"], run["state"]) for run in runs] != [(dag_id, "success") for dag_id in CHAIN]:
            sys.exit(f"not one green run of each DAG: {[(run['dag_id'], run['state']) for run in runs]}")
        tasks = [task for dag_id in CHAIN for task in airflow.tasks(dag_id)]
        ended = datetime.fromisoformat(runs[-1]["end_date"])
        still = cpu_while_idle(airflow, idle)
    finally:
        airflow.down()
    took = {part: after[part] - before.get(part, 0) for part in after}
    return Measured(
        (ended - began).total_seconds(),
        took.pop("tasks", 0.0),
        *published_in(home),
        spans=spans_of(tasks, began, ended),
        cpu=took,
        idle=still,
    )


def dags_of(airflow: Airflow) -> set[str]:
    """The DAGs that Airflow has read."""
    return {dag["dag_id"] for dag in airflow.ask("GET", "/dags")["dags"]}


def pause(airflow: Airflow, dag_id: str, *, is_paused: bool) -> None:
    """Pause a DAG, or let it run."""
    airflow.ask("PATCH", f"/dags/{dag_id}", json={"is_paused": is_paused})


def keep_off_the_hour() -> None:
    """Wait where the hour is nearly over: the next one's run would come between."""
    now = datetime.now(UTC)
    left = (now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1) - now).total_seconds()
    if left < 300:
        say(f"waiting {left:.0f} s for the hour to end")
        time.sleep(left + 2)


def spans_of(tasks: Iterable[Mapping[str, Any]], began: datetime, ended: datetime) -> list[Span]:
    """The tasks in the order in which they started, the time from began to ended divided among them; `(end)` is what is after.

    A moment is a task's where one runs; else it belongs to starting a process where the next task is queued; else it was waited.
    Tasks that start no process have none.
    """
    ran = sorted((task for task in tasks if task["pid"]), key=lambda task: task["start_date"])
    spans, reached = [], began
    for task in ran:
        moments = [datetime.fromisoformat(task[name]) for name in ("queued_when", "start_date", "end_date")]
        queued, started, done = (max(moment, reached) for moment in moments)
        parts = ((queued - reached).total_seconds(), (started - queued).total_seconds())
        spans.append(Span(f"{task['dag_id']}.{task['task_id']}", *parts, (done - started).total_seconds()))
        reached = done
    return [*spans, Span("(end)", max(0.0, (ended - reached).total_seconds()), 0, 0)]


def part_of(command: str) -> str:
    """The part of Airflow that a command line is of."""
    return next((part for part, names in PARTS.items() if any(name in command for name in names)), "other")


def cpu_of(processes: Mapping[int, str]) -> dict[str, float]:
    """CPU seconds so far, by part; `tasks` are those that workers waited for, ended by now.

    What the DAG processor starts to read the files of DAGs counts as its own.
    """
    seconds: Counter[str] = Counter()
    for number, command in processes.items():
        try:
            times = psutil.Process(number).cpu_times()
        except psutil.NoSuchProcess:
            continue
        part = part_of(command)
        seconds[part] += times.user + times.system
        of_children = times.children_user + times.children_system
        if part == "workers":
            seconds["tasks"] += of_children
        elif part == "DAG processor":
            seconds[part] += of_children
    return dict(seconds)


def cpu_while_idle(airflow: Airflow, seconds: float) -> dict[str, float]:
    """CPU seconds a minute by part while nothing is to do."""
    if seconds <= 0:
        return {}
    before = cpu_of(airflow.processes())
    time.sleep(seconds)
    after = cpu_of(airflow.processes())
    return {part: (after[part] - before.get(part, 0)) * 60 / seconds for part in after if part != "tasks"}


def published_in(home: Path) -> tuple[dict[str, int], str]:
    """How many rows readers have, by table; and their digest."""
    file = home / "published" / "daybook.duckdb"
    with duckdb.connect(str(file), read_only=True) as connection:
        named = connection.execute("select table_name from duckdb_tables() where schema_name = 'marts' order by 1")
        tables = [name for (name,) in named.fetchall() if name not in LEFT_OUT]
        counts = [connection.execute(f'select count(*) from marts."{table}"').fetchall()[0][0] for table in tables]
    return dict(zip(tables, counts, strict=True)), digest(file)


def cpu_of_children() -> float:
    """CPU seconds of processes that were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
