"""Promise 21: rounds into one home leave no more memory, descriptors, logs and files than the rounds before."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from soak import MARGINS, WARM_UP, Round, find_growth

pytestmark = pytest.mark.promise(21)


@pytest.mark.extended
@pytest.mark.timeout(900)
def test_rounds_leave_no_more_than_the_rounds_before(tmp_path, tried):
    command = [sys.executable, Path(__file__).with_name("soak.py"), "--rounds", "8", "--pages", "6", "--home", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 rounds without growth" in done.stdout
    tried(8)


@pytest.mark.parametrize("what", MARGINS)
def test_growth_of_each_thing_is_seen(what):
    flat = [Round(1, number, number, *([100] * 11)) for number in range(WARM_UP + 9)]
    assert find_growth(flat) == []
    grown = [replace(one, **{what: getattr(one, what) + 60 * number}) for number, one in enumerate(flat)]
    assert [line.split()[0] for line in find_growth(grown)] == [what]
