"""The command line: help that teaches, answers in order, errors that name what is wrong, exit codes as documented."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.main import get_command

from extract.cli.main import HELP, app

ROOT = Path(__file__).parents[2]
DAYBOOK = str(ROOT / ".venv/bin/daybook")
SEED = "tests/golden/pages/seed_page.txt"
COMMANDS = get_command(app).commands


def daybook(*words: object, given: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [DAYBOOK, *map(str, words)]
    return subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
        check=False,
        timeout=120,
    )


def lines(done: subprocess.CompletedProcess[str]) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_teaches_by_example(name):
    assert (
        f"daybook {name}" in COMMANDS[name].help
        or f"| daybook {name}" in COMMANDS[name].help
        or "daybook --home" in COMMANDS[name].help
    )


def test_the_exit_codes_are_in_the_help():
    done = daybook("--help")
    assert done.returncode == 0
    for code in ("0 done", "1 a batch", "2 wrong usage", "3 a gate", "4 the warehouse", "130 stopped"):
        assert code in HELP
    assert "Exit codes" in done.stdout


def test_help_is_there_at_once():
    # Nothing heavy is imported for it: these take seconds.
    heavy = ("spacy", "great_expectations", "dbt", "trafilatura")
    code = f"import sys, extract.cli.main; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_extract_prints_articles_in_order_and_counts_on_stderr():
    done = daybook("extract", "--captured-at", "2025-07-04T07:48:00+09:00", SEED)
    assert done.returncode == 0, done.stderr
    found = lines(done)
    assert [(row["ordinal"], row["is_primary"], row["source"]) for row in found] == [
        (1, True, None),
        (2, False, "NHK"),
        (3, False, "Jiji Press"),
        (4, False, "Japan Times"),
    ]
    assert set(found[0]) == {
        "id", "page", "ordinal", "is_primary", "url", "title", "text", "source", "authors", "published",
        "published_from", "language",
    }  # fmt: skip
    assert json.loads(done.stderr) == {"pages": 1, "articles": 4, "pages_rejected": 0}


def test_extract_answers_for_a_bad_page_and_goes_on(tmp_path):
    (tmp_path / "a_empty.html").write_text("")
    (tmp_path / "b_binary.html").write_bytes(b"%PDF-1.7\x00\x01\x02" * 50)
    (tmp_path / "c_short.html").write_text("<html><body><p>Accept cookies?</p></body></html>")
    (tmp_path / "d_good.txt").write_text((ROOT / SEED).read_text())
    done = daybook("extract", tmp_path)
    assert done.returncode == 0
    found = lines(done)
    assert [row.get("error") for row in found] == ["empty", "binary", "too_short", None, None, None, None]
    assert [row["id"] for row in found[:3]] == [None, None, None]
    assert json.loads(done.stderr)["pages_rejected"] == 3


def test_facts_answer_every_line_in_order():
    text = "About 200 people met in New Delhi on Thursday. Acme Corp. paid $5 million."
    given = "\n".join(
        [
            json.dumps({"id": "one", "title": "A meeting", "text": text, "published": "2025-07-04"}),
            "{broken",
            "",
            json.dumps({"id": "no text"}),
            json.dumps({"id": "two", "text": "", "title": None, "published": None}),
            json.dumps({"id": "half", "text": "Half a pair \ud800 of surrogates, and 3 people."}),
            "[1, 2]",
        ]
    )
    done = daybook("facts", "-", given=given)
    assert done.returncode == 0, done.stderr
    found = lines(done)
    assert [row["id"] for row in found] == ["one", None, "no text", "two", "half", None]
    assert [("error" in row) for row in found] == [False, True, True, False, False, True]
    one = found[0]
    assert set(one) == {"id", "figures", "participants", "events", "statements", "dates", "names"}
    assert [(f["text"], f["value"], f["unit"]) for f in one["figures"]] == [
        ("About 200 people", 200, "person"),
        ("$5 million", 5000000, "USD"),
    ]
    assert all(text[f["char_start"] : f["char_end"]] == f["text"] for f in one["figures"])
    names = {p["name"] for p in one["participants"]}
    assert {r["name"] for e in one["events"] for r in e["roles"]} <= names


def test_a_reader_that_goes_away_is_no_error():
    command = f"{DAYBOOK} extract tests/golden/pages | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=ROOT, check=False)  # noqa: S602 - a pipe is the point
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert done.stdout.count("\n") == 1


def test_stories_group_what_reports_one_thing():
    rows = [json.loads(line) for line in daybook("extract", SEED).stdout.splitlines()]
    again = [row | {"id": f"{row['id']}-copy"} for row in rows]
    done = daybook("stories", "-", given="\n".join(map(json.dumps, [*rows, *again])) + "\n{broken")
    found = lines(done)
    assert [row["id"] for row in found] == [row["id"] for row in [*rows, *again]] + [None]
    stories = [row.get("story_id") for row in found]
    assert stories[:4] == stories[4:8]
    assert len(set(stories[:4])) == 4


@pytest.mark.parametrize(
    ("words", "environment", "code", "says"),
    [
        (["extract", "nowhere"], {}, 2, ["nowhere does not exist"]),
        (["facts", "nowhere.jsonl"], {}, 2, ["nowhere.jsonl: No such file"]),
        (["extract", "--captured-at", "yesterday", SEED], {}, 2, ["'yesterday', no ISO 8601 time", "2025-07-04T07:48:00+09:00"]),
        (["extract", "--captured-at", "2025-07-04T07:48:00", SEED], {}, 2, ["says no offset"]),
        (["facts", SEED], {"DAYBOOK_LANGUAGE_MODEL": "xx_none"}, 2, ["'xx_none' is not installed", "make setup"]),
        (["status"], {"DAYBOOK_GENERATIONS": "0"}, 2, ["DAYBOOK_GENERATIONS='0'", ".env.example"]),
        (["status"], {"DAYBOOK_HOMES": "x"}, 2, ["did you mean DAYBOOK_HOME"]),
        (["--home", "HOME", "sql", "select 1"], {}, 4, ["nothing is published", "run FOLDER_OF_PAGES"]),
        (["--home", "HOME", "sql", "-- comments come first\nselect 1"], {}, 4, ["nothing is published"]),
        (["--home", "HOME", "publish"], {}, 4, ["no candidate", "daybook --home", " load"]),
        (["--home", "HOME", "run", "nowhere"], {}, 2, ["nowhere does not exist"]),
        (["--home", "HOME", "run"], {}, 2, ["inbox does not exist"]),
        (["--home", "HOME", "read-facts", "no-such-batch"], {}, 1, ["no-such-batch", "has no extract_articles yet"]),
        (["--home", "HOME", "fetch-pages", "../x"], {}, 2, ["is no batch id"]),
        (["no-such-command"], {}, 2, ["No such command"]),
    ],
)  # fmt: skip
def test_an_error_is_named_with_what_to_do_and_has_its_exit_code(tmp_path, words, environment, code, says):
    done = daybook(*(word.replace("HOME", str(tmp_path)) for word in words), **environment)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    for part in says:
        assert part in " ".join(done.stderr.split())


def test_a_folder_without_pages_publishes_nothing_and_says_so(tmp_path):
    (tmp_path / "pages").mkdir()
    done = daybook("--home", tmp_path / "home", "discover", tmp_path / "pages")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"batches": 0, "batch_ids": []})


def test_bad_pages_are_rejected_rows_and_the_rest_go_on(tmp_path):
    pages, home = tmp_path / "pages", tmp_path / "home"
    pages.mkdir()
    (pages / "empty.html").write_text("")
    (pages / "binary.txt").write_bytes(bytes(range(32)) * 100)
    (pages / "good.txt").write_text((ROOT / SEED).read_text())
    (pages / "gone.html").symlink_to(tmp_path / "gone")
    (pages / "photo.png").write_bytes(b"")
    done = daybook("--home", home, "discover", pages, "--run-id", "r")
    assert done.returncode == 0
    assert "no pages by their ending" in done.stderr
    assert "photo.png" in done.stderr
    done = daybook("--home", home, "--log-format", "json", "fetch-pages")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {
        "batches.done": 1, "pages": 1, "rejected.binary": 1, "rejected.empty": 1, "rejected.unreadable": 1,
    }  # fmt: skip
    (logged,) = [json.loads(line) for line in done.stderr.splitlines()]
    assert (logged["step"], logged["batch_id"], logged["pages"]) == ("fetch_pages", "r-0000", 1)
    done = daybook("--home", home, "extract-articles")
    assert json.loads(done.stdout) == {"articles": 4, "batches.done": 1, "pages": 1}
    state = json.loads(daybook("--home", home, "status", "--json").stdout)
    assert state["due"] == {"fetch_pages": 0, "extract_articles": 0, "read_facts": 1}
    assert state["rejects"] == {"fetch_pages.binary": 1, "fetch_pages.empty": 1, "fetch_pages.unreadable": 1}


def test_a_locked_warehouse_names_its_holder(tmp_path):
    hold = "import sys, time; from pathlib import Path; from extract.store.locks import write_lock\n"
    hold += "with write_lock(Path(sys.argv[1]), 'daybook load', 5): print('held', flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as holder:
        try:
            assert holder.stdout.readline() == "held\n"
            done = daybook("--home", tmp_path, "load", DAYBOOK_LOCK_WAIT_SECONDS="0.2")
        finally:
            holder.kill()
    assert done.returncode == 4
    assert f"`daybook load`, process {holder.pid}" in " ".join(done.stderr.split())


def test_ctrl_c_stops_with_130_and_leaves_the_home_as_it_was(tmp_path):
    # It holds in the lock's wait: Ctrl-C must get through there too.
    hold = "import sys, time; from pathlib import Path; from extract.store.locks import write_lock\n"
    hold += "with write_lock(Path(sys.argv[1]), 'daybook load', 5): print('held', flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        with subprocess.Popen(
            [DAYBOOK, "--home", str(tmp_path), "load"], stderr=subprocess.PIPE, text=True, cwd=ROOT
        ) as waiting:
            time.sleep(4)
            waiting.send_signal(signal.SIGINT)
            said = waiting.stderr.read()
        holder.kill()
    assert waiting.returncode == 130
    assert "the published warehouse is as it was" in said
    assert not (tmp_path / "warehouse" / "candidate.duckdb").exists()
