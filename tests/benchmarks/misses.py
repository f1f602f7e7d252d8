"""The worst misses by class: `make misses GOLD=DIR [OF=participants|events] [N=60]`; see the module of each for what it needs."""

import argparse
from pathlib import Path

import event_misses
import participant_misses

from extract.facts.language_model import load_language_model

_OF = {"participants": participant_misses, "events": event_misses}


def main() -> None:
    """Read the folder of the command line and print its misses."""
    parser = argparse.ArgumentParser(prog="make misses", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--of", choices=_OF, default="participants")
    parser.add_argument("--count", type=int, default=60, help="how many rows to print (default: %(default)s)")
    asked = parser.parse_args()
    sort = _OF[asked.of]
    sort.show(sort.all_misses(asked.folder, load_language_model()), asked.count)


if __name__ == "__main__":
    main()
