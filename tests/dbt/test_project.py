"""What the project's README tells analysts to do works, and the rules of `make check` see what breaks them."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from extract.store.build import default_project_dir

pytestmark = pytest.mark.xdist_group("dbt")

PROJECT = default_project_dir()


@pytest.mark.extended
def test_an_analyst_works_on_a_copy_as_the_readme_says(built, tmp_path, monkeypatch):
    copy = tmp_path / "mine.duckdb"
    shutil.copyfile(built.database, copy)
    with duckdb.connect(str(copy)) as connection:  # what was built is made to differ from what would be built again
        expected = connection.execute("from marts.publishers order by all").fetchall()
        connection.execute("delete from marts.publishers; delete from intermediate.int_article_versions")
    monkeypatch.setenv("DAYBOOK_DUCKDB", str(copy))
    monkeypatch.chdir(PROJECT)
    block = re.search(r"```sh\n(.*?)```", (PROJECT / "README.md").read_text(), re.DOTALL)[1]
    commands = [line.removeprefix("../.venv/bin/dbt ") for line in block.splitlines() if "bin/dbt " in line]
    assert len(commands) == 3
    commands[0] += " --select +publishers"  # what the next one needs: the whole would take as long as a build
    here = ["--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path), "--quiet"]
    for command in commands:
        done = dbtRunner().invoke([*shlex.split(command), *here])
        assert done.success, (command, done.exception, done.result)
    let_go()
    with duckdb.connect(str(copy), read_only=True) as connection:
        made = connection.execute("from dev_marts.publishers order by all").fetchall()
        assert made == expected != []
        left = (
            "select (select count(*) from marts.publishers), (select count(*) from intermediate.int_article_versions)"
        )
        assert connection.execute(left).fetchall() == [(0, 0)]
    sources = json.loads((tmp_path / "target" / "sources.json").read_text())["results"]
    articles = [source for source in sources if source["unique_id"].endswith("raw.articles")]
    assert [(source["status"], source["max_loaded_at"][:10]) for source in articles] == [("warn", "2025-07-05")]


# What is done to dbt's manifest, and the check that must see it.
DAMAGES = {
    ("check_model_description_contains_regexp_pattern", "figures"): ("description", "Figures of articles."),
    ("check_model_has_contracts_enforced", "events"): ("contract", {"enforced": False}),
    ("check_model_names", "stg_figures"): ("name", "raw_figures"),
    ("check_model_column_description_populated", "stories"): (
        "columns",
        {"story_id": {"name": "story_id", "description": "", "data_type": "varchar"}},
    ),
    ("check_model_columns_have_types", "statements"): (
        "columns",
        {"statement_id": {"name": "statement_id", "description": "Its id.", "data_type": None}},
    ),
}


def test_the_rules_of_the_project_see_what_breaks_them(built, work_dir, tmp_path):
    assert built.result.counts
    manifest = json.loads((work_dir / "target" / "manifest.json").read_text())
    assert rules_broken(manifest, tmp_path) == set()
    nodes = {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "model"}
    for (_, model), (field, value) in DAMAGES.items():
        nodes[model][field] = value
    publishers = "model.daybook.publishers"
    tests = manifest["unit_tests"]
    manifest["unit_tests"] = {
        name: test for name, test in tests.items() if publishers not in test["depends_on"]["nodes"]
    }
    del manifest["nodes"][
        next(n for n in manifest["nodes"] if n.startswith("test.daybook.unique_publishers_publisher_id"))
    ]
    nodes["articles"]["depends_on"]["nodes"].append("source.daybook.raw.articles")
    for node in nodes.values():
        node["depends_on"]["nodes"] = [of for of in node["depends_on"]["nodes"] if of != "model.daybook.stg_rejects"]
    assert rules_broken(manifest, tmp_path) == {
        *DAMAGES,
        ("check_lineage_source_cannot_be_used", "articles"),
        ("check_model_has_unit_tests", "publishers"),
        ("check_model_has_unique_test", "publishers"),
        ("check_model_min_downstream_models", "stg_rejects"),
    }


def rules_broken(manifest, folder):
    """(check, model) of every rule of dbt-bouncer.yml that a manifest breaks."""
    (folder / "manifest.json").write_text(json.dumps(manifest))
    rules = (PROJECT / "dbt-bouncer.yml").read_text()
    (folder / "rules.yml").write_text(
        re.sub("^dbt_artifacts_dir: .*", "dbt_artifacts_dir: .", rules, flags=re.MULTILINE)
    )
    bouncer = Path(sys.executable).with_name("dbt-bouncer")
    found = folder / "found.json"
    command = [bouncer, "run", "--config-file", folder / "rules.yml", "--output-file", found]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    results = json.loads(found.read_text())
    assert len(results) > 400, done.stdout
    broken = [result["check_run_id"].split(":") for result in results if result["outcome"] != "success"]
    assert done.returncode == bool(broken), done.stdout
    return {(check, model) for check, _, model in broken}


def let_go():
    if vars(DuckDBConnectionManager)["_ENV"] is not None:
        DuckDBConnectionManager.env().close()
    DuckDBConnectionManager.close_all_connections()
