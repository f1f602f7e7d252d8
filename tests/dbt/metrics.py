"""Answers the metrics of the dbt project with MetricFlow: `make metrics`.

It writes the SQL of a question (metrics, by what) and this script asks it of a warehouse file, which is only read.
"""

import argparse
import csv
import json
import sys
from pathlib import Path

import duckdb
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantics.errors.error_classes import InvalidQueryException
from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup
from rich.console import Console
from rich.table import Table

from extract.store.build import default_project_dir

# Rows shown of each of the project's questions, and of one that the caller asks.
_FEW, _MANY = 15, 500


class _DuckDb:
    """What MetricFlow asks of a database before it writes SQL: its dialect."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()


def load_metrics(semantic_manifest: Path) -> MetricFlowEngine:
    """The metrics that dbt wrote down when it parsed the project (`target/semantic_manifest.json`)."""
    manifest = json.loads(semantic_manifest.read_text(encoding="utf-8"))
    spines = [spine["node_relation"] for spine in manifest["project_configuration"]["time_spines"]]
    for relation in [*(model["node_relation"] for model in manifest["semantic_models"]), *spines]:
        # dbt names the database after the file that it was told of; the one that is asked may be another.
        relation["database"] = None
        relation["relation_name"] = f'"{relation["schema_name"]}"."{relation["alias"]}"'
    parsed = parse_manifest_from_dbt_generated_manifest(json.dumps(manifest))
    return MetricFlowEngine(SemanticManifestLookup(parsed), _DuckDb())


def write_sql(engine: MetricFlowEngine, metrics: str, by: str) -> str:
    """The SQL of a question: metrics and what they are grouped by, each separated by commas."""
    request = MetricFlowQueryRequest.create(metric_names=_parts(metrics), group_by_names=_parts(by))
    return engine.explain(request).sql_statement.sql


def _parts(names: str) -> list[str]:
    return [name for name in names.split(",") if name]


def read_questions() -> list[tuple[str, str, str]]:
    """What is asked where nothing is asked for: title, metrics, by what."""
    with (default_project_dir() / "semantic" / "questions.csv").open(encoding="utf-8", newline="") as file:
        return [(row["question"], row["metrics"], row["by"]) for row in csv.DictReader(file)]


def main() -> int:
    """Print the answers to the questions of the project, or to one of the caller."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("manifest", type=Path, help="target/semantic_manifest.json of the dbt project")
    parser.add_argument("warehouse", type=Path, help="a DuckDB file with the schema marts")
    parser.add_argument("--of", default="", help="metrics, separated by commas; none: those of questions.csv")
    parser.add_argument("--by", default="", help="what they are grouped by: event__status, metric_time__week, ...")
    asked = parser.parse_args()
    engine = load_metrics(asked.manifest)
    with duckdb.connect(str(asked.warehouse), read_only=True) as connection:
        for title, metrics, by in [(asked.of, asked.of, asked.by)] if asked.of else read_questions():
            try:
                _print(title, connection.execute(write_sql(engine, metrics, by)), _MANY if asked.of else _FEW)
            except InvalidQueryException as error:
                print(error, file=sys.stderr)
                return 2
    return 0


def _print(title: str, cursor: duckdb.DuckDBPyConnection, limit: int) -> None:
    # `event__status` is read as "event status", and a narrow terminal may break it.
    columns = [" ".join(column[0].split("_")).replace("  ", " ") for column in cursor.description]
    rows = sorted(cursor.fetchall(), key=lambda row: [(value is None, value) for value in row])
    table = Table(*columns, title=title, title_justify="left")
    for row in rows[:limit]:
        table.add_row(*(_text(value) for value in row))
    console = Console()
    console.print(table)
    if len(rows) > limit:
        console.print(f"... and {len(rows) - limit} more rows")


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value).removesuffix(" 00:00:00")


if __name__ == "__main__":
    sys.exit(main())
