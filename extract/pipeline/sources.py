"""Sources before a run: each is asked as a run would ask it, and what the run would take is told; nothing is stored."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from extract.contract.columns import ON_DISK_KINDS
from extract.contract.data import read_csv
from extract.contract.tables import SourceCheck
from extract.errors import InputError
from extract.pages.archives import ENDINGS, find_archives
from extract.pages.asking import Fetch, ask_sources
from extract.pages.fetch import HostStates
from extract.pages.files import find_other_files, find_pages
from extract.pages.listings import plain_text
from extract.pages.offers import SourceOffers
from extract.pages.source_keys import Source
from extract.pages.sources import load_sources
from extract.pipeline.asking import offer_of_file
from extract.pipeline.context import Context
from extract.pipeline.earlier_offers import EarlierOffers, read_earlier_offers
from extract.pipeline.web import ask_addresses, document_reader

# Plain, gzip, zstandard, and the dictionary that a zstandard archive may begin with.
_ARCHIVE_STARTS = (b"WARC/", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")
_DETAIL_CHARS = 300
# What a source that is not asked "answers".
OFF, NOT_ASKED = "off", "not_asked"
_FINE = ("ok", OFF, NOT_ASKED)


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What a run would do with a source.

    outcome: one of contract.columns.OUTCOMES, `off` (disabled) or `not_asked`. offered, new: pages; None where only reading
    the source would tell. taken: new pages that the next run would take. dropped: reason to number of what is left out.
    newest: when its newest page appeared, as given. checks: one an address that was asked.
    """

    source: Source
    outcome: str
    offered: int | None = None
    new: int | None = None
    taken: int | None = None
    dropped: Mapping[str, int] = field(default_factory=dict)
    newest: str | None = None
    opt_outs: tuple[str, ...] = ()
    detail: str = ""
    checks: tuple[SourceCheck, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Whether a run would get nothing from it, for a reason that somebody should mend."""
        return self.outcome not in _FINE

    @property
    def hint(self) -> str | None:
        """What to do about it; None where nothing is wrong."""
        if self.is_broken and not self.source.is_on_web:
            return "mend `address`: a relative path starts at the folder of sources.yml"
        if self.is_broken:
            return _hints().get(self.outcome)
        if self.outcome == "ok" and self.offered == 0:
            return "it offers no page: look at `address`"
        if self.offered and self.dropped.get("not_kept", 0) + self.dropped.get("dropped", 0) == self.offered:
            return "`keep` and `drop` leave none of its pages: look at the patterns"
        return None


def check_sources(
    context: Context, names: Sequence[str] = (), *, is_offline: bool = False, fetch: Fetch | None = None
) -> Iterator[SourceReport]:
    """A report of each source, by name or all, in the file's order. is_offline: the file is validated, nothing is asked.

    fetch: in place of the web. Raises InputError for a wrong file or a name that is not in it.
    """
    path = context.settings.sources_path
    sources = _named(load_sources(path), names, path)
    on_web = [source for source in sources if source.enabled and source.kind not in ON_DISK_KINDS]
    earlier = read_earlier_offers(context)
    with document_reader(context) as read:
        # Without validators, as if for the first time: what a source offers is what is asked for here.
        asked = [] if is_offline else on_web
        offered = ask_sources(
            asked, fetch or partial(ask_addresses, context, HostStates()), is_known=earlier.knows, read=read
        )
        for source in context.watch("sources check", sources, len(sources)):
            if not source.enabled:
                yield SourceReport(source, OFF)
            elif is_offline:
                yield SourceReport(source, NOT_ASKED)
            elif source in on_web:
                yield _report_offers(next(offered))
            else:
                yield _report_folder(source, earlier)


def _named(sources: Sequence[Source], names: Sequence[str], path: Path) -> list[Source]:
    known = {source.name: source for source in sources}
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, list(known), n=1)
            hint = f"daybook sources check {close[0]}" if close else f"see the names in {path}"
            raise InputError(f"{path} has no source {name!r}", hint=hint)
    return [source for source in sources if not names or source.name in names]


def _report_offers(found: SourceOffers) -> SourceReport:
    failed = [check for check in found.checks if check.outcome not in ("ok", "not_modified")]
    offered = sum(check.offered_count for check in found.checks)
    first = found.checks[0]
    # An index that answers is no use where none of its sitemaps does.
    broken = first if first in failed else failed[0] if failed and not offered else None
    detail = broken.detail if broken else first.detail
    if failed and len(found.checks) > 1:
        worst = failed[0]
        detail = (
            f"{len(failed)} of {len(found.checks)} addresses failed: {worst.address} {worst.outcome} {worst.detail}"
        )
    return SourceReport(
        source=found.source,
        outcome=broken.outcome if broken else first.outcome,
        offered=None if broken else offered,
        new=None if broken else sum(check.new_count for check in found.checks),
        taken=len(found.offers),
        dropped=found.dropped,
        newest=found.newest,
        opt_outs=found.opt_outs,
        detail=plain_text(detail, _DETAIL_CHARS) or "",
        checks=found.checks,
    )


def _report_folder(source: Source, earlier: EarlierOffers) -> SourceReport:
    """A folder of pages or archives, looked at on disk."""
    try:
        return (_report_archives if source.kind == "archive" else _report_files)(source, earlier)
    except (InputError, OSError) as error:
        outcome = "unreadable" if source.path.exists() else "gone"
        what = error.message if isinstance(error, InputError) else f"{error.strerror}"
        return SourceReport(source, outcome, detail=what[:_DETAIL_CHARS])


def _report_files(source: Source, earlier: EarlierOffers) -> SourceReport:
    pages = list(find_pages([source.path]))
    new = [page for page in pages if offer_of_file(page, source.name, source).discovery_id not in earlier.seen]
    newest = max((page.captured for page in pages), key=datetime.fromisoformat, default=None)
    others = len(find_other_files([source.path]))
    dropped = {"no_page_by_ending": others} if others else {}
    return SourceReport(source, "ok", len(pages), len(new), len(new), dropped, newest)


def _report_archives(source: Source, earlier: EarlierOffers) -> SourceReport:
    """Archives are named, not read: one of CC-NEWS takes minutes."""
    archives = find_archives(source.path)
    if not archives:
        return SourceReport(source, "gone", detail=f"{source.path} holds no {' or '.join(ENDINGS)} file")
    read_before = wrong = 0
    for path in archives:
        last = earlier.last_check(source.name, str(path))
        status = path.stat()
        read_before += last is not None and last.etag == f"{status.st_size}-{status.st_mtime_ns}"
        with path.open("rb") as file:
            wrong += not file.read(5).startswith(_ARCHIVE_STARTS)
    detail = f"{len(archives) - read_before} of {len(archives)} archives are new: a run reads them"
    dropped = {"no_archive": wrong} if wrong else {}
    return SourceReport(source, "unreadable" if wrong == len(archives) else "ok", dropped=dropped, detail=detail)


@cache
def _hints() -> dict[str, str]:
    return {row["outcome"]: row["hint"] for row in read_csv("outcome_hints", "extract.pages.data")}
