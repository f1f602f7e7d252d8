"""What the dbt project says of the marts it makes: their version, their columns, and which columns are on their way out."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from extract.errors import WarehouseError


@dataclass(frozen=True, slots=True)
class MartColumn:
    """A column as the `.yml` beside its mart declares it.

    deprecated_since: the version of the marts from which on it should not be used; null while it may be. replaced_by: what
    to use then, null where nothing takes its place.
    """

    table: str
    name: str
    data_type: str | None
    deprecated_since: str | None
    replaced_by: str | None


def marts_version(project_dir: Path) -> str:
    """The semantic version of the marts: major for a column that is gone or of another type, minor for a new one."""
    return str(_read(project_dir / "dbt_project.yml")["version"])


def mart_columns(project_dir: Path) -> tuple[MartColumn, ...]:
    """Every declared column of every mart, seeds included, by table and in the order of its file."""
    found = [column for path in _declarations(project_dir) for column in _columns(_read(path))]
    return tuple(sorted(found, key=lambda column: column.table))


def deprecated_columns(project_dir: Path) -> tuple[MartColumn, ...]:
    """The columns that are kept for one more release."""
    # Reading all the files would take as long as publishing a small warehouse.
    naming = (path for path in _declarations(project_dir) if b"deprecated_since" in path.read_bytes())
    return tuple(column for path in naming for column in _columns(_read(path)) if column.deprecated_since)


def published_orders(project_dir: Path) -> dict[str, tuple[str, ...]]:
    """Mart to the columns by which its published copy is sorted (`published_order`), for readers who ask for few of its rows."""
    naming = (path for path in _declarations(project_dir) if b"published_order" in path.read_bytes())
    return {
        str(mart["name"]): (columns,) if isinstance(columns, str) else tuple(map(str, columns))
        for path in naming
        for mart in _read(path).get("models", ())
        if isinstance(columns := _part(mart, "config").get("published_order"), list | str)
    }


def _declarations(project_dir: Path) -> list[Path]:
    return sorted([*(project_dir / "marts").glob("*.yml"), *(project_dir / "seeds").glob("*.yml")])


def _columns(document: dict[str, list[dict[str, object]]]) -> Iterator[MartColumn]:
    for mart in (*document.get("models", ()), *document.get("seeds", ())):
        types = _part(_part(mart, "config"), "column_types")
        for column in mart.get("columns") or ():
            said = _part(column, "meta") | _part(_part(column, "config"), "meta")
            yield MartColumn(
                table=str(mart["name"]),
                name=str(column["name"]),
                data_type=_text(column.get("data_type") or types.get(column["name"])),
                deprecated_since=_text(said.get("deprecated_since")),
                replaced_by=_text(said.get("replaced_by")),
            )


def _part(of: dict[str, object], name: str) -> dict[str, object]:
    found = of.get(name) or {}
    return found if isinstance(found, dict) else {}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _read(path: Path) -> dict[str, list[dict[str, object]]]:
    try:
        with path.open(encoding="utf-8") as file:
            # The safe loader, in C: ten times as fast.
            document = yaml.load(file, yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise WarehouseError(f"{path} cannot be read: {error}", hint="make check") from error
    return document if isinstance(document, dict) else {}
