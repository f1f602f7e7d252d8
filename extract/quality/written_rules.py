"""The rules that were written by hand: one file of SQL each, under `sql/`, whose first lines say what it is.

    -- table: the table whose rows it looks at
    -- says: what must hold
    -- severity: critical (the batch is quarantined, the build refused) or warning (it is told)
    -- remedy: what to do
    -- each: a CSV file beside this module: the file is one rule for each of its rows, named by its column `rule`, with the
       row's values for what stands in braces

In the query `$name` stands for a table's rows that are checked, `$before_name` for those of the last batches before them,
`$known_name` for both, `$all_name` for a whole mart or raw table; any other `$word` is a threshold of `thresholds.csv`.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from string import Template

from extract.contract.data import read_csv
from extract.quality.rules import Rule

_HEADERS = ("table", "says", "severity", "remedy")
# Only where dbt built the marts: marts that a test made by hand have few columns.
_OPTIONAL = ("only", "each")


def thresholds() -> dict[str, str]:
    """Name to value of each threshold."""
    return {row["name"]: row["value"] for row in read_csv("thresholds", "extract.quality")}


def written_rules(folder: str, table: str, names: Mapping[str, str], *, skip: str = "") -> Iterator[Rule]:
    """The rules of a table in a folder of `sql/`. names: what each `$name` stands for. skip: leave out the `only:` of this name.

    A rule that needs rows of earlier batches is left out where `names` has none.
    """
    known = {**thresholds(), **names, table: "(select * from {batch})"}
    for name, header, query in _read(folder):
        wanted = Template(query).get_identifiers()
        if header["table"] != table or (skip and header.get("only") == skip):
            continue
        if not {word for word in wanted if word.startswith("before_")} <= set(known):
            continue
        yield Rule(
            name,
            Template(header["says"]).substitute(known),
            Template(query).substitute(known),
            header["remedy"],
            is_warning=header["severity"] == "warning",
        )


@cache
def _read(folder: str) -> tuple[tuple[str, dict[str, str], str], ...]:
    """Name, header and query of each rule, in the order of their names."""
    found = []
    for path in sorted((files("extract.quality") / "sql" / folder).iterdir(), key=lambda each: each.name):
        lines = path.read_text().splitlines()
        header = dict(line.removeprefix("-- ").split(": ", 1) for line in lines if line.startswith("-- "))
        if not set(_HEADERS) <= set(header) <= {*_HEADERS, *_OPTIONAL}:
            raise ValueError(f"{path}: its first lines must say {', '.join(_HEADERS)}")
        query = "\n".join(line for line in lines if not line.startswith("--"))
        if "each" in header:
            for row in read_csv(header["each"], "extract.quality"):
                found.append(
                    (row["rule"], {key: text.format(**row) for key, text in header.items()}, query.format(**row))
                )
        else:
            found.append((path.name.removesuffix(".sql"), header, query))
    return tuple(found)
