"""What stays of a gate's run for a person: the report of a red one, and one page that leads to all."""

import dataclasses
import html
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from extract.quality.docs import STYLESHEET, head, write_stylesheet
from extract.quality.report import CheckResult, GateReport

_SUMMARY = "summary.json"
# The first page shows the latest; the others lie in the folder.
_MAX_SHOWN = 50


def keep_report(quality_dir: Path, run_name: str, report: GateReport) -> Path:
    """Write the report of a red run, as JSON and as a page; it stays, the Data Docs show the latest run. Returns the page."""
    folder = quality_dir / "red"
    write_stylesheet(folder)
    name = f"{report.gate}-{run_name}"
    document = {
        "gate": report.gate,
        "failures": [_as_json(result) for result in report.failures],
        "warnings": [_as_json(result) for result in report.warnings],
        "red_batches": dict(report.red_batches),
    }
    (folder / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n")
    path = folder / f"{name}.html"
    path.write_text(_page(report, name))
    return path


def _as_json(result: CheckResult) -> dict[str, Any]:
    derived = {"severity": result.severity, "unexpected_count": result.unexpected_count, "ids": list(result.ids)}
    return dataclasses.asdict(result) | derived


def _page(report: GateReport, name: str) -> str:
    parts = [
        head(html.escape(name)),
        f"<body>\n<h1>{html.escape(name)}: {len(report.failures)} of {len(report.results)} checks are red</h1>\n",
        '<p><a href="../index.html">All gates</a></p>\n',
        _results("Red", "red", report.failures),
        _results("Warnings", "warning", report.warnings),
    ]
    if report.red_batches:
        rows = [(_cell(batch), _cell(reason)) for batch, reason in report.red_batches.items()]
        parts += ["<h2>Batches that are refused</h2>\n", _table(("batch", "why"), rows)]
    return "".join((*parts, "</body></html>\n"))


def _results(title: str, status: str, results: tuple[CheckResult, ...]) -> str:
    if not results:
        return ""
    rows = [
        (
            _cell(result.table),
            f'<td class="{status}">{html.escape(result.words)}</td>',
            f'<td class="number">{result.unexpected_count:,}</td>',
            f"<td><code>{html.escape(', '.join(result.ids))}</code></td>",
            _cell(result.remedy),
        )
        for result in results
    ]
    return f"<h2>{title}</h2>\n" + _table(("table", "what must hold", "broken by", "first ids", "what to do"), rows)


def _cell(text: str) -> str:
    return f"<td>{html.escape(text)}</td>"


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    names = "".join(f"<th>{name}</th>" for name in columns)
    return f"<table>\n<tr>{names}</tr>\n" + "".join(f"<tr>{''.join(row)}</tr>\n" for row in rows) + "</table>\n"


def write_summary(quality_dir: Path, report: GateReport, docs: Path, checked_at: datetime) -> None:
    """Note the latest run of a gate for the first page. docs: its Data Docs."""
    summary = {
        "gate": report.gate,
        "checked_at": checked_at.isoformat(timespec="seconds"),
        "checks": len(report.results),
        "red": len(report.failures),
        "warnings": [{"says": str(result), "remedy": result.remedy} for result in report.warnings],
        "docs": docs.relative_to(quality_dir).as_posix(),
        "report": report.page.relative_to(quality_dir).as_posix() if report.failures else None,
    }
    (quality_dir / report.gate / _SUMMARY).write_text(json.dumps(summary, indent=1) + "\n")


def write_docs_index(docs: Path, report: GateReport) -> None:
    """The first page of the Data Docs, in place of Great Expectations' own, which a script fills: each table's results."""
    tables = list(dict.fromkeys(result.table for result in report.results))
    parts = [
        head(html.escape(report.gate)),
        f'<body>\n<p><a href="../../index.html">All gates</a></p>\n<h1>{html.escape(report.gate)}</h1>\n',
        _table(("table", "checks", "red", "warnings"), [_table_row(docs.parent, report, table) for table in tables]),
        "</body></html>\n",
    ]
    docs.write_text("".join(parts))


def _table_row(site: Path, report: GateReport, table: str) -> tuple[str, ...]:
    # Great Expectations puts what stands before a dot in a folder of its own.
    page = next(site.joinpath("validations", *table.split(".")).rglob("*.html")).relative_to(site).as_posix()
    checks = sum(result.table == table for result in report.results)
    red = sum(result.table == table for result in report.failures)
    warnings = sum(result.table == table for result in report.warnings)
    return (
        f'<td><a href="{html.escape(page)}">{html.escape(table)}</a></td>',
        f'<td class="number">{checks}</td>',
        f'<td class="number {"red" if red else "ok"}">{red}</td>',
        f'<td class="number {"warning" if warnings else "ok"}">{warnings}</td>',
    )


def write_index(quality_dir: Path) -> Path:
    """One page that stays where it is: the latest run of each gate, and the reports of red runs."""
    write_stylesheet(quality_dir)
    summaries = [json.loads(path.read_text()) for path in sorted(quality_dir.glob(f"*/{_SUMMARY}"))]
    columns = ("gate", "checked at", "checks", "red", "warnings")
    warnings = [
        (_cell(each["gate"]), _cell(warning["says"]), _cell(warning["remedy"]))
        for each in summaries
        for warning in each["warnings"]
    ]
    red = sorted((quality_dir / "red").glob("*.html"), key=lambda path: path.stat().st_mtime, reverse=True)
    links = [
        f'<li><a href="red/{html.escape(path.name)}">{html.escape(path.stem)}</a></li>\n' for path in red[:_MAX_SHOWN]
    ]
    parts = [
        head("Daybook: checks", STYLESHEET),
        "<body>\n<h1>Daybook: latest run of each gate</h1>\n",
        _table(columns, [_gate_row(each) for each in summaries]),
    ]
    if warnings:
        parts += ["<h2>Warnings</h2>\n", _table(("gate", "what does not hold", "what to do"), warnings)]
    if links:
        parts += ["<h2>Red runs</h2>\n<ul>\n", *links, "</ul>\n"]
    path = quality_dir / "index.html"
    path.write_text("".join((*parts, "</body></html>\n")))
    return path


def _gate_row(summary: dict[str, Any]) -> tuple[str, ...]:
    docs = f'<td><a href="{html.escape(summary["docs"])}">{html.escape(summary["gate"])}</a></td>'
    red, warnings = summary["red"], len(summary["warnings"])
    shown = f'<a href="{html.escape(summary["report"])}">{red}</a>' if summary["report"] else str(red)
    return (
        docs,
        _cell(summary["checked_at"]),
        f'<td class="number">{summary["checks"]}</td>',
        f'<td class="number {"red" if red else "ok"}">{shown}</td>',
        f'<td class="number {"warning" if warnings else "ok"}">{warnings}</td>',
    )
