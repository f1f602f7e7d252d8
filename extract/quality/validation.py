"""The door to Great Expectations: rules become suites, a run becomes results and Data Docs. Importing it takes seconds."""

import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

# Both before the import: under Airflow it would log hundreds of lines, and it would report its use to its makers.
logging.getLogger("great_expectations").setLevel(logging.WARNING)
os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx  # noqa: E402
import great_expectations.expectations.core as gxe  # noqa: E402
import sqlalchemy  # noqa: E402
from great_expectations.data_context.types.base import (  # noqa: E402
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.expectations.metadata_types import FailureSeverity  # noqa: E402

from extract.quality.rules import Rule, TableRules  # noqa: E402
from extract.quality.scope import Ask  # noqa: E402
from extract.runtime.failpoints import failpoint  # noqa: E402

# An error of the database says the whole query; its first words say what is wrong.
_MAX_CHARS = 300


@contextmanager
def open_project(url: str, folder: Path) -> Iterator["Project"]:
    """A fresh Great Expectations project in a folder, over the database at an SQLAlchemy URL; what lay there goes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # In memory: on disk it writes and reads its whole configuration again for every table.
    defaults = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    context = gx.get_context(mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=defaults))
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    context.add_data_docs_site("docs", _site(folder / "docs"))
    # A temporary table would need a database that can be written.
    source = context.data_sources.add_sql("warehouse", connection_string=url, create_temp_table=False)
    try:
        yield Project(context, source)
    finally:
        # Each holds a connection, and an open reader keeps the next step from writing.
        source.get_execution_engine().engine.dispose()
        source.get_engine().dispose()


def _site(folder: Path) -> Any:  # noqa: ANN401
    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.absolute())},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        # A page for each suite would say what the page of its results says again.
        "site_section_builders": {"expectations": "None", "profiling": "None"},
    }


@contextmanager
def open_questions(url: str) -> Iterator[Ask]:
    """A function that runs a query at an SQLAlchemy URL and returns its rows; nobody holds the database afterwards."""
    engine = sqlalchemy.create_engine(url)
    try:
        with engine.connect() as connection:
            yield lambda query: [tuple(row) for row in connection.exec_driver_sql(query)]
    finally:
        engine.dispose()


class Project:
    """A project with one database."""

    def __init__(self, context: Any, source: Any) -> None:  # noqa: ANN401 - Great Expectations ships no types
        self._context = context
        self._source = source

    def validate(
        self, tables: Sequence[TableRules], run_name: str, checked_at: datetime
    ) -> list[tuple[TableRules, Rule, bool]]:
        """Check every table and keep the results for `build_docs`; whether each rule holds.

        Raises RuntimeError where a check itself broke.
        """
        definitions = []
        for rules in tables:
            checks = [_expectation(rule, number) for number, rule in enumerate(rules.rules)]
            suite = self._context.suites.add(gx.ExpectationSuite(rules.table, expectations=checks))
            asset = self._source.add_query_asset(rules.table, rules.rows)
            data = asset.add_batch_definition_whole_table("all")
            definition = gx.ValidationDefinition(name=rules.table, data=data, suite=suite)
            definitions.append(self._context.validation_definitions.add(definition))
        checkpoint = gx.Checkpoint(name=run_name, validation_definitions=definitions, result_format="SUMMARY")
        failpoint("gate.check")
        done = self._context.checkpoints.add(checkpoint).run(
            run_id=gx.RunIdentifier(run_name=run_name, run_time=checked_at)
        )
        by_table = {rules.table: rules for rules in tables}
        return [
            _outcome(by_table[result.suite_name], check)
            for result in done.run_results.values()
            for check in result.results
        ]

    def build_docs(self) -> Path:
        """Write the Data Docs; returns their first page."""
        (url,) = self._context.build_data_docs().values()
        return Path(url.removeprefix("file://"))


class _BrokenRows(gxe.UnexpectedRowsExpectation):
    """As its base, which runs the query a second time to show the rows."""

    metric_dependencies = ("unexpected_rows_query.row_count",)

    def _validate(
        self,
        metrics: dict[Any, Any],
        runtime_configuration: dict[Any, Any] | None = None,  # noqa: ARG002 - Great Expectations' signature
        execution_engine: Any | None = None,  # noqa: ANN401, ARG002
    ) -> dict[Any, Any]:
        count = metrics["unexpected_rows_query.row_count"]
        return {"success": count == 0, "result": {"observed_value": count}}


def _expectation(rule: Rule, number: int) -> Any:  # noqa: ANN401
    """A rule as a check. It counts and shows no row: Data Docs show values unescaped, and the values come from the web."""
    return _BrokenRows(
        unexpected_rows_query=f"select count(*) as broken_rows from ({rule.query}) as broken having count(*) > 0",
        description=f"{rule.column} {rule.says}" if rule.column else rule.says,
        severity=FailureSeverity.WARNING if rule.is_warning else FailureSeverity.CRITICAL,
        meta={"rule": rule.name, "number": number},
    )


def _outcome(rules: TableRules, check: Any) -> tuple[TableRules, Rule, bool]:  # noqa: ANN401
    rule = rules.rules[check.expectation_config.meta["number"]]
    if broken := _exceptions(check.exception_info):
        raise RuntimeError(f"{rules.table}: whether {rule.column or 'each row'} {rule.says}: {broken[0][:_MAX_CHARS]}")
    return rules, rule, bool(check.success)


def _exceptions(info: Any) -> list[str]:  # noqa: ANN401
    """Messages of what a check raised: one, or one for each metric that it needed."""
    if "raised_exception" in info:
        info = {"": info}
    return [str(each["exception_message"]) for each in info.values() if each.get("raised_exception")]
