"""Promise 19: a backup is all that a home cannot be made again without; what is restored from it has the same digests."""

import json
import shutil
import stat
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from extract.cli.main import app
from extract.erasure.graves import Graves
from extract.errors import InputError, NewerHome, WarehouseError, WarehouseLocked
from extract.pipeline import open_context
from extract.pipeline.backing_up import back_up, look_at_backups
from extract.pipeline.restoring import restore
from extract.pipeline.status import read_status
from extract.settings import load_settings
from extract.store.backup_book import read_book
from extract.store.batches import BatchStore
from extract.store.digest import digest
from extract.store.generations import kept_generations
from extract.store.ledger import Ledger, LedgerLine
from extract.store.published import published_path
from extract.store.tombstones import TombstoneStore
from extract.store.warehouse import build_path, candidate_path, wal_path

pytestmark = [pytest.mark.promise(19), pytest.mark.xdist_group("backup")]

PEOPLES = {"sources.yml": "sources: []\n", "inbox/late.html": "<p>late</p>", "erasure.key": "ab" * 32}


@pytest.fixture
def home(earlier_home):
    """A home that holds everything a home can hold, what a backup leaves out too."""
    for name, text in PEOPLES.items():
        path = earlier_home / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    (earlier_home / "erasure.key").chmod(0o600)
    (earlier_home / "tombstones.jsonl").write_text(tombstone("a"))
    for left_out in ("airflow/airflow.db", "quality/index.html", "dbt/logs/dbt.log", "hosts/a.lock", "pages/.x.tmp"):
        (earlier_home / left_out).parent.mkdir(exist_ok=True, parents=True)
        (earlier_home / left_out).write_text("not to be kept")
    shutil.copyfile(build_path(earlier_home), candidate_path(earlier_home))
    return earlier_home


def tombstone(name):
    key_id = Graves((), bytes.fromhex(PEOPLES["erasure.key"])).key_id
    at = "2025-07-11T00:00:00+00:00"
    return json.dumps({"kind": "url", "hash": name * 32, "request": "r", "at": at, "key_id": key_id}) + "\n"


def at(home):
    return open_context(load_settings(home=home, lock_wait_seconds=0))


def digests(home):
    files = {path.name: path for path in (published_path(home), build_path(home), *kept_generations(home).values())}
    return {name: digest(path) for name, path in files.items()}


