"""One step on a home in a process of its own: its seconds, its CPU seconds and its peak of memory.

`python steps.py STEP HOME FIRST LAST SEED` prints one JSON object. What a step imports is imported before the clock starts: it
takes the same time at any size, and would make a step that grows look flat.
"""

import importlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extract.pipeline.context import Context, open_context
from extract.settings import Settings

# Opening the candidate copies the last good build, publishing copies the marts: both grow with the warehouse.
COPIES = ("open", "publish")
ADDITION = ("more", "open", "load", "check_batches", "link", "build", "check_marts", "publish")
_IMPORTS = {
    "check_batches": ("extract.quality.validation",),
    "check_marts": ("extract.quality.validation",),
    "build": ("dbt.cli.main", "dbt.adapters.duckdb"),
    "link_really": ("extract.linking.entities", "extract.linking.stories", "extract.linking.events"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a step took: seconds, CPU seconds of all its threads, its peak of memory in megabytes, and what it counted."""

    seconds: float
    cpu: float
    peak_mb: float
    counts: Mapping[str, int] = field(default_factory=dict)


def measure(step: str, home: Path, first: int, last: int, seed: int) -> Cost:
    """Run a step in a process of its own. Raises RuntimeError with its last words where it fails."""
    command = [sys.executable, __file__, step, str(home), str(first), str(last), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{step} of {home} failed:\n{done.stderr[-3000:]}")
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def run_step(step: str, home: Path, first: int, last: int, seed: int) -> Cost:
    """Run a step in this process."""
    work = _work(step, open_context(Settings(home=home)), first, last, seed)
    for module in _IMPORTS.get(step, ()):
        importlib.import_module(module)
    wall, cpu = time.perf_counter(), time.process_time()
    counts = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cost(round(wall, 3), round(cpu, 3), round(peak), counts)


def _work(step: str, context: Context, first: int, last: int, seed: int) -> Callable[[], Mapping[str, int]]:
    from warehouse_world.base import write_base
    from warehouse_world.more import make_links, write_more

    from extract.pipeline import checking, linking, publishing
    from extract.store.candidate import open_candidate

    home = context.settings.home

    def base() -> Mapping[str, int]:
        write_base(home, last, seed)
        return {"articles": last}

    def unchecked_base() -> Mapping[str, int]:
        write_base(home, last, seed, are_checked=False)
        return {"articles": last}

    def more() -> Mapping[str, int]:
        write_more(context.batches, first, last, seed)
        written = (home / "batches").glob("*/more-*/*")
        return {"bytes": sum(path.stat().st_size for path in written if path.is_file())}

    def copy_build() -> Mapping[str, int]:
        with open_candidate(home):
            return {}

    def made_links() -> Mapping[str, int]:
        make_links(home, first, last, seed)
        return {}

    return {
        "base": base,
        "unchecked_base": unchecked_base,
        "more": more,
        "open": copy_build,
        "load": lambda: publishing.load(context).as_dict(),
        "check_batches": lambda: checking.check_batches(context).as_dict(),
        "link": made_links,
        "link_really": lambda: linking.link(context).as_dict(),
        "build": lambda: publishing.build(context).as_dict(),
        "check_marts": lambda: checking.check_marts(context).as_dict(),
        "publish": lambda: publishing.publish(context).as_dict(),
    }[step]


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    step_name, home_path, *numbers = sys.argv[1:]
    cost = run_step(step_name, Path(home_path), *map(int, numbers))
    print(json.dumps({name: getattr(cost, name) for name in Cost.__slots__}))
