"""Pages in, published rows out, beside bare trafilatura and bare spaCy on the same pages in one run: `make bench-end-to-end`.

Each command of a run is a process of its own and is measured with all its workers: CPU seconds, seconds, memory. The other side
reads the same pages with trafilatura and the texts with spaCy, on as many processes, before ours and after it, and keeps nothing.
Start-up counts on both.
`--sizes 1000 10000` gives the growth: what an article costs at each size. Exit 1 where the whole takes more than 1.8 times
the CPU of the two libraries at the largest size, if that is 1,000 or more.

`--from-load` begins with facts that nobody read, those of the world of `make bench-warehouse`, and measures the steps from `load`
on: 100,000 articles take minutes, where to read their pages would take hours.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from measuring import measure
from news_pages import write_news_pages
from rich.console import Console
from rich.table import Table
from warehouse_world.more import write_more

from extract.pipeline.context import open_context
from extract.pipeline.status.disk import folder_bytes
from extract.settings import load_settings

COMMANDS = (
    "discover", "fetch-pages", "extract-articles", "read-facts", "load", "check-batches", "link", "build", "check-marts",
    "publish",
)  # fmt: skip
MOST, FEW = 1.8, 1000


def main() -> None:
    """Measure every size, print the tables, keep the JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000], help="pages, the smallest first (default 1000)")
    parser.add_argument(
        "--bare", type=int, default=2000, help="pages that the libraries read, at most; the rest is reckoned"
    )
    parser.add_argument("--from-load", action="store_true", help="measure the steps behind reading, on made-up facts")
    parser.add_argument("--seed", type=int, default=7, help="of the made-up pages")
    parser.add_argument("--keep", type=Path, help="where the homes stay; without it they are removed")
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    options = parser.parse_args()

    sizes: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="bench-end-to-end-") as name:
        folder = options.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        for size in options.sizes:
            measure_size = measure_from_load if options.from_load else measure_whole
            sizes.append({"pages": size, **measure_size(folder, size, options)})
            show(sizes[-1])
    if options.json:
        options.json.write_text(json.dumps({"cores": os.cpu_count(), "sizes": sizes}, indent=1) + "\n")
    if options.from_load:
        return
    worst = ratio(sizes[-1], "cpu")
    # A build takes half a minute whatever is new: of few articles each bears much of it.
    if worst > MOST and sizes[-1]["pages"] >= FEW:
        sys.exit(f"end to end takes {worst:.2f} times the CPU of trafilatura and spaCy, more than {MOST}")


def measure_whole(folder: Path, size: int, options: argparse.Namespace) -> dict[str, Any]:
    """From so many pages to published rows, beside the libraries."""
    pages, home = folder / f"pages{size}", folder / f"home{size}"
    write_news_pages(pages, size, options.seed)
    before = measure_bare(pages, min(size, options.bare), size)
    steps = measure_steps(home, COMMANDS, pages)
    after = measure_bare(pages, min(size, options.bare), size)
    return {
        "bare": mean_of(before, after),
        "steps": steps,
        "insert": measure_insert(home, folder / f"insert{size}.duckdb"),
        "disk_bytes": disk_of(home),
    }


def measure_from_load(folder: Path, size: int, options: argparse.Namespace) -> dict[str, Any]:
    """From the made-up facts of so many articles to published rows."""
    home = folder / f"facts{size}"
    write_more(open_context(load_settings(home=home, warehouse="file")).batches, 0, size, options.seed)
    return {"steps": measure_steps(home, COMMANDS[COMMANDS.index("load") :]), "disk_bytes": disk_of(home)}


def disk_of(home: Path) -> dict[str, int]:
    """Bytes of each folder of a home."""
    return {part.name: folder_bytes(part) for part in sorted(home.iterdir()) if part.is_dir()}


def measure_bare(pages: Path, read: int, size: int) -> dict[str, Any]:
    """What trafilatura and spaCy take for as many pages, on as many processes as there are cores.

    They know nothing of other pages: what the first `read` took is multiplied.
    """
    reader = Path(__file__).with_name("bare_reader.py")
    took = measure([sys.executable, reader, pages, str(read), str(os.cpu_count())])
    told = took.as_dict() | json.loads(took.output)
    times = size / read
    return told | {name: round(times * told[name], 1) for name in ("cpu", "seconds", "trafilatura_cpu", "spacy_cpu")}


def mean_of(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The mean of two measurements, one on each side of ours: a machine that is busier for a while disturbs both."""
    return {name: round((value + after[name]) / 2, 1) for name, value in before.items()}


def measure_steps(home: Path, commands: Sequence[str], pages: Path | None = None) -> dict[str, dict[str, Any]]:
    """What each of some commands of a run takes in a home of its own, and what it counted."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DAYBOOK_")}
    environment["DAYBOOK_HOME"] = str(home)
    steps = {}
    for command in commands:
        given = [str(pages), "--run-id", "bench"] if command == "discover" else []
        took = measure([Path(sys.executable).with_name("daybook"), command, *given], environment)
        steps[command] = took.as_dict()
        last = took.output.strip().splitlines()[-1:]
        steps[command]["counts"] = {k: v for k, v in json.loads(last[0]).items() if isinstance(v, int)} if last else {}
    return steps


def measure_insert(home: Path, file: Path) -> dict[str, Any]:
    """What DuckDB takes to insert the rows that `load` loads, as they are."""
    return measure([sys.executable, Path(__file__).with_name("bare_loader.py"), home, file]).as_dict()


def total(size: dict[str, Any], what: str) -> float:
    """Of all steps."""
    return sum(step[what] for step in size["steps"].values())


def ratio(size: dict[str, Any], what: str) -> float:
    """Of the whole to the bare libraries; what: cpu or seconds."""
    return total(size, what) / float(size["bare"][what])


def show(size: dict[str, Any]) -> None:
    """Print one size."""
    table = Table("step", "CPU s", "s", "CPU ms an article", "memory, MiB")
    rows = {
        **size["steps"],
        "all steps": {"cpu": total(size, "cpu"), "seconds": total(size, "seconds"), "memory_mib": 0},
    }
    for name, part in (("bare trafilatura and spaCy", "bare"), ("bare insert", "insert")):
        rows |= {name: size[part]} if part in size else {}
    for name, step in rows.items():
        each = f"{1000 * step['cpu'] / size['pages']:.1f}"
        table.add_row(name, f"{step['cpu']:.1f}", f"{step['seconds']:.1f}", each, str(step["memory_mib"] or ""))
    console = Console()
    console.print(f"{size['pages']:,} pages on {os.cpu_count()} cores", table)
    if "bare" in size:
        console.print(f"ratio: {ratio(size, 'cpu'):.2f} by CPU, {ratio(size, 'seconds'):.2f} by time")


if __name__ == "__main__":
    main()
