"""The dashboards as files fit together, and say of the tables what the dbt project says, before any Superset reads them."""

import importlib.util
import json
import uuid

import pytest
import yaml
from running import ROOT

from extract.store.project import mart_columns

SUPERSET = ROOT / "docker" / "superset"
FILES = {path: yaml.safe_load(path.read_text()) for path in sorted((SUPERSET / "dashboards").rglob("*.yaml"))}


def of(kind):
    return {
        path: document
        for path, document in FILES.items()
        if kind in path.relative_to(SUPERSET / "dashboards").parts[:-1]
    }


@pytest.fixture(scope="module")
def datasets():
    """All datasets of an import, by id: those of the marts and those of the files."""
    spec = importlib.util.spec_from_file_location("superset_datasets", SUPERSET / "datasets.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {one["uuid"]: one for one in [*module.mart_datasets(), *of("datasets").values()]}


def columns_of(dataset):
    return {column["column_name"] for column in dataset["columns"]}


def test_every_mart_is_a_dataset_with_its_columns(datasets):
    declared = {
        (column.table, column.name) for column in mart_columns(ROOT / "dbt_project") if column.table != "corrections"
    }
    marts = [one for one in datasets.values() if one["schema"] == "marts" and "sql" not in one]
    found = {
        (one["table_name"], column["column_name"])
        for one in marts
        for column in one["columns"]
        if "expression" not in column
    }
    assert found == declared
    assert all(one["description"] and all(column["description"] for column in one["columns"]) for one in marts)


def test_ids_and_names_come_once(datasets):
    ids = [document["uuid"] for document in FILES.values() if "uuid" in document]
    assert len(ids) == len({uuid.UUID(one) for one in ids})
    names = [(one["schema"], one["table_name"]) for one in datasets.values()]
    assert len(names) == len(set(names))
    assert len({one["database_uuid"] for one in datasets.values()}) == 1


@pytest.mark.parametrize("path", of("charts"), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_chart_asks_for_what_its_dataset_has(path, datasets):
    chart = FILES[path]
    dataset, params = datasets[chart["dataset_uuid"]], chart["params"]
    columns = columns_of(dataset) | {metric["metric_name"] for metric in dataset["metrics"]}
    asked = [*params.get("metrics", []), *params.get("groupby", []), *params.get("all_columns", [])]
    asked += [
        params[name]
        for name in ("metric", "x_axis", "entity", "timeseries_limit_metric", "x_axis_sort")
        if name in params
    ]
    asked += [json.loads(order)[0] for order in params.get("order_by_cols", [])] + [*params.get("column_config", {})]
    asked += [one["subject"] for one in params["adhoc_filters"] if one["expressionType"] == "SIMPLE"]
    assert set(asked) <= columns
    assert params["viz_type"] == chart["viz_type"]
    assert chart["description"]


@pytest.mark.parametrize("path", of("dashboards"), ids=lambda path: path.stem)
def test_a_dashboard_shows_charts_that_are_there_and_filters_what_they_have(path, datasets):
    charts = {document["uuid"]: document["slice_name"] for document in of("charts").values()}
    placed = [
        item["meta"] for item in FILES[path]["position"].values() if isinstance(item, dict) and item["type"] == "CHART"
    ]
    assert {item["uuid"]: item["sliceName"] for item in placed}.items() <= charts.items()
    for one in FILES[path]["metadata"]["native_filter_configuration"]:
        for target in one["targets"]:
            assert not target or target["column"]["name"] in columns_of(datasets[target["datasetUuid"]])


def test_every_chart_is_on_a_dashboard():
    placed = {
        item["meta"]["uuid"]
        for document in of("dashboards").values()
        for item in document["position"].values()
        if isinstance(item, dict) and item["type"] == "CHART"
    }
    assert {document["uuid"] for document in of("charts").values()} == placed


def test_tables_show_text_as_text():
    tables = [document["params"] for document in of("charts").values() if document["viz_type"] == "table"]
    assert tables
    assert all(params["allow_render_html"] is False for params in tables)


def test_people_copy_what_comes_with_daybook_and_do_not_edit_it(datasets):
    managed = [*datasets.values(), *of("charts").values(), *of("dashboards").values(), *of("databases").values()]
    assert all(one["is_managed_externally"] for one in managed)


def test_nothing_can_be_written_through_the_database():
    (database,) = of("databases").values()
    allowed = {name for name, value in database.items() if name.startswith("allow_") and value}
    assert allowed == set()
