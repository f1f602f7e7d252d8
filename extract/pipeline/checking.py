"""The two gates: batches before anything is built from them, marts before anybody sees them."""

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from extract.errors import GateFailed
from extract.pipeline.context import Context, hold_warehouse
from extract.quality.report import MAX_IDS
from extract.runtime.counters import Counts
from extract.runtime.logs import log, log_context

if TYPE_CHECKING:
    from extract.quality.report import GateReport


def check_batches(context: Context) -> Counts:
    """Check the batches loaded since the last check; a red one is quarantined by name and the others go on.

    Raises GateBroken where a check itself broke.
    """
    from extract.quality.gates import check_batches as check
    from extract.store.candidate import mark_done, open_candidate
    from extract.store.engine import read_only_url
    from extract.store.load import loaded_since, quarantine_batch
    from extract.store.results import record_results
    from extract.store.warehouse import candidate_of

    where, quality = context.warehouse, context.settings.home / "quality"
    with hold_warehouse(context, "check_batches"):
        with open_candidate(where) as candidate:
            batches = loaded_since(candidate, "check_batches")
            run_name = f"{candidate.number:06d}-{candidate.load_seq:06d}"
        url = read_only_url(candidate_of(where))
        report = check(url, list(batches), quality, run_name=run_name, checked_at=datetime.now(tz=UTC))
        with open_candidate(where) as candidate:
            for batch_id, reason in report.red_batches.items():
                quarantine_batch(candidate, batch_id, batches[batch_id], reason)
                message = f"batch {batch_id} is quarantined: {reason}"
                remedy = " ".join(report.remedies(batch_id))
                log(message, logging.ERROR, step="check_batches", batch_id=batch_id, report=report.page, remedy=remedy)
            if batches:
                record_results(candidate, "check_batches", report.rows())
            mark_done(candidate, "check_batches")
    tell_warnings(report)
    counts = Counts()
    counts.add("batches.checked", len(batches))
    counts.add("batches.quarantined", len(report.red_batches))
    counts.add("checks", len(report.results))
    counts.add("warnings", len(report.warnings))
    log("check_batches done", step="check_batches", **counts.as_dict())
    return counts


def check_marts(context: Context, *, allow_shrink: bool = False) -> Counts:
    """Check the marts. Raises GateFailed, and discards the candidate, where they are red; the published warehouse stays.

    allow_shrink: that most articles, events or figures are gone since the last build is meant, and only a warning.
    """
    from extract.quality.gates import check_marts as check
    from extract.store.build import default_project_dir
    from extract.store.build_books import project_version, require_built_by
    from extract.store.candidate import discard_candidate, mark_done, open_candidate, require_done
    from extract.store.engine import read_only_url
    from extract.store.results import record_results
    from extract.store.warehouse import candidate_of

    where, quality = context.warehouse, context.settings.home / "quality"
    with hold_warehouse(context, "check_marts"):
        with open_candidate(where) as candidate:
            require_done(candidate.connection, "link", "build")
            require_built_by(candidate.connection, project_version(default_project_dir()))
            run_name = f"{candidate.number:06d}-{candidate.load_seq:06d}"
        url = read_only_url(candidate_of(where))
        try:
            now = datetime.now(tz=UTC)
            report = check(url, quality, run_name=run_name, checked_at=now, allow_shrink=allow_shrink)
        except GateFailed as error:
            discard_candidate(where, error.message)
            raise
        with open_candidate(where) as candidate:
            record_results(candidate, "check_marts", report.rows())
            mark_done(candidate, "check_marts")
    tell_warnings(report)
    counts = Counts()
    counts.add("checks", len(report.results))
    counts.add("warnings", len(report.warnings))
    log("check_marts done", step="check_marts", **counts.as_dict())
    return counts


def tell_warnings(report: "GateReport") -> None:
    """Say what broke and stops nothing: which rows, and what to do about them."""
    for warning in report.warnings:
        message = f"{report.gate} warns: {warning}"
        batch_ids = ", ".join(sorted({rows.batch_id for rows in warning.broken if rows.batch_id})[:MAX_IDS])
        with log_context(batch_id=batch_ids or None):
            log(message, logging.WARNING, step=report.gate, report=report.page, remedy=warning.remedy)
