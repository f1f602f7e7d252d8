"""Rolling back: readers get an earlier generation again, and what they were spared is not published as it was."""

import shutil
import subprocess
import sys
import time

import pytest

from extract.errors import InputError, WarehouseError
from extract.store.digest import digest
from extract.store.generations import current_generation, kept_generations
from extract.store.history import read_history
from extract.store.ledger import Ledger
from extract.store.published import published_path
from extract.store.rollback import roll_back

pytestmark = pytest.mark.promise(19)

READ = """
import sys
from pathlib import Path
from extract.store.published import open_published
connection = open_published(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(connection.execute("select count(*) from articles").fetchall())
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Where the first test that needs three generations makes them, for the others to copy."""
    return tmp_path_factory.mktemp("template") / "home"


@pytest.fixture
def three(tmp_path, publish, template):
    """Three generations; returns their digests by number."""
    if not template.exists():
        for number in (1, 2, 3):
            publish(number)
        shutil.copytree(tmp_path, template)
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    files = kept_generations(tmp_path) | {3: published_path(tmp_path)}
    return {number: digest(path) for number, path in files.items()}


def test_readers_get_the_generation_before_and_can_go_back(tmp_path, three, publish, caplog):
    path = published_path(tmp_path)
    reader = subprocess.Popen(
        [sys.executable, "-c", READ, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout.readline() == "ready\n"
    began = time.perf_counter()
    assert roll_back(tmp_path) == (2, 3)
    rolled_back_in = time.perf_counter() - began
    # Whoever reads goes on with what they opened.
    assert reader.communicate("go\n")[0] == "[(3,)]\n"
    assert digest(path) == three[2]
    assert {number: digest(kept) for number, kept in kept_generations(tmp_path).items()} == {1: three[1], 3: three[3]}
    assert read_history(tmp_path).rolled_back_from == (3,)

    # The very same rows are held, whatever publishes them.
    began = time.perf_counter()
    with caplog.at_level("WARNING", "daybook"):
        held = publish()
    # No copy and no digest is made: it takes a part of what publishing takes.
    assert rolled_back_in < time.perf_counter() - began
    assert (held.is_held, held.is_new, held.generation, held.digest) == (True, False, 2, three[3])
    assert "were rolled back from (generation 3) and are held: readers keep generation 2" in caplog.text
    assert digest(path) == three[2]
    assert read_history(tmp_path).rolled_back_from == (3,)

    # A second time goes back further; a number brings any kept one back.
    assert roll_back(tmp_path) == (1, 2)
    assert read_history(tmp_path).rolled_back_from == (2, 3)
    with pytest.raises(WarehouseError, match="no generation earlier than generation 1 is kept"):
        roll_back(tmp_path)
    assert roll_back(tmp_path, to=3) == (3, 1)
    assert digest(path) == three[3]
    assert read_history(tmp_path).rolled_back_from == ()
    assert not publish().is_held
    said = [(line.event, line.generation, line.from_generation) for line in Ledger(tmp_path).read()]
    assert [line for line in said if line[0] in ("held", "rolled_back")] == [
        ("rolled_back", 2, 3), ("held", None, None), ("rolled_back", 1, 2), ("rolled_back", 3, 1),
    ]  # fmt: skip


def test_other_rows_are_published_under_a_number_never_used(tmp_path, three, publish):
    roll_back(tmp_path)
    fourth = publish(4)
    assert (fourth.is_new, fourth.is_held, fourth.generation) == (True, False, 4)
    assert read_history(tmp_path).rolled_back_from == ()
    # The generation before is the one that readers had, not the one that was taken from them.
    assert roll_back(tmp_path) == (2, 4)
    assert digest(published_path(tmp_path)) == three[2]
    # Without the ledger the kept files still say which numbers were used.
    Ledger(tmp_path).path.unlink()
    assert publish(5).generation == 5


def test_a_number_that_is_not_kept_and_the_current_one_are_named(tmp_path, publish):
    publish(1)
    with pytest.raises(WarehouseError, match="no generation earlier than generation 1 is kept"):
        roll_back(tmp_path)
    publish(2)
    with pytest.raises(InputError, match="generation 7 is not kept; kept are: 1"):
        roll_back(tmp_path, to=7)
    with pytest.raises(InputError, match="generation 2 is what readers have"):
        roll_back(tmp_path, to=2)
    assert current_generation(tmp_path) == 2


def test_where_nothing_was_published_there_is_nothing_to_go_back_to(tmp_path):
    with pytest.raises(WarehouseError, match="nothing was ever published in "):
        roll_back(tmp_path)


def test_a_damaged_generation_is_refused_before_anything_moves(tmp_path, three):
    kept = kept_generations(tmp_path)[2]
    whole = kept.read_bytes()
    other = kept_generations(tmp_path)[1].read_bytes()
    for bad in (b"", whole[:5000], whole[: len(whole) // 2], b"\xff" * 5000 + whole[5000:], other):
        kept.write_bytes(bad)
        with pytest.raises(WarehouseError, match=r"generation 2 .* is damaged, readers keep what they have") as error:
            roll_back(tmp_path)
        assert error.value.hint == "daybook publish --rollback --to 1"
        assert digest(published_path(tmp_path)) == three[3]
    kept.write_bytes(whole)
    assert roll_back(tmp_path) == (2, 3)


def test_from_a_damaged_file_one_can_roll_back_and_its_rows_may_be_published_again(tmp_path, three, publish):
    published_path(tmp_path).write_bytes(b"not a database")
    assert roll_back(tmp_path) == (2, 0)
    assert list(kept_generations(tmp_path)) == [1]
    again = publish()
    assert (again.is_held, again.generation, again.digest) == (False, 4, three[3])


def test_with_no_file_left_what_was_rolled_back_from_is_not_published_silently(tmp_path, three, publish):
    roll_back(tmp_path)
    published_path(tmp_path).unlink()
    with pytest.raises(WarehouseError, match="generation 3, which somebody rolled back from") as error:
        publish()
    assert error.value.hint.startswith("daybook publish --rollback --to 3")
    assert roll_back(tmp_path, to=3) == (3, 0)
    assert digest(published_path(tmp_path)) == three[3]


@pytest.mark.usefixtures("three")
def test_what_is_forgotten_first_is_what_somebody_rolled_back_from(tmp_path, publish):
    roll_back(tmp_path)
    roll_back(tmp_path)
    publish(4)
    # Of 1, 2 and 3 two are kept: the good one that readers had, and the later of those withdrawn.
    assert list(kept_generations(tmp_path)) == [1, 3]
    assert roll_back(tmp_path) == (1, 4)