def run(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output, done.exception


def test_what_is_restored_has_the_same_digests_and_all_that_was_kept(home, tmp_path, tree):
    made = back_up(at(home), tmp_path / "backups")
    before, kept = digests(home), tree(home)
    shutil.rmtree(home)
    restored = restore(at(home), made.path)
    assert (restored.generation, restored.aside, restored.tombstones) == (2, None, 0)
    assert digests(home) == before
    assert made.book.digests == {
        "published/daybook.duckdb": before["daybook.duckdb"],
        "warehouse/build.duckdb": before["build.duckdb"],
    }
    left_out = {
        "airflow/airflow.db",
        "quality/index.html",
        "dbt/logs/dbt.log",
        "pages/.x.tmp",
        "warehouse/candidate.duckdb",
    }
    assert tree(home) == {name: data for name, data in kept.items() if name not in left_out}
    assert stat.S_IMODE((home / "erasure.key").stat().st_mode) == 0o600
    status = read_status(at(home), is_verified=True)
    assert status["damaged"] == {}
    assert {problem["name"] for problem in status["problems"]} == {"older_contract"}


def test_what_did_not_change_is_shared_and_what_did_is_not(home, tmp_path):
    first = back_up(at(home), tmp_path / "backups")
    Ledger(home).append(LedgerLine(event="opened", candidate=3, base=2))
    second = back_up(at(home), tmp_path / "backups")
    changed = {name for name in second.book.files if not (second.path / name).samefile(first.path / name)}
    assert changed == {"erasure.key", "home.json", "ledger.jsonl", "sources.yml", "tombstones.jsonl"}
    assert second.linked == len(second.book.files) - len(changed)
    # Each is whole without the other.
    shutil.rmtree(first.path)
    assert [found.damaged for found in look_at_backups(at(home), second.path, is_verified=True)] == [()]


def test_a_file_that_was_replaced_is_copied(home, tmp_path):
    first = back_up(at(home), tmp_path / "backups")
    page = next((home / "pages").glob("*/*.gz"))
    page.write_bytes(page.read_bytes())
    second = back_up(at(home), tmp_path / "backups")
    name = page.relative_to(home).as_posix()
    assert not (second.path / name).samefile(first.path / name)


def test_the_oldest_of_this_home_are_removed_and_no_others(home, tmp_path):
    folder = tmp_path / "backups"
    other = shutil.copytree(home, tmp_path / "other")
    stays = back_up(at(other), folder).path
    first, second = (back_up(at(home), folder).path for _ in range(2))
    made = back_up(at(home), folder, keep=2)
    assert made.removed == (first,)
    assert [found.path for found in look_at_backups(at(home), folder)] == sorted([stays, second, made.path])
    assert {path.name[0] for path in folder.iterdir()} == {"d", "."}
    assert not list(folder.glob(".gone*"))


def test_a_damaged_backup_is_named_and_refused_and_the_home_stays(home, tmp_path, tree):
    made = back_up(at(home), tmp_path / "backups")
    page, parquet = sorted(made.path.glob("pages/*/*.gz"))[0], sorted(made.path.rglob("articles.parquet"))[0]
    flipped = bytearray(page.read_bytes())
    flipped[30] ^= 1
    page.write_bytes(flipped)
    parquet.unlink()
    code, said, _ = run("--home", home, "backup", "--verify", tmp_path / "backups")
    assert code == 4
    named = [path.relative_to(made.path).as_posix() for path in (parquet, page)]
    assert f"DAMAGED: {', '.join(named)}" in said
    before = tree(home)
    with pytest.raises(WarehouseError, match=r"2 of .* are gone or damaged, so nothing was restored") as error:
        restore(at(home), made.path, is_replaced=True)
    assert all(name in error.value.message for name in named)
    assert tree(home) == before
    # The same where only its size or its book is wrong.
    (made.path / "_backup.json").write_text("{")
    assert run("--home", home, "backup", "--list", tmp_path / "backups")[0] == 4


def test_a_home_that_holds_something_is_set_aside_only_when_asked(home, tmp_path, tree):
    made = back_up(at(home), tmp_path / "backups")
    other = shutil.copytree(home, tmp_path / "other")
    published_path(other).write_bytes(b"damaged")
    (other / "batches/read_facts/later-0000").mkdir()
    (other / "batches/read_facts/later-0000/_manifest.json").write_text("{}")
    wal_path(candidate_path(other)).write_bytes(b"left")
    before = tree(other)
    with pytest.raises(InputError, match="is no empty home: it holds pages, inbox"):
        restore(at(other), made.path)
    assert tree(other) == before
    restored = restore(at(other), made.path, is_replaced=True)
    assert digests(other) == digests(home)
    assert not (other / "batches/read_facts/later-0000").exists()
    assert not wal_path(candidate_path(other)).exists()
    # What nobody restores stays, all else lies aside as it was.
    moved = tree(tmp_path / restored.aside)
    assert {**tree(other), **moved} == {**tree(other), **{name: data for name, data in before.items() if name in moved}}
    assert moved["published/daybook.duckdb"] == b"damaged"
    assert set(before) - set(moved) >= {"airflow/airflow.db", "quality/index.html"}


def test_erasures_since_the_backup_are_kept_in_mind(home, tmp_path):
    made = back_up(at(home), tmp_path / "backups")
    (home / "tombstones.jsonl").open("a").write(tombstone("b"))
    code, said, _ = run("--home", home, "restore", made.path, "--replace")
    assert code == 0, said
    assert "older than 1 tombstones" in said
    assert "erase --again" in said
    assert [one.hash[0] for one in TombstoneStore(home).read()] == ["a", "b"]
    assert (home / "erasing").read_bytes() == b""
    assert stat.S_IMODE((home / "erasure.key").stat().st_mode) == 0o600


def test_tombstones_of_another_key_are_not_mixed(home, tmp_path, tree):
    made = back_up(at(home), tmp_path / "backups")
    (home / "erasure.key").write_text("cd" * 32)
    before = tree(home)
    with pytest.raises(InputError, match="another key than the backup's"):
        restore(at(home), made.path, is_replaced=True)
    assert tree(home) == before


def test_a_damaged_batch_is_copied_as_it_is_and_no_earlier_backup_goes(home, tmp_path):
    first = back_up(at(home), tmp_path / "backups")
    path = BatchStore(home).path("read_facts", "monday-0000") / "figures.parquet"
    path.write_bytes(b"damaged")
    code, said, _ = run("--home", home, "backup", tmp_path / "backups", "--keep", "1")
    assert code == 0, said
    assert "Not what was sealed, and copied as they are: read_facts/monday-0000" in said
    *_, second = look_at_backups(at(home), tmp_path / "backups")
    assert first.path.exists()
    assert (second.path / path.relative_to(home)).read_bytes() == b"damaged"


def test_a_log_beside_a_warehouse_file_is_refused(home, tmp_path):
    wal_path(build_path(home)).write_bytes(b"left by a killed program")
    with pytest.raises(WarehouseError, match="lies beside"):
        back_up(at(home), tmp_path / "backups")
    assert not list((tmp_path / "backups").glob("*daybook*"))


def test_wrong_folders_are_told_with_what_to_do(home, tmp_path):
    made = back_up(at(home), tmp_path / "backups")
    for folder, said in ((home / "backups", "lies in the home"), (home, "lies in the home")):
        with pytest.raises(InputError, match=said):
            back_up(at(home), folder)
    with pytest.raises(InputError, match="holds nothing to back up"):
        back_up(at(tmp_path / "empty"), tmp_path / "elsewhere")
    with pytest.raises(InputError, match="holds 1 backups and is none") as error:
        restore(at(tmp_path / "new"), tmp_path / "backups")
    assert error.value.hint == f"daybook restore {made.path}"
    with pytest.raises(InputError, match="is no whole backup"):
        restore(at(tmp_path / "new"), tmp_path)
    with pytest.raises(InputError, match="holds no backup"):
        look_at_backups(at(home), tmp_path)


def test_a_backup_leads_to_no_file_outside_it(home, tmp_path):
    made = back_up(at(home), tmp_path / "backups")
    book = json.loads((made.path / "_backup.json").read_text())
    for path in ("../../out", "/tmp/out", "pages/../../out"):  # noqa: S108 - nothing is written there
        changed = book | {"files": {path: ["0" * 64, 1]}}
        (made.path / "_backup.json").write_text(json.dumps(changed))
        with pytest.raises(WarehouseError, match="leads out of the backup"):
            read_book(made.path)


def test_a_backup_of_a_newer_version_is_refused(home, tmp_path):
    made = back_up(at(home), tmp_path / "backups")
    book = json.loads((made.path / "_backup.json").read_text())
    for changed in (book | {"format": 99}, book | {"maker": book["maker"] | {"contract_version": 99}}):
        (made.path / "_backup.json").write_text(json.dumps(changed))
        with pytest.raises(NewerHome, match="newer Daybook"):
            restore(at(tmp_path / "new"), made.path)


LOCK = """
import sys
from pathlib import Path
from extract.store.locks import write_lock
with write_lock(Path(sys.argv[1]), "daybook load", 5):
    print("ready", flush=True)
    sys.stdin.read()
"""


def test_who_works_in_the_home_is_waited_for(home, tmp_path, tree):
    made = back_up(at(home), tmp_path / "backups")
    before = tree(home)
    process = subprocess.Popen([sys.executable, "-c", LOCK, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert process.stdout.readline() == b"ready\n"
        with pytest.raises(WarehouseLocked, match=f"`daybook load`, process {process.pid}"):
            back_up(at(home), tmp_path / "backups")
        with pytest.raises(WarehouseLocked, match="steps are working in"):
            restore(at(home), made.path, is_replaced=True)
    finally:
        process.communicate(timeout=10)
    assert [found.path for found in look_at_backups(at(home), tmp_path / "backups")] == [made.path]
    assert tree(home) == before


@pytest.mark.extended
def test_a_run_after_a_restore_equals_one_without(earlier_home, tmp_path):
    made = back_up(at(earlier_home), tmp_path / "backups")
    restored = tmp_path / "restored"
    restore(at(restored), made.path)
    page = "<html><head><title>Bergen builds</title></head><body><article><h1>Bergen builds</h1><p>{}</p></article></body></html>"
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/bergen.html").write_text(
        page.format(
            "Workers in Bergen began to build 40 homes on Monday, council chair Aiko Mori said. It will take two years."
        )
    )
    captured = "file,captured_at,url,publisher,publish_text\nbergen.html,2025-07-14T12:00:00+00:00,https://b.example/1,B,true\n"
    (tmp_path / "pages/captures.csv").write_text(captured)
    for home in (earlier_home, restored):
        code, said, _ = run("--home", home, "run", tmp_path / "pages", "--run-id", "later")
        assert code == 0, said
    assert digest(published_path(restored)) == digest(published_path(earlier_home))
    assert digest(build_path(restored)) == digest(build_path(earlier_home))
    assert [line.generation for line in Ledger(restored).read() if line.event == "published"] == [1, 2, 3]
