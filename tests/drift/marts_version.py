"""Whether the version of the marts says what changed in their columns since the last release: `marts.csv` is what was promised.

A release writes `(marts X.Y.Z)` behind its heading in CHANGELOG.md. Until the first one nothing is promised.
"""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from extract.store.project import MartColumn, mart_columns, marts_version

ROOT = Path(__file__).parents[2]
FILE = Path("tests/drift/marts.csv")
HEADER = ("table", "column", "type", "since", "deprecated_since")
WHERE = "`version:` of dbt_project/dbt_project.yml"


@dataclass(frozen=True)
class Line:
    """A line of the file. since: the version in which the column came, with this type."""

    table: str
    column: str
    type: str
    since: str
    deprecated_since: str


def version_key(version: str) -> tuple[int, ...]:
    """A version as numbers that compare."""
    return tuple(int(part) for part in version.split("."))


def parse(text: str) -> list[Line]:
    """The lines of the file."""
    return [Line(*row) for row in list(csv.reader(io.StringIO(text)))[1:]]


def text_of(lines: list[Line]) -> str:
    """The file of these lines."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows((line.table, line.column, line.type, line.since, line.deprecated_since) for line in lines)
    return out.getvalue()


def last_release(changelog: str) -> str | None:
    """The version of the marts in the last release; null before the first."""
    found = re.findall(r"^## .*\(marts (\d+\.\d+\.\d+)\)", changelog, re.MULTILINE)
    return max(found, key=version_key, default=None)


def compare(
    before: list[Line], now: list[MartColumn], version: str, released: str | None
) -> tuple[list[Line], list[str]]:
    """The lines as they are to be, and what the version does not allow; `before` are those of the file."""
    known = {(line.table, line.column): line for line in before}
    columns = {(column.table, column.name): column for column in now}
    promised = {place: line for place, line in known.items() if is_promised(line, released)}
    lines = []
    for place, column in columns.items():
        kind = (column.data_type or "").lower()
        line = known.get(place)
        since = line.since if line and line.type == kind else version
        lines.append(Line(*place, kind, since, column.deprecated_since or ""))
    if released is None:
        return lines, []
    minor = version_key(version)[:2] > version_key(released)[:2]
    major = version_key(version)[0] > version_key(released)[0]
    complaints = []
    for (table, name), line in promised.items():
        column = columns.get((table, name))
        if column is None and not (line.deprecated_since and is_promised(line, released, line.deprecated_since)):
            complaints.append(
                f"{table}.{name} is gone and was not deprecated in {released}: keep it for one release with "
                f"`config: meta: {{deprecated_since: ..., replaced_by: ...}}` in its yml"
            )
        elif column is None and not major:
            complaints.append(f"{table}.{name} is gone: raise the major number in {WHERE} (last release: {released})")
        elif column is not None and (column.data_type or "").lower() != line.type and not major:
            complaints.append(
                f"{table}.{name} was {line.type} and is {column.data_type}: raise the major number in {WHERE} "
                f"(last release: {released}), or give it another name"
            )
    complaints += [
        f"{table}.{name} is new: raise the minor number in {WHERE} (last release: {released})"
        for table, name in columns
        if (table, name) not in promised and not minor
    ]
    return lines, complaints


def is_promised(line: Line, released: str | None, since: str | None = None) -> bool:
    """Whether the column (or what came with the version `since`) was in the last release."""
    return released is not None and version_key(since or line.since) <= version_key(released)


def state() -> tuple[str, list[str]]:
    """The file as it is to be, and what the version does not allow; the file stays as it is while there is any."""
    path, project = ROOT / FILE, ROOT / "dbt_project"
    before = path.read_text(encoding="utf-8") if path.exists() else text_of([])
    released = last_release((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    lines, complaints = compare(parse(before), list(mart_columns(project)), marts_version(project), released)
    return (before if complaints else text_of(lines)), complaints
