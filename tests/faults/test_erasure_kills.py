"""Promise 8: an erasure that is killed anywhere is known to be unfinished, and `daybook erase --again` ends it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from byte_scan import scan
from erased_world import STORY, open_world

from extract.pipeline import extract_articles
from extract.pipeline.status import read_status

pytestmark = [pytest.mark.promise(8), pytest.mark.extended, pytest.mark.xdist_group("erasure_kills")]

DAYBOOK = Path(sys.executable).with_name("daybook")


def daybook(home, *words, failpoint=""):
    environment = {name: value for name, value in os.environ.items() if name != "DAYBOOK_FAILPOINT"}
    if failpoint:
        environment["DAYBOOK_FAILPOINT"] = f"{failpoint}=kill"
    command = [DAYBOOK, "--home", home, "--log-level", "error", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


# In the order in which an erasure passes them.
FAILPOINTS = (
    "erase.tombstones", "batch.unsealed", "pages.masked", "erase.batch", "load.commit", "publish.rename", "erase.build",
)  # fmt: skip


def problems(home):
    return [problem["name"] for problem in read_status(open_world(home))["problems"]]


def test_what_is_killed_again_and_again_is_ended(world, filled, tmp_path, tried):
    home = tmp_path / "home"
    shutil.copytree(filled, home)
    (home / "pages" / "00").mkdir(exist_ok=True)
    (home / "pages" / "00" / ".body.gz.77.tmp").write_text(world.person)
    names = ("--person", world.person, "--alias", f"{world.nick} {world.last}")
    words = ("--url", STORY, "--publisher", world.gazette, *names, "--yes")
    for failpoint in FAILPOINTS:
        done = daybook(home, "erase", *words, failpoint=failpoint)
        assert done.returncode == -9, f"{failpoint}: {done.stderr}{done.stdout}"
        assert "erasure_unfinished" in problems(home)
        if failpoint == "pages.masked":
            # Steps that run meanwhile bring nothing back.
            extract_articles(open_world(home))
        words = ("--again",)
    done = daybook(home, "erase", "--again")
    assert done.returncode == 0, done.stderr + done.stdout
    looked_at, found = scan(home, *world.gone)
    assert found == []
    tried(len(FAILPOINTS), "kills survived")
    tried(looked_at * len(world.gone))
    assert "erasure_unfinished" not in problems(home)
    assert daybook(home, "erase", "--verify").returncode == 0
