"""What Airflow costs beside the same steps without it: `make bench-orchestration [BENCH_ARGS="--articles 500 --rounds 2"]`.

A is `daybook run`, one process for all steps; B is Airflow as `make up` starts it, from the moment that `collect_news` may run
to the end of `publish_warehouse`. Both take the same pages, as one batch, into an empty home. Rounds go A B A B and medians are
compared.
"""

import argparse
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path

import duckdb
import psutil
from bench_stages import ROOT
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(ROOT / "tests" / "airflow"))

from running import Airflow, run_daybook

CHAIN = ("collect_news", "read_facts", "publish_warehouse")
MARTS = ("articles", "events", "participants", "figures")


@dataclass(frozen=True)
class Measured:
    """seconds: from the first page to the published file. cpu_seconds: of the steps, or of what Airflow keeps running beside
    them. rows: published, by table. tasks: name to seconds."""

    seconds: float
    cpu_seconds: float
    rows: dict[str, int]
    tasks: dict[str, float] = field(default_factory=dict)


def main() -> None:
    """Measure and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=500, help="articles in the one batch, at most 500")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    if not 1 <= options.articles <= 500:
        parser.error("--articles: from 1 to 500, as many as one batch holds")

    plain, orchestrated = [], []
    with tempfile.TemporaryDirectory(prefix="daybook-orchestration-") as folder:
        pages = write_pages(Path(folder) / "pages", options.articles)
        for number in range(options.rounds):
            plain.append(without_airflow(Path(folder) / f"a{number}", pages))
            orchestrated.append(with_airflow(Path(folder) / f"b{number}", pages))
            print(
                f"round {number + 1}: {plain[-1].seconds:.0f} s without Airflow, {orchestrated[-1].seconds:.0f} s with it"
            )
    show(options.articles, plain, orchestrated)
    if any(one.rows != plain[0].rows for one in (*plain, *orchestrated)):
        sys.exit("the two did not publish the same rows")


def write_pages(folder: Path, count: int) -> Path:
    """Pages of one article each: the invented articles of the training set, with another number and address each time."""
    folder.mkdir()
    articles = (ROOT / "tests" / "training" / "events" / "articles.jsonl").read_text()
    texts = [json.loads(line) for line in articles.splitlines()]
    lines = ["file,captured_at,url,publisher,publish_text"]
    for number in range(count):
        article = texts[number % len(texts)]
        paragraphs = [line for line in article["text"].split("\n") if line.strip()]
        paragraphs.append(
            f"It was report number {1000 + number} of the year, and {number + 2} people had read it by noon."
        )
        body = "".join(f"<p>{escape(line)}</p>" for line in paragraphs)
        title = escape(f"{article['title']} ({number})")
        html = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
        (folder / f"{number:03}.html").write_text(html)
        lines.append(f"{number:03}.html,2025-07-04T12:00:00+00:00,https://news.example/{number},Example News,true")
    (folder / "captures.csv").write_text("\n".join(lines) + "\n")
    return folder


def without_airflow(home: Path, pages: Path) -> Measured:
    """All steps in one process."""
    home.mkdir()
    began, cpu = time.monotonic(), _cpu_of_children()
    run_daybook(home, "run", pages, DAYBOOK_BATCH_PAGES=500)
    return Measured(time.monotonic() - began, _cpu_of_children() - cpu, rows_of(home))


def with_airflow(home: Path, pages: Path) -> Measured:
    """The DAGs, one task a step."""
    home.mkdir()
    airflow = Airflow(
        home, DAYBOOK_PAGES=pages, DAYBOOK_BATCH_PAGES=500, AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION=True
    )
    airflow.up()
    try:
        for dag_id in CHAIN[1:]:
            airflow.ask("PATCH", f"/dags/{dag_id}", json={"is_paused": False})
        lasting = {number: sum(psutil.Process(number).cpu_times()[:2]) for number in airflow.processes()}
        airflow.ask("PATCH", f"/dags/{CHAIN[0]}", json={"is_paused": False})
        began = time.monotonic()
        published, *_ = airflow.wait_for_runs("publish_warehouse", 1, seconds=1800)
        seconds = time.monotonic() - began
        if published["state"] != "success":
            sys.exit(f"publish_warehouse ended as {published['state']}: its logs are in {home / 'airflow' / 'logs'}")
        cpu = sum(sum(psutil.Process(number).cpu_times()[:2]) - before for number, before in lasting.items())
        tasks = [task for dag_id in CHAIN for task in airflow.tasks(dag_id) if task["duration"]]
    finally:
        airflow.down()
    return Measured(
        seconds, cpu, rows_of(home), {f"{task['dag_id']}.{task['task_id']}": _seconds(task) for task in tasks}
    )


def rows_of(home: Path) -> dict[str, int]:
    """How many rows readers have, by table."""
    with duckdb.connect(str(home / "published" / "daybook.duckdb"), read_only=True) as connection:
        counted = {table: connection.execute(f"select count(*) from marts.{table}").fetchone() for table in MARTS}
    return {table: count[0] for table, count in counted.items() if count}


def show(articles: int, plain: list[Measured], orchestrated: list[Measured]) -> None:
    """Print where the time goes, and what is on top."""
    console = Console(width=100)
    table = Table("task", "seconds", title=f"{articles} articles with Airflow", title_justify="left")
    for name in orchestrated[0].tasks:
        table.add_row(name, f"{statistics.median(one.tasks.get(name, 0) for one in orchestrated):.1f}")
    in_tasks = statistics.median(sum(one.tasks.values()) for one in orchestrated)
    bare, whole = (statistics.median(one.seconds for one in many) for many in (plain, orchestrated))
    table.add_row("between tasks: waiting for the scheduler, starting processes", f"{whole - in_tasks:.1f}")
    console.print(table)
    tasks = len(orchestrated[0].tasks)
    console.print(
        f"without Airflow {bare:.0f} s, with Airflow {whole:.0f} s: overhead {whole - bare:.0f} s, ratio {whole / bare:.2f}\n"
        f"  in tasks {in_tasks - bare:.0f} s ({tasks} tasks, each of which imports what it needs anew and reports to the API "
        f"server), between them {whole - in_tasks:.0f} s\n"
        f"  scheduler, API server, DAG processor and triggerer took "
        f"{statistics.median(one.cpu_seconds for one in orchestrated):.0f} CPU seconds of it\n"
        f"published the same: {', '.join(f'{table} {count}' for table, count in plain[0].rows.items())}",
        highlight=False,
    )


def _seconds(task: dict) -> float:
    began, ended = (datetime.fromisoformat(task[name]) for name in ("start_date", "end_date"))
    return (ended - began).total_seconds()


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    os.environ.pop("DAYBOOK_HOME", None)
    main()
