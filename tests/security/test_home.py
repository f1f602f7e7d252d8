"""A home on a machine that others use too: who can read what, and that no command opens a door."""

import os
import signal
import stat
import subprocess
import sys

import pytest
from conftest import HERE, ROOT

pytestmark = [pytest.mark.extended, pytest.mark.timeout(300), pytest.mark.xdist_group("security_home")]

PRIVATE = ("batches", "pages", "warehouse", "dbt")
COMMANDS = {
    "run": ("run", str(ROOT / "tests" / "golden" / "pages")),
    "status": ("status",),
    "show": ("show",),
    "sql": ("sql", "select count(*) from events"),
    "audit": ("audit",),
    "report": ("report", "--day", "latest"),
    "parquet": ("export", "parquet", "out"),
    "csv": ("export", "csv", "tables"),
    "rollback": ("publish", "--rollback"),
    "sources": ("sources", "example"),
    "settings": ("settings",),
}


def test_the_filter_ends_who_listens():
    listens = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print('bound', flush=True); s.listen()"
    command = [sys.executable, HERE / "without_listening.py", sys.executable, "-c", listens]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (-signal.SIGSYS, "bound\n")


@pytest.mark.promise(28)
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_no_command_listens_on_a_socket(deaf, home, words):
    done = deaf(home, *words)
    # A rollback may say that there is no generation to go back to; who is ended by the filter says nothing.
    assert done.returncode == 0 or words[0] == "publish", done.stderr
    assert done.returncode >= 0
    assert done.stdout or done.stderr


@pytest.mark.promise(20)
def test_whole_addresses_pages_and_texts_are_for_the_owner_and_the_group(home):
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.iterdir() if path.is_dir()}
    assert {name for name, mode in modes.items() if not mode & stat.S_IRWXO} >= set(PRIVATE)
    assert not set(PRIVATE) - set(modes)


@pytest.mark.promise(20)
def test_a_backup_a_restored_home_and_what_it_replaced_are_no_more_open_than_the_home(deaf, home, tmp_path):
    backups, restored = tmp_path / "backups", tmp_path / "restored"
    assert deaf(home, "backup", backups).returncode == 0
    (backup,) = backups.glob("daybook-*")
    for words in ((), ("--replace",)):
        done = deaf(restored, "restore", backup, *words)
        assert done.returncode == 0, done.stderr
    (aside,) = tmp_path.glob("restored.*")
    closed = [backup, aside, *(restored / name for name in PRIVATE)]
    assert {path.name: stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO for path in closed} == dict.fromkeys(
        (path.name for path in closed), 0
    )


@pytest.mark.promise(20)
@pytest.mark.skipif(os.geteuid() != 0, reason="only the administrator may become another user")
def test_another_user_reads_what_is_published_and_nothing_else(home, tried):
    files = [path for path in home.rglob("*") if path.is_file()]
    readable = set()
    for path in files:
        command = ["/usr/bin/head", "-c", "1", path]
        done = subprocess.run(command, user=65_534, group=65_534, extra_groups=[], capture_output=True, check=False)
        assert done.returncode == 0 or b"Permission denied" in done.stderr, done.stderr
        readable |= {path.relative_to(home).parts[0]} if done.returncode == 0 else set()
    assert "published" in readable
    assert readable & set(PRIVATE) == set()
    tried(len(files))


@pytest.mark.parametrize("name", ["../../outside", "/etc/outside", "a/../../outside", "..", ".", "", "a" * 300])
def test_a_name_of_a_batch_or_a_run_leads_nowhere_else(deaf, home, tmp_path, name):
    def there():
        return sorted(str(path) for path in home.parent.rglob("*"))

    before = there()
    for step in ("fetch-pages", "extract-articles", "read-facts"):
        done = deaf(home, step, name)
        assert done.returncode == 2, done.stdout + done.stderr
        assert "is no batch id" in done.stderr
    assert there() == before
    # A run that finds something would name its batches so.
    done = deaf(tmp_path / "home", "discover", ROOT / "tests" / "golden" / "pages", "--run-id", name)
    assert done.returncode == 2 if name else done.returncode in (0, 2)
    assert {path.name for path in tmp_path.iterdir()} <= {"home"}
    assert [path.name for path in tmp_path.rglob("*outside*")] == []
