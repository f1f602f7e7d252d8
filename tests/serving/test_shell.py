"""The shell of `daybook sql`: what it answers, what ends a line, how it follows a publication, who can read its history."""

import contextlib
import os
import pty
import select
import shutil
import signal
import stat
import sys
import time
from pathlib import Path

import duckdb
import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from extract.serving.completion import WarehouseCompleter
from extract.serving.session import Session
from extract.serving.shell import Screen, Shell, is_complete
from extract.settings import load_settings
from extract.store.published import published_path

DAYBOOK = str(Path(sys.executable).with_name("daybook"))


def publish(home: Path, generation: int) -> None:
    path = published_path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name("fresh.duckdb")
    with duckdb.connect(str(fresh)) as connection:
        connection.execute("create schema marts; create schema meta")
        connection.execute("create table marts.numbers as select 7 as n, 'x' as name")
        connection.execute(
            f"create table meta.publication as select {generation} as generation, now()::timestamptz as published_at"
        )
        connection.execute(
            "create table meta.columns as select 'numbers' as table_name, 'n' as column_name, 'How many.' as description"
        )
        connection.execute(
            "create table meta.tables as select 'numbers' as table_name, 1 as row_count, 'One. Two.' as description"
        )
    fresh.replace(path)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    publish(tmp_path, 1)
    return tmp_path


class Typist:
    """Types into a shell and keeps what it shows."""

    def __init__(self, home: Path) -> None:
        self.shown: list[object] = []
        self.session = Session(home)
        screen = Screen(
            write=lambda result, mode: self.shown.append((mode, result.columns, list(result.rows()))),
            say=self.shown.append,
            complain=lambda error: self.shown.append((error.message.splitlines()[0], error.hint)),
        )
        self.shell = Shell(self.session, screen)

    def type(self, text: str) -> list[object]:
        self.shown.clear()
        assert self.shell.answer(text)
        return list(self.shown)


@pytest.fixture
def typist(home: Path):
    typist = Typist(home)
    yield typist
    typist.session.close()


@pytest.mark.parametrize(
    "text", ["", "  ", ".help", " .tables", "select 1;", "select ';';", "select 1; -- it is", "é;"]
)
def test_enter_ends_what_is_complete(text):
    assert is_complete(text)


@pytest.mark.parametrize(
    "text", ["select 1", "select ';", "select 1 /* ;", "select 1 -- ;", "select $$;", "-- ;", "select 'é"]
)
def test_enter_goes_on_with_what_is_not(text):
    assert not is_complete(text)


def test_a_question_is_answered_in_the_mode_that_was_chosen(typist):
    assert typist.type("select n from numbers; select 2 as b;") == [
        ("table", ("n",), [(7,)]),
        ("table", ("b",), [(2,)]),
    ]
    assert typist.type(".mode csv") == []
    assert typist.type("select 1 as a;") == [("csv", ("a",), [(1,)])]
    assert typist.type(".mode parquet") == [("no mode 'parquet': table, csv, json, jsonl, markdown", ".mode table")]


@pytest.mark.parametrize("text", [".describe numbers", ".describe marts.numbers", "describe numbers;", "DESC Numbers"])
def test_describe_tells_what_columns_mean(typist, text):
    rows = [("n", "INTEGER", "How many."), ("name", "VARCHAR", "")]
    assert typist.type(text) == [("table", ("column", "type", "meaning"), rows)]


def test_a_mistake_is_told_and_the_shell_goes_on(typist):
    assert typist.type("selec 1;") == [('Parser Error: syntax error at or near "selec"', ".tables, or .describe TABLE")]
    assert typist.type(".describe number") == [("no table number", ".describe numbers")]
    assert typist.type(".tabels")[0][1] == ".help"
    assert typist.type(".tables") == [("table", ("table", "rows", "what a row is"), [("numbers", 1, "One")])]
    assert "events" in typist.type(".examples")[0]
    assert ".describe" in typist.type(".help")[0]


