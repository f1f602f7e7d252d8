"""The same warehouse on many machines: 10,000 made-up articles in a lake and in files, row by row, and what it costs."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lakes import as_environment, context_of
from same_marts import differences

from extract import pipeline
from extract.pipeline.context import Context, open_context
from extract.settings import load_settings
from extract.store.published import published_path

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from warehouse_world.more import write_more

pytestmark = [pytest.mark.scale, pytest.mark.timeout(3600)]
# Fewer where somebody tries the test itself. The last tenth comes later, and is built upon the others.
ALL = int(os.environ.get("SCALE_ARTICLES", "10000"))
FIRST, SEED = ALL - ALL // 10, 7
LOADERS = 3
DAYBOOK = Path(sys.executable).with_name("daybook")
STEPS: dict[str, Callable[[Context], object]] = {
    "check_batches": pipeline.check_batches,
    "link": pipeline.link,
    "build": pipeline.build,
    "check_marts": pipeline.check_marts,
    "publish": lambda context: pipeline.publish(context, "scale"),
}


def test_a_lake_of_ten_thousand_articles_says_what_a_file_says(place, tmp_path, capsys):
    home = open_context(load_settings(home=tmp_path / "home", warehouse="file"))
    lake = context_of(place, tmp_path / "worker")
    table: list[tuple[str, float, float]] = []
    for first, last in ((0, FIRST), (FIRST, ALL)):
        for context in (home, lake):
            write_more(context.batches, first, last, SEED)
        table.append(
            (f"load {last - first:,}", seconds(pipeline.load, home), seconds(lambda _: load(place, tmp_path), lake))
        )
        table += [(name, seconds(step, home), seconds(step, lake)) for name, step in STEPS.items()]
        assert differences(place, published_path(home.settings.home)) == {}
    table.append(("compact", 0, seconds(pipeline.compact, lake)))
    assert differences(place, published_path(home.settings.home)) == {}
    with capsys.disabled():
        print(f"\n{'step':16}{'file, s':>10}{'lake, s':>10}   on this machine, with the servers of the lake")
        for name, of_file, of_lake in table:
            print(f"{name:16}{of_file:>10.1f}{of_lake:>10.1f}")


def seconds(step, context) -> float:
    began = time.monotonic()
    step(context)
    return time.monotonic() - began


def load(place, folder) -> None:
    """Load by several processes at once, each as on a machine of its own."""
    loaders = [
        subprocess.Popen(
            [DAYBOOK, "--home", folder / f"loader-{number}", "load"],
            env={**without_ours(), **as_environment(place)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for number in range(LOADERS)
    ]
    for loader in loaders:
        said, _ = loader.communicate()
        assert loader.returncode == 0, said


def without_ours() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("DAYBOOK_")}
