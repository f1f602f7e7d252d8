"""What a build tells of itself by OpenLineage: real builds, a file as the transport."""

import json
import logging
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path

import duckdb
import pytest

from extract.errors import GateFailed
from extract.store.build import build_marts, default_project_dir
from extract.store.lineage import Told, is_configured, tell_lineage

pytestmark = pytest.mark.xdist_group("dbt")
pytest.importorskip("openlineage.client", reason="the extra `cluster` is not installed")

TASK = ("airflow", "publish_warehouse.build", "01890000-0000-7000-8000-000000000001")
RUN = ("airflow", "publish_warehouse", "01890000-0000-7000-8000-000000000002")
PARENTS = ("/".join(TASK), "/".join(RUN))


@pytest.fixture(autouse=True)
def no_settings(monkeypatch, tmp_path):
    """Whatever the machine's own settings of OpenLineage are, a test has none."""
    for name in list(os.environ):
        if name.startswith("OPENLINEAGE"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def events(monkeypatch, tmp_path):
    """Configure a file as the transport; gives the events in it."""
    path = tmp_path / "lineage.jsonl"
    monkeypatch.setenv(
        "OPENLINEAGE__TRANSPORT", json.dumps({"type": "file", "log_file_path": str(path), "append": True})
    )
    return lambda: [json.loads(line) for line in path.read_text().splitlines()]


def _told(tmp_path):
    return Told(default_project_dir(), tmp_path / "target", tmp_path / "build.duckdb")


def _job(facet):
    return facet["job"]["namespace"], facet["job"]["name"], facet["run"]["runId"]


@pytest.mark.extended
def test_a_build_tells_of_each_model_what_it_was_made_of_under_its_task(raw, database, work_dir, events, tmp_path):
    raw.write(database, list(raw.batches().items()))
    home_file = tmp_path / "home" / "warehouse" / "build.duckdb"
    result = build_marts(database, default_project_dir(), work_dir, warehouse=home_file, lineage_parents=PARENTS)
    told = events()
    states = defaultdict(list)
    for event in told:
        states[event["run"]["runId"]].append(event["eventType"])
    assert set(map(tuple, states.values())) == {("START", "COMPLETE")}

    kinds = Counter(e["job"]["facets"]["jobType"]["jobType"] for e in told if e["eventType"] == "COMPLETE")
    assert kinds["MODEL"] == result.counts["model.success"]
    assert kinds["JOB"] == 1
    assert kinds["TEST"] > 30

    # The task, above it the DAG's run; the build is a child of the task, every model and test one of the build.
    build = told[0]
    assert (build["job"]["namespace"], build["job"]["name"]) == ("airflow", "dbt-run-daybook")
    parent = build["run"]["facets"]["parent"]
    assert (_job(parent), _job(parent["root"])) == (TASK, RUN)
    own = (build["job"]["namespace"], build["job"]["name"], build["run"]["runId"])
    of_children = [e["run"]["facets"]["parent"] for e in told if e["run"]["runId"] != build["run"]["runId"]]
    assert {(_job(facet), _job(facet["root"])) for facet in of_children} == {(own, RUN)}

    done = {e["job"]["name"]: e for e in told if e["eventType"] == "COMPLETE"}
    # By the warehouse that they end up in: a candidate is another file each time.
    datasets = [one for e in told for one in [*e["inputs"], *e["outputs"]]]
    assert {one["namespace"] for one in datasets} == {f"duckdb://{home_file}"}
    assert "candidate" not in " ".join(one["name"] for one in datasets)
    articles = done["marts.daybook.articles.build.run"]
    assert [one["name"] for one in articles["outputs"]] == ["marts.articles"]
    assert "intermediate.int_articles" in [one["name"] for one in articles["inputs"]]
    assert {"title", "published_date"} <= {f["name"] for f in articles["outputs"][0]["facets"]["schema"]["fields"]}
    raw_figures = done["staging.daybook.stg_figures.build.run"]
    assert [one["name"] for one in raw_figures["inputs"]] == ["raw.figures"]
    from_column = raw_figures["outputs"][0]["facets"]["columnLineage"]["fields"]["unit"]["inputFields"][0]
    assert (from_column["name"], from_column["field"]) == ("raw.figures", "unit")
    checked = done["marts.daybook.articles.build.test"]["inputs"][0]
    assertions = checked["inputFacets"]["dataQualityAssertions"]["assertions"]
    assert assertions
    assert all(one["success"] for one in assertions)


@pytest.mark.extended
def test_a_red_build_is_told_as_failed_with_the_tests_that_failed(raw, database, work_dir, events, monkeypatch):
    monkeypatch.setenv("OPENLINEAGE_PARENT_ID", "/".join(TASK))
    monkeypatch.setenv("OPENLINEAGE_NAMESPACE", "newsroom")
    raw.write(database, list(raw.batches().items()))
    with duckdb.connect(str(database)) as connection:
        connection.execute("delete from raw.event_merges")
    with pytest.raises(GateFailed):
        build_marts(database, default_project_dir(), work_dir)
    told = events()
    ended = told[-1]
    assert (ended["eventType"], ended["job"]["name"], ended["job"]["namespace"]) == (
        "FAIL", "dbt-run-daybook", "newsroom",
    )  # fmt: skip
    assert _job(ended["run"]["facets"]["parent"]) == TASK
    red = [e for e in told if e["eventType"] == "FAIL" and e is not ended]
    assert "marts.daybook.event_mentions.build.test" in [e["job"]["name"] for e in red]
    wrong = [a for a in red[0]["inputs"][0]["inputFacets"]["dataQualityAssertions"]["assertions"] if not a["success"]]
    assert wrong


@pytest.mark.extended
def test_a_transport_that_is_broken_is_a_warning_and_the_build_goes_on(raw, work_dir, database, events, caplog):
    with pytest.raises(FileNotFoundError):
        events()
    Path("lineage.jsonl").mkdir()
    raw.write(database, list(raw.batches().items()))
    with caplog.at_level(logging.WARNING, "daybook"):
        result = build_marts(database, default_project_dir(), work_dir)
    assert result.counts["model.success"] >= 29
    said = [record.getMessage() for record in caplog.records if record.name == "daybook"]
    assert any("lineage is not told" in line and "lineage.jsonl" in line for line in said)


def test_a_transport_that_breaks_on_the_way_is_a_warning(events, tmp_path, caplog):
    with caplog.at_level(logging.WARNING, "daybook"), tell_lineage(_told(tmp_path)):
        events()  # it was there
        (tmp_path / "lineage.jsonl").unlink()
        (tmp_path / "lineage.jsonl").mkdir()
    assert "lineage is not told" in caplog.text


def test_a_transport_of_an_unknown_kind_is_a_warning(monkeypatch, tmp_path, caplog):
    monkeypatch.setenv("OPENLINEAGE__TRANSPORT__TYPE", "pigeon")
    with caplog.at_level(logging.WARNING, "daybook"), tell_lineage(_told(tmp_path)):
        pass
    assert "lineage is not told" in caplog.text


def test_what_an_earlier_build_left_is_not_told_of_one_that_could_not_run(events, built, work_dir, tmp_path):
    assert (work_dir / "target" / "run_results.json").exists(), built
    told = Told(default_project_dir(), work_dir / "target", tmp_path / "build.duckdb")
    with pytest.raises(OSError, match="disk"), tell_lineage(told):
        raise OSError("no disk")
    assert [event["eventType"] for event in events()] == ["START", "FAIL"]


def test_a_file_of_settings_is_taken_as_openlineage_takes_it(monkeypatch, tmp_path):
    told = tmp_path / "events.jsonl"
    settings = tmp_path / "settings.yml"
    settings.write_text(f"transport:\n  type: file\n  log_file_path: {told}\n  append: true\n")
    monkeypatch.setenv("OPENLINEAGE_CONFIG", str(settings))
    with tell_lineage(_told(tmp_path)):
        pass
    assert told.read_text().count("\n") == 2


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"OPENLINEAGE_NAMESPACE": "x", "OPENLINEAGE_PARENT_ID": "a/b/c"}, False),
        ({"OPENLINEAGE__TRANSPORT__TYPE": "file"}, True),
        ({"OPENLINEAGE__TRANSPORT": ""}, False),
        ({"OPENLINEAGE_URL": "http://localhost:5000"}, True),
        ({"OPENLINEAGE_URL": "http://localhost:5000", "OPENLINEAGE_DISABLED": "True"}, False),
    ],
)
def test_nothing_is_told_where_no_transport_is_named(environment, expected, tmp_path):
    assert is_configured(environment, [tmp_path]) is expected
    (tmp_path / "openlineage.yml").write_text("transport: {type: console}\n")
    assert is_configured(environment, [tmp_path]) is (environment.get("OPENLINEAGE_DISABLED") is None)


WITHOUT_SETTINGS = """
import sys
from pathlib import Path
from extract.store.lineage import Told, tell_lineage
with tell_lineage(Told(Path("no project"), Path("no target"), Path("no warehouse"))):
    pass
print(sorted(name for name in sys.modules if name.startswith("openlineage")))
"""


def test_without_settings_nothing_is_imported_and_nothing_is_said(run_python):
    done = run_python(WITHOUT_SETTINGS)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


def test_settings_that_name_no_transport_tell_nothing(monkeypatch, tmp_path, capfd):
    settings = tmp_path / "settings.yml"
    settings.write_text("facets:\n  environment_variables: []\n")
    monkeypatch.setenv("OPENLINEAGE_CONFIG", str(settings))
    with tell_lineage(_told(tmp_path)):
        pass
    assert capfd.readouterr().out == ""


@pytest.mark.usefixtures("events")
def test_that_openlineage_is_not_installed_is_a_warning(monkeypatch, tmp_path, caplog):
    for name in [name for name in sys.modules if name.startswith("openlineage")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "openlineage.client", None)
    with caplog.at_level(logging.WARNING, "daybook"), tell_lineage(_told(tmp_path)):
        pass
    assert "not installed" in caplog.text
