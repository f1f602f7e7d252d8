"""Failpoints, counters and logs."""

import errno
import json
import logging

import pytest

from extract.runtime import failpoints
from extract.runtime.counters import Counts
from extract.runtime.failpoints import failpoint
from extract.runtime.logs import configure_logs, log


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
