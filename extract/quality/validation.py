"""The door to Great Expectations: rules become suites, a run becomes results and Data Docs. Importing it takes seconds."""

import logging
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
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
from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: E402
from great_expectations.expectations.metadata_types import FailureSeverity  # noqa: E402

from extract.contract.derive import Expectation  # noqa: E402
from extract.quality.report import CheckResult  # noqa: E402
from extract.quality.rules import SqlRule, TableRules, name_columns, say_rule  # noqa: E402
from extract.runtime.failpoints import failpoint  # noqa: E402

# Counts, and no value that was found: Data Docs show values unescaped, and the values come from the web.
_COUNTS_ONLY = {"result_format": "SUMMARY", "partial_unexpected_count": 0}


@contextmanager
def open_project(url: str, folder: Path) -> Iterator["Project"]:
    """A fresh Great Expectations project in a folder, over the database at an SQLAlchemy URL; what lay there goes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    context = gx.get_context(mode="file", project_root_dir=str(folder))
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    # A temporary table would need a database that can be written.
    source = context.data_sources.add_sql("warehouse", connection_string=url, create_temp_table=False)
    try:
        yield Project(context, source)
    finally:
        # Each holds a connection, and an open reader keeps the next step from writing.
        source.get_execution_engine().engine.dispose()
        source.get_engine().dispose()


def read_rows(url: str, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query at an SQLAlchemy URL; nobody holds the database afterwards."""
    engine = sqlalchemy.create_engine(url)
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sqlalchemy.text(query))]
    finally:
        engine.dispose()


class Project:
    """A project with one database."""

    def __init__(self, context: Any, source: Any) -> None:  # noqa: ANN401 - Great Expectations ships no types
        self._context = context
        self._source = source

    def validate(self, tables: Sequence[TableRules], run_name: str, checked_at: datetime) -> list[CheckResult]:
        """Check every table and keep the results for `build_docs`. Raises RuntimeError where a check itself broke."""
        definitions = []
        for rules in tables:
            suite = self._context.suites.add(gx.ExpectationSuite(rules.table, expectations=list(_expectations(rules))))
            data = self._rows(rules.table, rules.rows)
            definition = gx.ValidationDefinition(name=rules.table, data=data, suite=suite)
            definitions.append(self._context.validation_definitions.add(definition))
        checkpoint = gx.Checkpoint(name=run_name, validation_definitions=definitions, result_format=_COUNTS_ONLY)
        failpoint("gate.check")
        done = self._context.checkpoints.add(checkpoint).run(
            run_id=gx.RunIdentifier(run_name=run_name, run_time=checked_at)
        )
        return [_result(result.suite_name, check) for result in done.run_results.values() for check in result.results]

    def recheck(self, rules: TableRules, name: str) -> list[CheckResult]:
        """Check some rows again, and keep nothing of it."""
        suite = gx.ExpectationSuite(name, expectations=list(_expectations(rules)))
        batch = self._rows(name, rules.rows).get_batch()
        return [_result(rules.table, check) for check in batch.validate(suite, result_format=_COUNTS_ONLY).results]

    def build_docs(self) -> Path:
        """Write the Data Docs; returns their first page."""
        (url,) = self._context.build_data_docs().values()
        return Path(url.removeprefix("file://"))

    def _rows(self, name: str, query: str) -> Any:  # noqa: ANN401 - Great Expectations ships no types
        return self._source.add_query_asset(name, query).add_batch_definition_whole_table("all")


def _expectations(rules: TableRules) -> Iterable[Any]:
    yield from map(_contract_expectation, rules.contract)
    yield from map(_sql_expectation, rules.sql)


def _contract_expectation(rule: Expectation) -> Any:  # noqa: ANN401
    column, named = rule.columns[0], {"says": say_rule(rule), "column": name_columns(rule)}
    if rule.rule == "unique" and len(rule.columns) > 1:
        return gxe.ExpectCompoundColumnsToBeUnique(column_list=list(rule.columns), meta=named)
    if rule.rule == "unique":
        return gxe.ExpectColumnValuesToBeUnique(column=column, meta=named)
    if rule.rule == "not_null":
        return gxe.ExpectColumnValuesToNotBeNull(column=column, meta=named)
    if rule.rule == "one_of":
        return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=list(rule.values), meta=named)
    if rule.rule == "between":
        return gxe.ExpectColumnValuesToBeBetween(column=column, min_value=rule.low, max_value=rule.high, meta=named)
    if rule.rule == "max_chars":
        return gxe.ExpectColumnValueLengthsToBeBetween(column=column, max_value=int(rule.high or 0), meta=named)
    raise ValueError(f"no check for the rule {rule.rule}")


def _sql_expectation(rule: SqlRule) -> Any:  # noqa: ANN401
    return gxe.UnexpectedRowsExpectation(
        unexpected_rows_query=rule.query,
        description=rule.description,
        severity=FailureSeverity.WARNING if rule.is_warning else FailureSeverity.CRITICAL,
        meta={"says": rule.description, "column": None},
    )


def _result(table: str, check: Any) -> CheckResult:  # noqa: ANN401
    config = check.expectation_config
    says, column = config.meta["says"], config.meta["column"]
    if broken := _exceptions(check.exception_info):
        raise RuntimeError(f"{table}: whether {column or 'each row'} {says}: {broken[0]}")
    # A query says how many rows it found, a rule of the contract how many break it.
    count = check.result.get("unexpected_count", check.result.get("observed_value"))
    is_warning = FailureSeverity(config.severity) != FailureSeverity.CRITICAL
    return CheckResult(table, says, column, bool(check.success), is_warning, None if count is None else int(count))


def _exceptions(info: Any) -> list[str]:  # noqa: ANN401
    """Messages of what a check raised: one, or one for each metric that it needed."""
    if "raised_exception" in info:
        info = {"": info}
    return [str(each["exception_message"]) for each in info.values() if each.get("raised_exception")]
