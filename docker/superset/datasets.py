"""Superset's datasets of the marts: tables, columns and what they mean from the dbt project, metrics from metrics.yml."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
# Beside this file in the image; in the repository where it always is.
PROJECT = next(path for path in (HERE / "dbt_project", HERE.parents[1] / "dbt_project") if path.exists())
DATABASE = "a4e13a77-97d0-5e67-8a0a-3a1d7f0f0c52"
# Ids of datasets are made of their names, so that charts can name them before they are there.
NAMES = uuid.UUID(DATABASE)
# The seed that is not published; what became of its lines is: `correction_outcomes`.
UNPUBLISHED = {"corrections"}
# By it a table is laid on time, where nothing else is said.
TIMES = ("first_published_date", "published_date", "reported_date", "article_published_date", "captured_at", "requested_at",
         "checked_at", "date_start", "date_day", "first_captured_at", "decided_at")  # fmt: skip

# Superset's tables take a word in angle brackets for a tag and drop what is in it, even where they show it as text. With a
# word joiner behind the bracket, which nobody sees, it is shown as it was written.
AS_TEXT = {"events_wide": ("title", "evidence", "participant_names"), "stories": ("title",)}


def dataset_uuid(name: str) -> str:
    """The id of the dataset of a mart."""
    return str(uuid.uuid5(NAMES, f"marts.{name}"))


def mart_datasets() -> Iterator[dict[str, Any]]:
    """Every published mart as Superset imports a dataset."""
    metrics, said = read(HERE / "metrics.yml"), semantic_metrics()
    limits = read(PROJECT / "dbt_project.yml")["vars"]
    for mart in declared_marts():
        ours = metrics.pop(mart["name"], [])
        yield dataset_of(
            mart, [metric_of(said, **one | {"expression": one["expression"].format(**limits)}) for one in ours]
        )
    if metrics:
        raise ValueError(f"metrics.yml has metrics of tables that are no marts: {', '.join(metrics)}")


def declared_marts() -> Iterator[dict[str, Any]]:
    """Models and seeds as the dbt project declares them."""
    for path in sorted([*(PROJECT / "marts").glob("*.yml"), *(PROJECT / "seeds").glob("*.yml")]):
        document = read(path)
        yield from (
            mart
            for mart in (*document.get("models", ()), *document.get("seeds", ()))
            if mart["name"] not in UNPUBLISHED
        )


def dataset_of(mart: dict[str, Any], metrics: list[dict[str, Any]]) -> dict[str, Any]:
    """A dataset with its columns."""
    types = mart.get("config", {}).get("column_types", {})
    columns = [
        column_of(column["name"], column.get("data_type") or types[column["name"]], column.get("description"))
        for column in mart["columns"]
    ]
    columns += [column_as_text(column) for column in columns if column["column_name"] in AS_TEXT.get(mart["name"], ())]
    times = [column["column_name"] for column in columns if column["is_dttm"]]
    return {
        "table_name": mart["name"],
        "schema": "marts",
        "description": mart["description"],
        "main_dttm_col": next((name for name in TIMES if name in times), None),
        "uuid": dataset_uuid(mart["name"]),
        "database_uuid": DATABASE,
        "columns": columns,
        "metrics": [{"metric_name": "count", "verbose_name": "Rows", "expression": "count(*)"}, *metrics],
        "is_managed_externally": True,
        "version": "1.0.0",
    }


def column_of(name: str, data_type: str, description: str | None) -> dict[str, Any]:
    """A column; days and moments can be laid on time."""
    kind = data_type.upper()
    return {
        "column_name": name,
        "verbose_name": name.replace("_", " ").capitalize(),
        "type": kind,
        "is_dttm": kind.startswith(("DATE", "TIMESTAMP")),
        "description": description,
        "groupby": True,
        "filterable": True,
    }


def column_as_text(column: dict[str, Any]) -> dict[str, Any]:
    """The column of a text as tables show it."""
    name = column["column_name"]
    return {**column, "column_name": f"{name}_as_text", "expression": f"replace({name}, '<', '<' || chr(8288))"}


def metric_of(said: dict[str, dict[str, Any]], name: str, expression: str, **more: str) -> dict[str, Any]:
    """A metric; what it means stands in the dbt project where that counts by it too."""
    known = said.get(name, {})
    return {
        "metric_name": name,
        "verbose_name": known.get("label") or more["label"],
        "description": known.get("description") or more["description"],
        "expression": expression,
        "d3format": more.get("format"),
    }


def semantic_metrics() -> dict[str, dict[str, Any]]:
    """The metrics of the dbt project, by name."""
    found = (read(path) for path in sorted((PROJECT / "semantic").glob("*.yml")))
    return {metric["name"]: metric for document in found for metric in document.get("metrics", ())}


def read(path: Path) -> dict[str, Any]:
    """A YAML file."""
    # The safe loader, in C where it is there: ten times as fast.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 - one of the two safe loaders
    return document
