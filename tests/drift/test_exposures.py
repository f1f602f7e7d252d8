"""What the project says of its readers is what they read."""

import importlib.util
import re
from pathlib import Path

import pytest
import yaml

_spec = importlib.util.spec_from_file_location("read_tables", Path(__file__).with_name("read_tables.py"))
read_tables = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(read_tables)

PROJECT = Path(__file__).parents[2] / "dbt_project"
REF = re.compile(r"ref\('(\w+)'\)")
DASHBOARDS = sorted((read_tables.SUPERSET / "dashboards" / "dashboards").glob("*.yaml"))


def named_by(exposure):
    """The tables that an exposure says it depends on."""
    exposures = yaml.safe_load((PROJECT / "semantic" / "exposures.yml").read_text())["exposures"]
    (found,) = [one for one in exposures if one["name"] == exposure]
    return {name for line in found["depends_on"] for name in REF.findall(line)}


def test_the_cookbook_names_the_tables_that_its_queries_read():
    read = {name for query in (PROJECT / "analyses").glob("*.sql") for name in REF.findall(query.read_text())}
    assert named_by("cookbook") == read


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_a_dashboard_is_an_exposure_of_the_tables_behind_its_charts(path):
    name = f"dashboard_{path.stem.removeprefix('daybook-')}"
    assert named_by(name) == read_tables.tables_of_dashboard(path)


def test_a_report_and_an_export_are_exposures_of_what_they_read():
    assert named_by("daybook_report") == read_tables.tables_of_report()
    assert named_by("daybook_export") == read_tables.marts()
