"""Failpoints, counters and logs."""

import errno
import json
import logging

import pytest

from extract.runtime import failpoints
from extract.runtime.counters import Counts
from extract.runtime.failpoints import failpoint
from extract.runtime.logs import configure_logs, log, log_context


def test_a_failpoint_does_nothing_unless_named(monkeypatch):
    monkeypatch.setenv("DAYBOOK_FAILPOINT", "other=raise")
    failpoint("here")
    monkeypatch.delenv("DAYBOOK_FAILPOINT")
    failpoint("here")


def test_a_failpoint_raises_at_the_passage_asked_for(monkeypatch):
    monkeypatch.setattr(failpoints, "_passed", type(failpoints._passed)())
    monkeypatch.setenv("DAYBOOK_FAILPOINT", "here=raise@2")
    failpoint("here")
    with pytest.raises(RuntimeError, match="failpoint here"):
        failpoint("here")


def test_a_full_disk_can_be_played(monkeypatch):
    monkeypatch.setenv("DAYBOOK_FAILPOINT", "here=enospc")
    with pytest.raises(OSError, match="No space left") as error:
        failpoint("here")
    assert error.value.errno == errno.ENOSPC


def test_a_failpoint_that_is_misspelt_is_refused(monkeypatch):
    monkeypatch.setenv("DAYBOOK_FAILPOINT", "here=explode")
    with pytest.raises(ValueError, match="one of kill"):
        failpoint("here")


def test_counts_add_up():
    counts = Counts()
    counts.add("articles", 3)
    counts.reject("too_short", 2)
    assert (counts + counts).as_dict() == {"articles": 6, "rejected.too_short": 4}


@pytest.mark.promise(11)
@pytest.mark.parametrize("style", ["json", "text"])
def test_a_log_line_stays_one_line_whatever_the_text(style, capsys):
    before = logging.getLogger("daybook").handlers
    configure_logs(style, "info")
    log("bad page\nINFO forged", page="a\r\n\x1b[31mb")
    logging.getLogger("daybook").handlers = before
    printed = capsys.readouterr().err
    assert printed.count("\n") == 1
    assert "\x1b" not in printed
    if style == "json":
        assert json.loads(printed)["page"] == "a\r\n\x1b[31mb"


@pytest.fixture
def logs(capsys):
    """Start Daybook's logs in a style; gives what reads what was said."""
    logger = logging.getLogger("daybook")
    before = logger.handlers, logger.level, logger.propagate

    def start(style):
        configure_logs(style, "info")
        return capsys.readouterr

    yield start
    logger.handlers, logger.level, logger.propagate = before


def test_every_line_inside_a_context_carries_its_fields_and_none_outside(logs):
    said = logs("json")
    with log_context(run_id="monday", batch_id=None), log_context(batch_id="monday-0000", step="load"):
        log("inside", step="link")
    with pytest.raises(ValueError, match="on the way"), log_context(run_id="tuesday"):
        raise ValueError("on the way")
    log("outside")
    inside, outside = map(json.loads, said().err.splitlines())
    assert {name: inside.get(name) for name in ("message", "run_id", "batch_id", "step")} == {
        "message": "inside", "run_id": "monday", "batch_id": "monday-0000", "step": "link",
    }  # fmt: skip
    assert set(outside) == {"time", "level", "message"}


def test_a_line_for_people_ends_with_the_fields_of_its_context(logs):
    said = logs("text")
    with log_context(run_id="monday"):
        log("load done", step="load")
    assert said().err == "info    load done step=load run_id=monday\n"


def test_a_field_cannot_take_the_place_of_what_a_line_always_says(logs):
    said = logs("json")
    with log_context(time="never", message="forged"):
        log("as it was")
    line = json.loads(said().err)
    assert line["message"] == "as it was"
    assert line["time"] != "never"


# A host that sends all logs through structlog, as Airflow does: in a process of its own, as it stays so.
AIRFLOW_LINES = """
import io, logging, sys
from airflow.sdk._shared.logging.structlog import configure_logging
is_json = sys.argv[1] == "json"
out = io.BytesIO() if is_json else io.StringIO()
configure_logging(json_output=is_json, colors=False, output=out)
import structlog
from extract.runtime.logs import log, log_context, log_failure
structlog.contextvars.bind_contextvars(task_id="of the host")
with log_context(run_id="scheduled__2025", task_id="load", map_index=-1):
    log("loaded\\nforged", batch_id="monday-0000", path="a\\nb")
    log_failure("broken", ValueError("why"))
logging.getLogger("other").info("not ours")
sys.stdout.write(out.getvalue().decode() if is_json else out.getvalue())
"""


def test_where_logs_go_through_structlog_fields_are_keys_of_the_line(run_python):
    done = run_python(AIRFLOW_LINES, "json")
    loaded, broken, other = map(json.loads, done.stdout.splitlines())
    assert loaded["event"] == "loaded\\nforged"
    told = ("run_id", "task_id", "map_index", "batch_id", "path")
    assert [loaded[name] for name in told] == ["scheduled__2025", "load", -1, "monday-0000", "a\nb"]
    assert (broken["run_id"], broken["level"]) == ("scheduled__2025", "error")
    assert "why" in json.dumps(broken["exception"])
    # What the host had bound is as it was.
    assert (other["task_id"], other.get("run_id")) == ("of the host", None)


def test_where_logs_go_through_structlog_a_line_for_people_stays_one_line(run_python):
    done = run_python(AIRFLOW_LINES, "text")
    line = done.stdout.splitlines()[0]
    assert r"loaded\nforged" in line
    assert r"path='a\nb'" in line
    assert "[daybook] batch_id=monday-0000" in line
