"""The audit: every rule over every row of the last good build. Daily, beside the gates, which look at what is new."""

from datetime import UTC, datetime

from extract.pipeline.checking import tell_warnings
from extract.pipeline.context import Context, hold_warehouse
from extract.runtime.counters import Counts
from extract.runtime.logs import log


def audit(context: Context) -> Counts:
    """Check all raw tables and marts of the last good build. It changes nothing: neither the build nor what readers have.

    Raises GateFailed where something is red, GateBroken where a check itself broke, NothingBuilt where nothing is built yet.
    """
    from extract.quality.gates import audit as check
    from extract.store.engine import built_url

    # The lock: `publish` puts another build in its place.
    with hold_warehouse(context, "audit"):
        now = datetime.now(tz=UTC)
        url, quality = built_url(context.warehouse), context.settings.home / "quality"
        report = check(url, quality, run_name=now.strftime("%Y%m%dT%H%M%S"), checked_at=now)
    tell_warnings(report)
    counts = Counts()
    counts.add("checks", len(report.results))
    counts.add("warnings", len(report.warnings))
    log("audit done", step="audit", **counts.as_dict())
    return counts
