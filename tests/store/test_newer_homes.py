"""What a newer version wrote is refused by every writer, named, and left alone; what an older one wrote is read."""

import json
import struct

import pytest

from extract.errors import NewerHome, WarehouseError
from extract.store.batches import BatchStore
from extract.store.candidate import open_candidate
from extract.store.digest import DIGEST_VERSION, digest
from extract.store.generations import kept_generations
from extract.store.history import held_digests, read_history
from extract.store.home import THIS, read_maker
from extract.store.ledger import Ledger
from extract.store.locks import step_lock, write_lock
from extract.store.published import open_published, published_path
from extract.store.rollback import roll_back
from extract.store.warehouse import build_path, candidate_path

LOCKS = (lambda home: write_lock(home, "daybook load", 0), lambda home: step_lock(home, "fetch_pages", 0, "b-0000"))


def write_maker(home, **changed):
    said = {"contract_version": 5, "ledger_version": 2, "daybook_version": "9.0"} | changed
    (home / "home.json").write_text(json.dumps(said))


@pytest.mark.parametrize("changed", [{"contract_version": 99}, {"ledger_version": 99}])
@pytest.mark.parametrize("lock", LOCKS)
def test_a_home_of_a_newer_version_is_refused_with_both_versions(tmp_path, lock, changed):
    write_maker(tmp_path, **changed)
    said = (tmp_path / "home.json").read_bytes()
    with pytest.raises(NewerHome, match=r"newer Daybook 9\.0: .* 99, this one \(\S+\) has \d") as error, lock(tmp_path):
        pass
    assert "install that Daybook" in error.value.hint
    assert (tmp_path / "home.json").read_bytes() == said


def test_whoever_writes_a_home_says_so_once(tmp_path):
    for lock in LOCKS:
        with lock(tmp_path):
            assert read_maker(tmp_path) == THIS
    write_maker(tmp_path, contract_version=4)
    with LOCKS[0](tmp_path):
        pass
    assert read_maker(tmp_path) == THIS
    before = (tmp_path / "home.json").stat().st_mtime_ns
    with LOCKS[1](tmp_path):
        pass
    assert (tmp_path / "home.json").stat().st_mtime_ns == before


def test_without_the_file_the_batches_say_it(tmp_path):
    store = BatchStore(tmp_path)
    manifest = store.write("fetch_pages", "b-0000", {}, input_sha256=None, versions={}, counts={})
    path = store.manifest_path("fetch_pages", "b-0000")
    path.write_text(json.dumps(json.loads(manifest.as_json()) | {"contract_version": 99}))
    with pytest.raises(NewerHome, match="contract 99"), LOCKS[0](tmp_path):
        pass
    with pytest.raises(NewerHome, match="batch b-0000 of fetch_pages was made by a newer Daybook, under contract 99"):
        store.require_known(("fetch_pages",), ["b-0000"])


def test_a_file_that_says_nothing_is_named(tmp_path):
    for said in ("", "{}", "[]", '{"contract_version": "five"}'):
        (tmp_path / "home.json").write_text(said)
        with pytest.raises(WarehouseError, match="does not say who wrote the home"), LOCKS[0](tmp_path):
            pass


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"event": "published", "candidate": 1, "signed_by": "x"}, "signed_by"),
        ({"event": "moved", "candidate": 1}, "moved"),
    ],
)
def test_a_ledger_line_of_a_newer_version_is_no_damage(tmp_path, line, said):
    ledger = Ledger(tmp_path)
    ledger.path.write_text(json.dumps(line) + "\n")
    before = ledger.path.read_bytes()
    with pytest.raises(NewerHome, match=f"line 1 was written by a newer Daybook: .*{said}"):
        ledger.read()
    with pytest.raises(NewerHome), open_candidate(tmp_path):
        pass
    assert ledger.path.read_bytes() == before
    assert not candidate_path(tmp_path).exists()


def checksum(block):
    """DuckDB's own, over a header block."""
    found = 5381
    for (word,) in struct.iter_unpack("<Q", block):
        found ^= (word * 0xBF58476D1CE4E5B9) & (2**64 - 1)
    return struct.pack("<Q", found)


def as_newer_file(path):
    """The file as a DuckDB to come would write it: a later format in its first block."""
    data = bytearray(path.read_bytes())
    data[12:20] = struct.pack("<Q", 999)
    data[:8] = checksum(data[8:4096])
    path.write_bytes(data)


def as_newer_storage(path):
    """A format that is known, with a later storage version in both of its headers."""
    data = bytearray(path.read_bytes())
    for start in (4096, 8192):
        data[start + 56 : start + 64] = struct.pack("<Q", 99)
        data[start : start + 8] = checksum(data[start + 8 : start + 4096])
    path.write_bytes(data)


@pytest.mark.parametrize("change", [as_newer_file, as_newer_storage])
def test_files_of_a_newer_duckdb_are_refused_and_left_alone(tmp_path, publish, change):
    publish(1)
    with open_candidate(tmp_path):
        pass
    for path in (published_path(tmp_path), candidate_path(tmp_path), build_path(tmp_path)):
        change(path)
    files = {
        path: path.read_bytes() for path in (published_path(tmp_path), candidate_path(tmp_path), build_path(tmp_path))
    }
    ledger = Ledger(tmp_path).path.read_bytes()
    with pytest.raises(NewerHome, match="newer DuckDB than"), open_candidate(tmp_path):
        pass
    with pytest.raises(NewerHome, match="newer DuckDB than") as error:
        open_published(tmp_path)
    assert "damaged" not in error.value.message
    with pytest.raises(NewerHome):
        roll_back(tmp_path)
    candidate_path(tmp_path).unlink()
    with pytest.raises(NewerHome), open_candidate(tmp_path):
        pass
    files.pop(candidate_path(tmp_path))
    assert {path: path.read_bytes() for path in files} == files
    assert Ledger(tmp_path).path.read_bytes() == ledger


def without_version(home, digest_of):
    """The ledger as version 1 wrote it: digests without their formula, by another one."""
    ledger = Ledger(home)
    lines = [json.loads(line) for line in ledger.path.read_text().splitlines()]
    for line in lines:
        if line.pop("digest_version", None) and "digest" in line:
            line["digest"] = digest_of(line["digest"])
    ledger.path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_digests_are_compared_by_one_formula_only(tmp_path, publish):
    for number in (1, 2):
        publish(number)
    roll_back(tmp_path)
    withdrawn = digest(kept_generations(tmp_path)[2])
    assert read_history(tmp_path).digest_of(2) == withdrawn
    assert {line.digest_version for line in Ledger(tmp_path).read() if line.digest} == {DIGEST_VERSION}
    # An old ledger is read, and what it says of rows is not taken for what this version says of them.
    without_version(tmp_path, lambda _: "0" * 64)
    history = read_history(tmp_path)
    assert (history.rolled_back_from, history.digest_of(2)) == ((2,), None)
    assert held_digests(tmp_path, history) == {withdrawn: 2}
    held = publish()
    assert (held.is_held, held.generation) == (True, 1)


def test_where_nothing_tells_the_rows_of_a_withdrawn_generation_it_is_said(tmp_path, publish, caplog):
    for number in (1, 2):
        publish(number)
    roll_back(tmp_path)
    without_version(tmp_path, str)
    kept_generations(tmp_path)[2].unlink()
    with caplog.at_level("WARNING", "daybook"):
        assert not publish().is_held
    assert "generation 2 was rolled back from, and nothing is left to know its rows by" in caplog.text
