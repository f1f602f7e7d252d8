"""The gates: batches are checked before anything is built from them, and the marts before anybody sees them."""

import dataclasses
import html
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import GateBroken, GateFailed
from extract.quality.mart_rules import NOT_SHRUNK, losses_query, mart_rules
from extract.quality.report import CheckResult, GateReport
from extract.quality.rules import TableRules, batch_rules

if TYPE_CHECKING:
    from extract.quality.validation import Project

# A message names this many checks; the rest is a number.
_MAX_NAMED = 5


def check_batches(
    url: str, batch_ids: Sequence[str], quality_dir: Path, *, run_name: str, checked_at: datetime
) -> GateReport:
    """Check the raw rows of batches; those that break a rule are the report's `red_batches`.

    url: of the candidate, for SQLAlchemy, read-only; nobody else may have the file open for writing. run_name: names the
    report of a red run, which is kept. Raises GateBroken where a check itself broke: what could not be checked is not good.
    """
    folder = quality_dir / "check_batches"
    if not batch_ids:
        return GateReport("check_batches", (), folder)
    rules = batch_rules(list(batch_ids))
    return _run_gate(
        "check_batches", url, rules, quality_dir, run_name=run_name, checked_at=checked_at, batch_ids=batch_ids
    )


def check_marts(
    url: str, quality_dir: Path, *, run_name: str, checked_at: datetime, allow_shrink: bool = False
) -> GateReport:
    """Check the marts. Raises GateFailed naming what is red, how many rows, and the report; GateBroken where a check broke.

    allow_shrink: marts that lost most of the rows of the last good build pass, with a warning.
    """
    rules = mart_rules(allow_shrink=allow_shrink)
    report = _run_gate("check_marts", url, rules, quality_dir, run_name=run_name, checked_at=checked_at)
    if report.failures:
        has_shrunk = any(failure.expectation == NOT_SHRUNK for failure in report.failures)
        raise GateFailed(
            f"check_marts: {len(report.failures)} of {len(report.results)} checks are red: {_name(report.failures)}; "
            f"{_say_losses(url) if has_shrunk else ''}nothing is published, readers keep the warehouse they have",
            hint=f"see {report.page}, mend the cause, then daybook run"
            f"{'; where the loss is meant: daybook run --allow-shrink' if has_shrunk else ''}",
        )
    return report


def _say_losses(url: str) -> str:
    from extract.quality.validation import read_rows  # noqa: PLC0415 - it imports Great Expectations

    return "".join(f"{table} fell from {before} to {now}; " for table, before, now in read_rows(url, losses_query()))


def _run_gate(
    gate: str,
    url: str,
    tables: list[TableRules],
    quality_dir: Path,
    *,
    run_name: str,
    checked_at: datetime,
    batch_ids: Sequence[str] = (),
) -> GateReport:
    try:
        # Importing Great Expectations takes five seconds: only where something is checked.
        from extract.quality.validation import open_project  # noqa: PLC0415

        with open_project(url, quality_dir / gate) as project:
            results = project.validate(tables, gate, checked_at)
            failures = [result for result in results if not result.is_success and not result.is_warning]
            red = _red_batches(project, failures, batch_ids) if batch_ids else {}
            page = project.build_docs()
    except Exception as error:
        # Whatever broke: rows that could not be checked are not good rows.
        raise GateBroken(
            f"{gate}: the check itself broke, so nothing counts as checked: {error}",
            hint=f"daybook {gate.replace('_', '-')} --help, or the log above",
        ) from error
    _write_index(quality_dir)
    if failures:
        page = _keep_report(quality_dir, f"{gate}-{run_name}", failures, red)
    if batch_ids and failures and not red:
        raise GateFailed(f"{gate}: {_name(failures)}, in no batch by itself", hint=f"see {page}")
    return GateReport(gate, tuple(results), page, red)


def _red_batches(project: "Project", failures: Sequence[CheckResult], batch_ids: Sequence[str]) -> dict[str, str]:
    """Check what is red again, batch by batch: batch id to what is wrong with it."""
    broken: dict[str, set[tuple[str, str | None]]] = {}
    for failure in failures:
        broken.setdefault(failure.table, set()).add((failure.expectation, failure.column))
    red: dict[str, str] = {}
    for batch_id in batch_ids if failures else ():
        found = [
            result
            for rules in batch_rules([batch_id])
            if rules.table in broken
            for result in project.recheck(rules.only(broken[rules.table]), f"{rules.table} of {batch_id}")
            if not result.is_success
        ]
        if found:
            red[batch_id] = _name(found)
    return red


def _name(failures: Sequence[CheckResult]) -> str:
    named = "; ".join(map(str, failures[:_MAX_NAMED]))
    more = len(failures) - _MAX_NAMED
    return f"{named}; and {more} more" if more > 0 else named


def _keep_report(quality_dir: Path, name: str, failures: Sequence[CheckResult], red: dict[str, str]) -> Path:
    """The Data Docs show the latest run; a red run's own report stays."""
    path = quality_dir / "red" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {"failures": [dataclasses.asdict(failure) for failure in failures], "red_batches": red}
    path.write_text(json.dumps(document, indent=1) + "\n")
    return path


def _write_index(quality_dir: Path) -> None:
    """One page that stays where it is and leads to each gate's Data Docs."""
    pages = sorted(quality_dir.glob("check_*/gx/uncommitted/data_docs/local_site/index.html"))
    links = [(page.relative_to(quality_dir).as_posix(), page.relative_to(quality_dir).parts[0]) for page in pages]
    items = "".join(f'<li><a href="{html.escape(url)}">{html.escape(gate)}</a></li>\n' for url, gate in links)
    title = "Daybook: latest run of each gate"
    head = f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{title}</title>\n'
    (quality_dir / "index.html").write_text(f"{head}<h1>{title}</h1>\n<ul>\n{items}</ul></html>\n")