def test_a_new_publication_is_read_at_once_and_told_once(typist, home):
    typist.type("create temp table mine as select 1;")
    assert typist.type("select count(*) as c from mine;") == [("table", ("c",), [(1,)])]
    publish(home, 2)
    told, answer = typist.type("select generation from meta.publication;")
    assert "generation 2" in told
    assert answer == ("table", ("generation",), [(2,)])
    assert typist.type("select 1 as a;") == [("table", ("a",), [(1,)])]
    assert "mine does not exist" in typist.type("from mine;")[0][0]


def test_a_publication_that_is_gone_is_told_and_read_again_when_it_is_back(typist, home):
    shutil.move(published_path(home), home / "kept")
    assert "nothing is published" in typist.type("select 1;")[0][0]
    shutil.move(home / "kept", published_path(home))
    assert typist.type("select n from numbers;")[-1] == ("table", ("n",), [(7,)])


def test_quit_leaves(typist):
    assert not typist.shell.answer(".quit")


def offers(session: Session, text: str) -> list[str]:
    found = WarehouseCompleter(session).get_completions(Document(text), CompleteEvent())
    return [completion.text for completion in found]


def test_tab_completes_tables_columns_and_commands(typist):
    assert offers(typist.session, "select * from numb") == ["numbers"]
    assert offers(typist.session, "select x.nam")[0] == "name"
    assert "select" in offers(typist.session, "SEL")
    assert offers(typist.session, ".ta") == [".tables"]


def test_the_history_is_no_part_of_the_home(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert load_settings().query_history_path == tmp_path / "state" / "daybook" / "sql_history"
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_settings().query_history_path == tmp_path / ".local" / "state" / "daybook" / "sql_history"
    assert load_settings(query_history="/x/y").query_history_path == Path("/x/y")


class Terminal:
    """`daybook sql` on a terminal of its own, which turns Ctrl-C into a signal."""

    def __init__(self, home: Path, *words: str) -> None:
        self._seen = ""
        self.child, self._screen = pty.fork()
        if self.child == 0:
            os.execv(DAYBOOK, [DAYBOOK, "--home", str(home), "sql", *words])  # noqa: S606 - the program itself

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)

    def wait(self) -> int:
        """The exit code, once everything is read; the child stays to be reaped at the end of the block."""
        with contextlib.suppress(OSError):
            while os.read(self._screen, 65536):
                pass
        ended = os.waitid(os.P_PID, self.child, os.WEXITED | os.WNOWAIT)
        return ended.si_status

    def type(self, text: str) -> None:
        os.write(self._screen, text.encode())

    def read_until(self, wanted: str, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while wanted not in self._seen and time.monotonic() < end:
            if select.select([self._screen], [], [], 0.1)[0]:
                self._seen += os.read(self._screen, 65536).decode(errors="replace")
        assert wanted in self._seen
        self._seen = self._seen.partition(wanted)[2]


@pytest.mark.extended
def test_ctrl_c_ends_the_query_and_ctrl_d_the_shell(home, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    # One that draws each prompt once.
    monkeypatch.setenv("TERM", "dumb")
    with Terminal(home) as terminal:
        terminal.read_until("daybook> ")
        terminal.type("with recursive t as (select 1 n union all select n + 1 from t) select count(*) from t;\r")
        time.sleep(2)
        terminal.type("\x03")
        terminal.read_until("stopped")
        terminal.read_until("daybook> ")
        terminal.type("select 6 * n as answer from numbers;\r")
        terminal.read_until("42")
        terminal.read_until("daybook> ")
        # A dumb terminal is prompted before its keys are read one by one.
        time.sleep(1)
        terminal.type("\x04")
        assert terminal.wait() == 0
    history = home / "state" / "daybook" / "sql_history"
    assert "6 * n as answer" in history.read_text()
    assert stat.S_IMODE(history.stat().st_mode) == 0o600


@pytest.mark.extended
def test_without_history_nothing_is_kept(home, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    # One that draws each prompt once.
    monkeypatch.setenv("TERM", "dumb")
    with Terminal(home, "--no-history") as terminal:
        terminal.read_until("daybook> ")
        terminal.type("select 41 + 1 as answer;\r")
        terminal.read_until("42")
        terminal.read_until("daybook> ")
        terminal.type(".quit\r")
        assert terminal.wait() == 0
    assert not (home / "state").exists()
