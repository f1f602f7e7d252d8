"""The SQL of the dbt project as dbt compiles it, run without dbt: the models of one build take a fraction of a second.

It stands for dbt's own run in a test that needs dozens of builds, and keeps the rows made anew by themselves as dbt's run does;
`tests/dbt/test_incremental_build.py` holds dbt's own.
"""

import graphlib
import json
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extract.store.build import default_project_dir, run_dbt
from extract.store.build_books import begin_build, end_build


@dataclass(frozen=True)
class Model:
    relation: str
    kind: str
    sql: str
    key: str | None = None
    changed: str | None = None

    def run(self, connection, *, is_full):
        if self.relation.startswith("staging") and self.kind == "view" and not is_full:
            return
        if self.kind != "incremental" or is_full:
            made = "view" if self.kind == "view" else "table"
            connection.execute(f"create or replace {made} {self.relation} as {self.sql}")
            return
        made_anew = self.made_anew or "temp.made_anew"
        connection.execute(f"create or replace table {made_anew} as {self.sql}")
        if self.changed:
            keys = f"select {self.key} from intermediate.{self.changed}"
            connection.execute(f"delete from {self.relation} where {self.key} in ({keys})")
        connection.execute(f"insert into {self.relation} by name from {made_anew}")

    @property
    def made_anew(self):
        """Where the rows that a build made anew stand by themselves; None for a model that does not keep them."""
        return f'intermediate."anew_{self.relation.split(chr(34))[1]}"' if self.changed else None


class CompiledProject:
    """Compiles the project for full builds first, and then for incremental ones against the marts that such a build made."""

    def __init__(self, work_dir: Path) -> None:
        self.work_dir = work_dir
        self._models: dict[bool, list[Model]] = {}

    def compile(self, database: Path, *, is_full: bool) -> None:
        command = ["compile", "--select", "resource_type:model", *(["--full-refresh"] if is_full else [])]
        # While dbt builds, a model is compiled when what it reads has been made.
        kept = [] if is_full else [model for model in self._models[True] if model.made_anew]
        with duckdb.connect(str(database)) as connection:
            for model in kept:
                connection.execute(f"create table {model.made_anew} as from {model.relation} limit 0")
        run_dbt(command, database, default_project_dir(), self.work_dir)
        with duckdb.connect(str(database)) as connection:
            for model in kept:
                connection.execute(f"drop table {model.made_anew}")
        nodes = json.loads((self.work_dir / "target" / "manifest.json").read_text())["nodes"]
        # The calendar is the same whatever arrives.
        nodes = {
            name: node
            for name, node in nodes.items()
            if node["resource_type"] in ("model", "seed") and node["name"] != "dates"
        }
        order = graphlib.TopologicalSorter(
            {
                name: [on for on in node["depends_on"].get("nodes", []) if on in nodes]
                for name, node in sorted(nodes.items())
            }
        )
        self._models[is_full] = [_model(nodes[name]) for name in order.static_order()]

    def build(self, candidate, corrections=()) -> bool:
        """Build the marts of an open candidate as the build step does; returns whether every row was made anew.

        corrections: (table, row id, column, value) that people made, in place of those of the project.
        """
        connection = candidate.connection
        is_full = begin_build(candidate, "test")
        for schema in ("staging", "intermediate", "marts"):
            connection.execute(f"create schema if not exists {schema}")
        connection.execute("begin")
        for model in self._models[is_full]:
            model.run(connection, is_full=is_full)
            if model.relation == 'staging."corrections"' and corrections:
                for each in corrections:
                    connection.execute(
                        f"insert into {model.relation} values (?, ?, ?, ?, 'ida', 'seen', '2026-05-31')", each
                    )
        connection.execute("commit")
        end_build(candidate, "test")
        return is_full


def _model(node) -> Model:
    relation, config = f'{node["schema"]}."{node["alias"]}"', node["config"]
    if node["resource_type"] == "seed":
        path = default_project_dir() / node["original_file_path"]
        return Model(relation, "table", f"from read_csv('{path}', header = true, all_varchar = true)")
    return Model(
        relation, config["materialized"], node["compiled_code"], config.get("unique_key"), config.get("changed")
    )
