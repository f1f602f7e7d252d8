"""Every promise has its tests, and those that hold on every push have one that `make test` runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from promises import OF_OTHER_COMMANDS, read_promises

ROOT = Path(__file__).parents[2]
COLLECT = """
import sys
import pytest
sys.path.insert(0, "tests/faults")
from promises import promises_of

class Told:
    def pytest_collection_modifyitems(self, items):
        for item in items:
            marks = {mark.name for mark in item.iter_markers()}
            for number in promises_of(item):
                print("TOLD", number, *sorted(marks))

pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", "tests"], plugins=[Told()])
"""


@pytest.fixture(scope="module")
def tests():
    """Number of each promise to the marks of its tests."""
    done = subprocess.run([sys.executable, "-c", COLLECT], cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[int, list[set[str]]] = {}
    for number, marks in re.findall(r"TOLD (\d+)(.*)", done.stdout):
        found.setdefault(int(number), []).append(set(marks.split()))
    return found


@pytest.mark.parametrize("number", read_promises())
def test_a_promise_has_a_test_and_one_on_every_push_if_it_says_so(tests, number):
    assert tests.get(number), "no test carries this promise"
    others = {"extended", *OF_OTHER_COMMANDS}
    if read_promises()[number].is_tested_every_push:
        assert any(not marks & others for marks in tests[number])
    elsewhere = [marks for marks in tests[number] if marks & set(OF_OTHER_COMMANDS)]
    assert not elsewhere or read_promises()[number].elsewhere.startswith("make test-")


def test_every_promise_of_the_list_says_what_it_counts():
    assert list(read_promises()) == list(range(1, len(read_promises()) + 1))
    for promise in read_promises().values():
        assert promise.name
        assert promise.counted
        assert not promise.elsewhere or promise.elsewhere.startswith("make ")


def test_a_number_that_is_no_promise_is_refused(tmp_path):
    path = ROOT / "tests" / "drift" / "test_groups.py"
    code = "import pytest\npytestmark = pytest.mark.promise(999)\ndef test_x(): pass\n"
    made = tmp_path / "test_made.py"
    made.write_text(code)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(path), str(made)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "has no promise 999" in done.stdout + done.stderr
