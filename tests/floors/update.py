"""Rewrites floors.json from what the library scores now: `make floors-update`. A floor that falls needs `ALLOW=1`."""

import argparse
import json
import math
import os
import sys
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")


def main() -> int:
    """Exit code 1, and nothing written, where a floor would fall or go and `ALLOW` is not 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--floors", type=Path, default=FLOORS, help="the file to rewrite (default: %(default)s)")
    parser.add_argument(
        "--scores", type=Path, help="scores as `score.py --json` printed them; without it they are measured"
    )
    options = parser.parse_args()
    scores = json.loads(options.scores.read_text("utf-8")) if options.scores else _measure()
    old = json.loads(options.floors.read_text("utf-8")) if options.floors.exists() else {}
    new = {metric: round_down(value) for metric, value in sorted(scores.items())}

    for metric in sorted(new.keys() | old.keys()):
        if old.get(metric) != new.get(metric):
            print(f"{_direction(old.get(metric), new.get(metric)):5} {metric}: {old.get(metric)} -> {new.get(metric)}")
    fallen = [metric for metric, floor in old.items() if new.get(metric, -1) < floor]
    if fallen and os.environ.get("ALLOW") != "1":
        print(f"{len(fallen)} floors would fall: {', '.join(fallen)}. Nothing was written.", file=sys.stderr)
        print("If that is what you want: ALLOW=1 make floors-update", file=sys.stderr)
        return 1
    options.floors.write_text(json.dumps(new, indent=2) + "\n", "utf-8")
    return 0


def _measure() -> dict[str, float]:
    from score import measure  # loads the language model's library: only where it is needed

    return measure()[0]


def round_down(value: float) -> float:
    """To three decimals, never up: a floor above the score would fail at once. 1e-9 is for 0.58 * 1000 = 579.9999."""
    return math.floor(value * 1000 + 1e-9) / 1000


def _direction(old: float | None, new: float | None) -> str:
    if old is None:
        return "new"
    if new is None:
        return "gone"
    return "rose" if new > old else "fell"


if __name__ == "__main__":
    sys.exit(main())
