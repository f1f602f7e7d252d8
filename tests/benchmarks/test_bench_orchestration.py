"""The pages of bench-orchestration are no copies of each other, and the time with Airflow is divided without a rest."""

import csv
import re
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from bench_orchestration import part_of, seconds_of_steps, spans_of
from orchestration_pages import write_pages

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def at(seconds):
    return (BEGAN + timedelta(seconds=seconds)).isoformat()


def task(name, queued, start, end, pid=1):
    moments = {"queued_when": at(queued), "start_date": at(start), "end_date": at(end)}
    return {"dag_id": "dag", "task_id": name, "pid": pid} | moments


def test_pages_have_addresses_of_their_own_and_are_no_near_duplicates(tmp_path):
    write_pages(tmp_path / "pages", 90, seed=1)
    with (tmp_path / "pages" / "captures.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len({row["url"] for row in rows}) == 90
    shingles = []
    for row in rows:
        words = re.sub("<[^>]+>", " ", (tmp_path / "pages" / row["file"]).read_text()).split()
        assert 300 <= len(words) <= 500
        shingles.append({tuple(words[start : start + 4]) for start in range(len(words) - 3)})
    assert max(len(one & other) / len(one | other) for one, other in combinations(shingles, 2)) < 0.4


def test_a_step_took_the_time_since_the_line_before():
    said = [(2, "fetch_pages"), (5, "read_facts"), (9, "read_facts"), (10, "publish")]
    lines = ["no JSON", *(f'{{"time": "{at(seconds)}", "step": "{step}"}}' for seconds, step in said)]
    found = seconds_of_steps(lines, BEGAN, BEGAN + timedelta(seconds=12))
    assert found == {"fetch_pages": 2, "read_facts": 7, "publish": 1, "(end)": 2}


def test_each_moment_is_waited_starting_or_in_a_task_once():
    tasks = [task("second", 6, 7, 9), task("first", 1, 3, 6), task("beside", 2, 4, 8), task("empty", 9, 9, 9, pid=None)]
    spans = spans_of(tasks, BEGAN, BEGAN + timedelta(seconds=11))
    found = {span.task: (span.waited, span.starting, span.in_task) for span in spans}
    assert found == {"dag.first": (1, 2, 3), "dag.beside": (0, 0, 2), "dag.second": (0, 0, 1), "(end)": (2, 0, 0)}
    assert sum(sum(parts) for parts in found.values()) == 11


@pytest.mark.parametrize(
    ("command", "part"),
    [
        ("airflow api_server -- host:127.0.0.1 port:8080", "API server"),
        ("python .venv/bin/airflow scheduler --skip-serve-logs", "scheduler"),
        ("python .venv/bin/airflow dag-processor", "DAG processor"),
        ("python .venv/bin/airflow triggerer --skip-serve-logs", "triggerer"),
        ("airflow worker -- LocalExecutor: <idle>", "workers"),
        ("python .venv/bin/supervisord --configuration one_machine.conf", "supervisord"),
        ("sleep 1", "other"),
    ],
)
def test_a_process_is_known_by_how_it_calls_itself(command, part):
    assert part_of(command) == part
