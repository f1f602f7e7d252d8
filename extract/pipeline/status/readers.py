"""What readers have: the published file, the generations kept beside it, how fresh it is, which languages are not read."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from extract.errors import WarehouseError

if TYPE_CHECKING:
    from extract.store.lake.place import LakePlace

# What `daybook status` repeats of `meta.publication`.
_SAID = ("generation", "contract_version", "marts_version", "published_at", "latest_captured_at")
# The only language whose facts are read; an article that names none is read too.
_READ = "en"


class Rollback(TypedDict):
    """The generation that readers were given again, and those that they do not have because of it."""

    generation: int
    rolled_back_from: list[int]


class Freshness(TypedDict):
    """Moments, in ISO 8601, and how long ago they were, in seconds; null where there was none."""

    published_at: str | None
    published_age_seconds: int | None
    latest_captured_at: str | None
    latest_captured_age_seconds: int | None
    last_hour_end: str | None
    last_hour_age_seconds: int | None


class SkippedLanguages(TypedDict):
    """Articles whose facts are not read: versions in all batches, and, of what readers have, language to articles."""

    article_versions: int
    published: dict[str, int]


def read_published(where: "Path | LakePlace") -> dict[str, object] | None:
    """What the published file or snapshot says of itself, and table to rows; None where nothing is published."""
    from extract.serving.sql import ask
    from extract.store.published import is_published

    if not is_published(where):
        return None
    tables = ask(where, "select table_name, row_count from meta.tables order by all").rows
    # A file of an earlier version says less of itself.
    said = ask(where, f"select columns('^({'|'.join(_SAID)})$')::varchar from meta.publication")
    if not said.rows:
        raise WarehouseError(
            "what is published does not say what it is", hint="daybook build, then every step after it"
        )
    facts = dict(zip(said.columns, said.rows[0], strict=True))
    counts = {str(name): count for name, count in tables}
    numbers = {name: int(str(facts.pop(name))) for name in ("generation", "contract_version") if name in facts}
    return {**numbers, **facts, **counts}


def count_skipped_languages(where: "Path | LakePlace") -> dict[str, int]:
    """Language to the published articles whose facts are not read because of it, most first."""
    from extract.serving.sql import ask

    has_language = "select 1 from meta.columns where table_name = 'articles' and column_name = 'language'"
    if not ask(where, has_language).rows:
        return {}
    query = (
        "select language, count(*) from articles where language is not null and language <> $1 group by all "
        "order by 2 desc, 1"
    )
    return {str(language): int(str(count)) for language, count in ask(where, query, (_READ,)).rows}


def read_generations(where: "Path | LakePlace") -> tuple[list[int], Rollback | None]:
    """Numbers of the generations that are kept, and the rollback in force. Raises WarehouseError for a damaged ledger."""
    from extract.store.history import generations_of

    history, kept = generations_of(where)
    back = list(history.rolled_back_from)
    rollback = Rollback(generation=history.current, rolled_back_from=back) if back else None
    return kept, rollback


def describe_freshness(published: dict[str, object] | None, last_hour_end: str | None, now: datetime) -> Freshness:
    """How long ago readers' file was published, its last page captured, and the last collected hour ended."""
    published_at = _moment(published, "published_at")
    captured_at = _moment(published, "latest_captured_at")
    hour_end = datetime.fromisoformat(last_hour_end) if last_hour_end else None
    return Freshness(
        published_at=_iso(published_at),
        published_age_seconds=_age(published_at, now),
        latest_captured_at=_iso(captured_at),
        latest_captured_age_seconds=_age(captured_at, now),
        last_hour_end=last_hour_end,
        last_hour_age_seconds=_age(hour_end, now),
    )


def _moment(published: dict[str, object] | None, name: str) -> datetime | None:
    said = (published or {}).get(name)
    return datetime.fromisoformat(str(said)) if said else None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _age(moment: datetime | None, now: datetime) -> int | None:
    return round((now - moment).total_seconds()) if moment else None
