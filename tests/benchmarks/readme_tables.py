"""Writes the tables of this folder's README that are made from `results/*.json`: `make bench-tables`.

A table stands between `<!-- NAME: made by make bench-tables -->` and `<!-- end -->`; a test fails where it is another.
"""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench_end_to_end import ratio, total
from capacity import CORES, Rates, costs, most_articles

FOLDER = Path(__file__).parent
README = FOLDER / "README.md"
_TABLE = re.compile(r"(<!-- (\w+): made by make bench-tables -->\n).*?(<!-- end -->)", re.DOTALL)
_HOUR = 3600


def main() -> None:
    """Rewrite the README."""
    README.write_text(with_tables(README.read_text()))


def with_tables(text: str) -> str:
    """The text with each of its tables as the results make it. Raises KeyError for a table that nobody makes."""
    return _TABLE.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}{found[3]}", text)


def _results(name: str) -> Any:
    return json.loads((FOLDER / "results" / f"{name}.json").read_text())


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in lines)


def stages() -> str:
    """Each stage beside what a user would take instead."""
    rows = [
        [
            one["stage"],
            f"{one['number']:,} {one['unit']}",
            one["beside"],
            *(f"{one[name]:.1f}" for name in ("ours_ms", "theirs_ms")),
        ]
        for one in _results("stages")
    ]
    rows = [[*row, f"{one['ratio']:.2f}"] for row, one in zip(rows, _results("stages"), strict=True)]
    return _markdown(("stage", "input", "beside", "ours, CPU ms each", "theirs", "ratio"), rows)


def growth() -> str:
    """CPU milliseconds an article of every step at each size, with the most memory."""
    sizes = _results("end_to_end")["sizes"]
    rows = _steps(sizes)
    for name, what in (("bare trafilatura", "trafilatura_cpu"), ("bare spaCy", "spacy_cpu"), ("both, started", "cpu")):
        rows.append([name, *(_each(size["bare"][what], size) for size in sizes), *("" for _ in sizes)])
    rows.append(["**ratio by CPU**", *(f"**{ratio(size, 'cpu'):.2f}**" for size in sizes), *("" for _ in sizes)])
    rows.append(
        [
            "DuckDB inserts the rows of `load`",
            *(_each(size["insert"]["cpu"], size) for size in sizes),
            *("" for _ in sizes),
        ]
    )
    return _markdown(_sizes(sizes), rows)


def from_load() -> str:
    """The same of the steps behind reading, on facts that nobody read."""
    sizes = _results("from_load")["sizes"]
    return _markdown(_sizes(sizes), _steps(sizes))


def _sizes(sizes: Sequence[dict[str, Any]]) -> list[str]:
    pages = [f"{size['pages']:,}" for size in sizes]
    return ["CPU ms an article", *pages, *(f"MiB at {count}" for count in pages)]


def _steps(sizes: Sequence[dict[str, Any]]) -> list[list[str]]:
    rows = []
    for step in sizes[0]["steps"]:
        taken = [size["steps"][step] for size in sizes]
        each = [_each(one["cpu"], size) for one, size in zip(taken, sizes, strict=True)]
        rows.append([f"`{step}`", *each, *(f"{one['memory_mib']:,}" for one in taken)])
    rows.append(["all steps", *(_each(total(size, "cpu"), size) for size in sizes), *("" for _ in sizes)])
    return rows


def rules() -> str:
    """How the rules' own time is spent."""
    shares = _results("facts")["shares"]
    return _markdown(
        ("part of the rules", "share of their time"), [[part, f"{share:.0%}"] for part, share in shares.items()]
    )


def _each(seconds: float, size: dict[str, Any]) -> str:
    return f"{1000 * seconds / size['pages']:.1f}"


def capacity() -> str:
    """What large numbers of articles cost."""
    found = costs(_results("end_to_end"), _results("warehouse"))
    rows = [
        [
            one.name, f"{one.reading_hours:,.0f}", f"{one.warehouse_hours:,.1f}", f"{one.publishing_hours:,.1f}",
            f"{one.cpu_hours / CORES:,.1f}", f"{one.page_gb:,.0f}", f"{one.other_gb:,.0f}",
        ]
        for one in found
    ]  # fmt: skip
    head = (
        "", "CPU hours: reading", "load, link, build", "copies", f"hours on {CORES} cores", "GB: pages", "batches, warehouses",
    )  # fmt: skip
    return _markdown(head, rows)


def limits() -> str:
    """How many articles one file may hold before its copies take too long."""
    rates = Rates(_results("end_to_end"), _results("warehouse"))
    rows = [
        [f"every {name}", f"{most_articles(rates, seconds / 4):,}"]
        for name, seconds in (("hour", _HOUR), ("six hours", 6 * _HOUR), ("day", 24 * _HOUR))
    ]
    return _markdown(("publishing", "articles at which the copies take a quarter of that, in CPU"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "stages": stages,
    "growth": growth,
    "from_load": from_load,
    "rules": rules,
    "capacity": capacity,
    "limits": limits,
}


if __name__ == "__main__":
    main()
