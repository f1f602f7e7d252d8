"""Which marts each reader reads, as its own files say: what the exposures of the dbt project are held against."""

import importlib.util
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
SUPERSET = ROOT / "docker" / "superset"
REPORT = ROOT / "extract" / "serving" / "report"
# Marts in SQL, after a word that takes a table.
_READ = re.compile(r"\b(?:from|join)\s+marts\.(\w+)")


def marts() -> set[str]:
    """Every mart that is published."""
    return {one["table_name"] for one in _superset_datasets().mart_datasets()}


def tables_of_dashboard(path: Path) -> set[str]:
    """The marts behind the charts and filters of a dashboard."""
    dashboard = yaml.safe_load(path.read_text(encoding="utf-8"))
    items = [item for item in dashboard["position"].values() if isinstance(item, dict) and item["type"] == "CHART"]
    charts = {chart["uuid"]: chart["dataset_uuid"] for chart in _documents("charts")}
    shown = {charts[item["meta"]["uuid"]] for item in items}
    filters = dashboard["metadata"]["native_filter_configuration"]
    shown |= {target["datasetUuid"] for one in filters for target in one["targets"] if target}
    behind = {one["uuid"]: set(_READ.findall(one.get("sql", ""))) for one in _documents("datasets")}
    behind |= {one["uuid"]: {one["table_name"]} for one in _superset_datasets().mart_datasets()}
    return set().union(*(behind[dataset] for dataset in shown))


def tables_of_report() -> set[str]:
    """The marts that the queries of a report read."""
    words = " ".join(path.read_text(encoding="utf-8") for path in REPORT.glob("*.py"))
    return set(re.findall(r"\b(?:from|join)\s+(?:marts\.)?(\w+)", words)) & marts()


def _documents(kind: str) -> list[dict]:
    return [yaml.safe_load(path.read_text()) for path in (SUPERSET / "dashboards" / kind).rglob("*.yaml")]


def _superset_datasets():
    spec = importlib.util.spec_from_file_location("superset_datasets", SUPERSET / "datasets.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
