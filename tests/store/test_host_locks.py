"""Two processes never ask one host at once."""

import subprocess
import sys

import pytest

from extract.store.host_locks import HostFiles

pytestmark = pytest.mark.promise(14)

TRY = """
import sys
from pathlib import Path
from extract.store.host_locks import HostFiles
print(HostFiles(Path(sys.argv[1])).try_hold(sys.argv[2]))
"""


def try_elsewhere(home, host):
    done = subprocess.run([sys.executable, "-c", TRY, home, host], capture_output=True, text=True, check=True)
    return done.stdout.strip() == "True"


def test_a_held_host_is_held_for_every_process_until_it_is_released(tmp_path):
    hosts = HostFiles(tmp_path)
    assert hosts.try_hold("a.example")
    assert not try_elsewhere(tmp_path, "a.example")
    assert try_elsewhere(tmp_path, "b.example")
    hosts.release("a.example")
    assert try_elsewhere(tmp_path, "a.example")


def test_a_process_that_ended_holds_nothing(tmp_path):
    assert try_elsewhere(tmp_path, "a.example")
    assert HostFiles(tmp_path).try_hold("a.example")


def test_the_last_start_is_known_to_all(tmp_path):
    assert HostFiles(tmp_path).seconds_since_start("a.example") is None
    hosts = HostFiles(tmp_path)
    hosts.try_hold("a.example")
    hosts.note_start("a.example")
    assert 0 <= HostFiles(tmp_path).seconds_since_start("a.example") < 60


def test_a_host_name_is_no_path(tmp_path):
    hosts = HostFiles(tmp_path / "home")
    assert hosts.try_hold("../../evil")
    hosts.note_start("../../evil")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
