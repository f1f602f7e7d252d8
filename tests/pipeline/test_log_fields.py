"""Log lines say which run and which batch they are of."""

import json
import logging
import subprocess
import sys
from pathlib import Path

from extract import pipeline
from extract.pipeline.batch_steps import do_batches
from extract.runtime.counters import Counts
from extract.runtime.logs import log
from extract.settings import load_settings

DAYBOOK = Path(sys.executable).with_name("daybook")


def test_what_is_said_while_a_batch_is_done_carries_its_id(tmp_path, caplog):
    (tmp_path / "page.txt").write_text("A page.\n\nMinisters met in Oslo.\n")
    context = pipeline.open_context(load_settings(home=tmp_path / "home"))
    batch_ids = pipeline.discover(context, [tmp_path / "page.txt"], "monday")

    def work(_context, _given):
        log("on the way")
        return Counts()

    with caplog.at_level(logging.INFO, "daybook"):
        do_batches(context, "fetch_pages", "discover", work, versions={}, batch_ids=None, again=False)
        log("afterwards")
    said = {record.said: record.fields for record in caplog.records if record.name == "daybook"}
    assert said["on the way"] == {"step": "fetch_pages", "batch_id": batch_ids[0]}
    assert said["afterwards"] == {}


def test_a_run_that_has_a_name_says_it_in_every_line(tmp_path):
    (tmp_path / "notes.pdf").write_bytes(b"%PDF")
    command = [DAYBOOK, "--home", tmp_path / "home", "--log-format", "json", "discover", tmp_path, "--run-id", "monday"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert lines, done
    assert {line["run_id"] for line in lines} == {"monday"}
