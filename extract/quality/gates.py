"""The gates: batches are checked before anything is built from them, the marts before anybody sees them, and daily all of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from extract.errors import GateBroken, GateFailed
from extract.quality.batch_rules import batch_rules
from extract.quality.broken import find_broken, join_first, red_batches
from extract.quality.docs import style_docs
from extract.quality.mart_rules import NOT_SHRUNK, losses_query, mart_rules
from extract.quality.mart_scope import read_mart_scope
from extract.quality.pages import keep_report, write_docs_index, write_index, write_summary
from extract.quality.report import CheckResult, GateReport
from extract.quality.rules import Rule, TableRules
from extract.quality.scope import Ask, BatchScope, read_scope


def check_batches(
    url: str, batch_ids: Sequence[str], quality_dir: Path, *, run_name: str, checked_at: datetime
) -> GateReport:
    """Check the raw rows of batches; those that break a rule are the report's `red_batches`.

    url: of the candidate, for SQLAlchemy, read-only; nobody else may have the file open for writing. run_name: names the
    report of a red run, which is kept. Raises GateBroken where a check itself broke: what could not be checked is not good.
    """
    if not batch_ids:
        return GateReport("check_batches", (), quality_dir / "check_batches")

    def rules(ask: Ask) -> list[TableRules]:
        return batch_rules(read_scope(ask, batch_ids))

    report = _Gate("check_batches", url, quality_dir, run_name, checked_at).run(rules)
    if report.failures and not report.red_batches:
        raise GateFailed(f"check_batches: {_name(report.failures)}, in no batch by itself", hint=f"see {report.page}")
    return report


def check_marts(
    url: str, quality_dir: Path, *, run_name: str, checked_at: datetime, allow_shrink: bool = False
) -> GateReport:
    """Check the rows of the marts that the build made anew. Raises GateFailed naming what is red, which rows, and the report.

    Where no build says what it made anew, all rows are checked. allow_shrink: marts that lost most of the rows of the last
    good build pass, with a warning. Raises GateBroken where a check broke.
    """

    def rules(ask: Ask) -> list[TableRules]:
        return mart_rules(read_mart_scope(ask), allow_shrink=allow_shrink)

    gate = _Gate("check_marts", url, quality_dir, run_name, checked_at)
    report = gate.run(rules)
    if report.failures:
        has_shrunk = any(failure.expectation == NOT_SHRUNK for failure in report.failures)
        losses = gate.ask(losses_query()) if has_shrunk else []
        fell = "".join(f"{table} fell from {before} to {now}; " for table, before, now in losses)
        raise GateFailed(
            f"check_marts: {len(report.failures)} of {len(report.results)} checks are red: {_name(report.failures)}; "
            f"{fell}nothing is published, readers keep the warehouse they have",
            hint=f"see {report.page}, mend the cause, then daybook run"
            f"{'; where the loss is meant: daybook run --allow-shrink' if has_shrunk else ''}",
        )
    return report


def audit(url: str, quality_dir: Path, *, run_name: str, checked_at: datetime) -> GateReport:
    """Check every row of the raw tables and of the marts. Raises GateFailed where something is red; GateBroken as the others.

    What is compared with earlier batches is left out: every batch was, when it came.
    """

    def rules(ask: Ask) -> list[TableRules]:
        marts = mart_rules(read_mart_scope(ask, is_audit=True))
        return [*_prefixed("raw", batch_rules(BatchScope(None))), *_prefixed("marts", marts)]

    report = _Gate("audit", url, quality_dir, run_name, checked_at).run(rules)
    if report.failures:
        raise GateFailed(
            f"audit: {len(report.failures)} of {len(report.results)} checks are red: {_name(report.failures)}",
            hint=f"see {report.page}: it says what to do about each",
        )
    return report


def _prefixed(schema: str, tables: Sequence[TableRules]) -> list[TableRules]:
    """Raw tables and marts have the same names."""
    return [replace(rules, table=f"{schema}.{rules.table}") for rules in tables if rules.rules]


class _Gate:
    """One run of a gate over the database at a URL."""

    def __init__(self, name: str, url: str, quality_dir: Path, run_name: str, checked_at: datetime) -> None:
        self._name, self._url, self._dir = name, url, quality_dir
        self._run_name, self._checked_at = run_name, checked_at

    def run(self, rules: Callable[[Ask], list[TableRules]]) -> GateReport:
        try:
            # Importing Great Expectations takes five seconds: only where something is checked.
            from extract.quality.validation import open_project, open_questions  # noqa: PLC0415

            with open_questions(self._url) as ask:
                tables = rules(ask)
            with open_project(self._url, self._dir / self._name) as project:
                outcomes = project.validate(tables, self._name, self._checked_at)
                page = style_docs(project.build_docs())
            with open_questions(self._url) as ask:
                results = [_result(ask, *outcome) for outcome in outcomes]
        except Exception as error:
            # Whatever broke: rows that could not be checked are not good rows.
            raise GateBroken(
                f"{self._name}: the check itself broke, so nothing counts as checked: {error}",
                hint=f"daybook {self._name.replace('_', '-')} --help, or the log above",
            ) from error
        failures = [result for result in results if not result.is_success and not result.is_warning]
        report = GateReport(self._name, tuple(results), page, red_batches(failures))
        if failures:
            report = replace(report, page=keep_report(self._dir, self._run_name, report))
        write_docs_index(page, report)
        write_summary(self._dir, report, page, self._checked_at)
        write_index(self._dir)
        return report

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        from extract.quality.validation import open_questions  # noqa: PLC0415

        with open_questions(self._url) as ask:
            return ask(query)


def _result(ask: Ask, rules: TableRules, rule: Rule, is_success: bool) -> CheckResult:
    broken = () if is_success else find_broken(ask, rule, rules.rows)
    return CheckResult(rules.table, rule.name, rule.says, rule.column, is_success, rule.is_warning, rule.remedy, broken)


def _name(failures: Sequence[CheckResult]) -> str:
    return join_first([str(failure) for failure in failures])
