"""Readers see the old file or the new one, never a mixture, wherever the publish is killed; the next one works."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from extract.errors import WarehouseError
from extract.store.candidate import open_candidate
from extract.store.digest import digest
from extract.store.generations import generations_folder
from extract.store.load import load_batch
from extract.store.publish import publish_candidate
from extract.store.published import published_path
from extract.store.warehouse import build_path, candidate_path

pytestmark = [pytest.mark.promise(2), pytest.mark.xdist_group("publish_faults")]

NOON = datetime(2025, 7, 4, 12, tzinfo=UTC)
PUBLISH = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from extract.store.publish import publish_candidate
publish_candidate(Path(sys.argv[1]), daybook_version="0", run_id="r", published_at=datetime(2025, 7, 4, tzinfo=UTC))
"""
KILLS = [
    "publish.build", "publish.checkpoint", "publish.fsync", "publish.keep", "publish.rename", "publish.folder_sync",
    "publish.promote", "ledger.fsync",
]  # fmt: skip


@pytest.fixture
def prepare(make_batch, make_marts):
    """Load one more article into a home's candidate and make its marts."""

    def run(home, number):
        with open_candidate(home) as candidate:
            load_batch(candidate, make_batch(f"b{number}", range(number, number + 1)))
            make_marts(candidate)

    return run


def publish(home):
    return publish_candidate(home, daybook_version="0", run_id="r", published_at=NOON)


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """Where the first test that needs a home makes it, for the others to copy."""
    return tmp_path_factory.mktemp("template") / "home"


@pytest.fixture
def homes(tmp_path, prepare, template):
    """A home with a published file and a candidate that is ready, the old digest and the new one."""
    if not template.exists():
        prepare(template, 1)
        publish(template)
        prepare(template, 2)
    home = shutil.copytree(template, tmp_path / "home")
    return home, digest(published_path(home)), digest(candidate_path(home))


@pytest.mark.parametrize("place", KILLS)
def test_killed_anywhere_readers_see_the_old_file_or_the_new(homes, prepare, run_python, place, tried):
    home, old, new = homes
    done = run_python(PUBLISH, home, failpoint=f"{place}=kill")
    assert done.returncode == -9, done.stderr
    assert digest(published_path(home)) == (new if place in KILLS[5:] else old)
    prepare(home, 2)
    again = publish(home)
    assert again.digest == digest(published_path(home)) == new
    assert again.generation == 2
    kept = [path.name for path in generations_folder(home).iterdir()]
    assert kept == ["daybook-000001.duckdb"]
    assert digest(generations_folder(home) / kept[0]) == old
    assert sorted(path.name for path in published_path(home).parent.iterdir()) == ["daybook.duckdb", "generations"]
    tried(1)


@pytest.mark.promise(13)
@pytest.mark.parametrize("place", ["publish.fsync", "publish.rename", "publish.promote"])
def test_a_full_disk_leaves_a_whole_file_and_says_so(homes, monkeypatch, place):
    home, old, new = homes
    monkeypatch.setenv("DAYBOOK_FAILPOINT", f"{place}=enospc")
    with pytest.raises(WarehouseError, match="the disk is full"):
        publish(home)
    monkeypatch.delenv("DAYBOOK_FAILPOINT")
    assert digest(published_path(home)) == (new if place == "publish.promote" else old)
    assert publish(home).digest == new


@pytest.mark.promise(13)
@pytest.mark.parametrize("length", [0, 100, 5000, 300_000])
def test_a_published_file_cut_short_is_replaced(homes, length, caplog):
    home, _, new = homes
    path = published_path(home)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(WarehouseError, match="is damaged or of another DuckDB"):
        digest(path)
    with caplog.at_level("WARNING", "daybook"):
        publication = publish(home)
    assert "cannot be read and is replaced" in caplog.text
    assert (publication.is_new, publication.generation, digest(path)) == (True, 2, new)
    # A damaged file is no generation to go back to.
    assert not list(generations_folder(home).glob("*"))


@pytest.mark.promise(13)
def test_a_file_cut_anywhere_is_damaged_or_has_lost_nothing(homes):
    home, old, _ = homes
    path = published_path(home)
    data = path.read_bytes()
    found = []
    # Its last blocks may be free ones.
    for length in range(len(data) - 1, 0, -200_000):
        path.write_bytes(data[:length])
        try:
            found.append(digest(path))
        except WarehouseError:
            found.append("damaged")
    assert {*found} <= {old, "damaged"}
    assert found[-1] == "damaged"


@pytest.mark.promise(13)
def test_a_build_cut_short_says_what_to_do(tmp_path, prepare):
    prepare(tmp_path, 1)
    publish(tmp_path)
    build = build_path(tmp_path)
    build.write_bytes(build.read_bytes()[:5000])
    with pytest.raises(WarehouseError, match="is damaged") as error, open_candidate(tmp_path):
        pass
    assert error.value.hint.startswith(f"mv {build}")


READ = """
import sys, time
from pathlib import Path
from extract.store.published import open_published
home, last = Path(sys.argv[1]), int(sys.argv[2])
reads = generation = 0
print("ready", flush=True)
while generation < last:
    connection = open_published(home)
    generation, rows = connection.execute("select generation, batch_count from meta.publication").fetchone()
    seen = connection.execute(
        "select (select count(*) from marts.articles), (select count(*) from marts.figures), "
        "(select row_count from meta.tables where table_name = 'articles')"
    ).fetchone()
    assert seen == (rows,) * 3 == (generation,) * 3, (generation, rows, seen)
    connection.close()
    reads += 1
    time.sleep(0.2)
print(reads)
"""


@pytest.mark.parametrize("swaps", [3, pytest.param(10, marks=pytest.mark.extended)])
def test_three_readers_over_swaps_see_no_error_and_no_mixture(tmp_path, prepare, swaps, tried):
    prepare(tmp_path, 1)
    publish(tmp_path)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READ, str(tmp_path), str(swaps + 1)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for reader in readers:
        assert reader.stdout.readline() == "ready\n"
    for number in range(2, swaps + 2):
        prepare(tmp_path, number)
        publish(tmp_path)
    for reader in readers:
        out, err = reader.communicate(timeout=30)
        assert reader.returncode == 0, err
        assert int(out) >= swaps
        tried(int(out), "reads across swaps")
