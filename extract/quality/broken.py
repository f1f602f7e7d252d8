"""Which rows break a rule: asked only where Great Expectations says that some do. Ids only, never a text from the news."""

from collections.abc import Sequence

from extract.quality.report import MAX_IDS, BrokenRows, CheckResult
from extract.quality.rules import Rule
from extract.quality.scope import Ask

# An id is what a person looks rows up by. A broken one may be anything: what no id of ours holds is not shown.
_ODD_CHARACTERS = "[^A-Za-z0-9_ .:/?=&%#~+@,-]"
_MAX_ID_CHARS = 120


def find_broken(ask: Ask, rule: Rule, rows: str) -> tuple[BrokenRows, ...]:
    """The rows among `rows`, a query, that break a rule: by batch, the ids of the first in their order."""
    query = rule.query.replace("{batch}", f"({rows}) as given")
    batch_id = "batch_id" if _names_batch(ask, query) else "null"
    shown = f"left(regexp_replace(coalesce(id::varchar, 'null'), '{_ODD_CHARACTERS}', '?', 'g'), {_MAX_ID_CHARS})"
    found = ask(
        f"select {batch_id}, count(*), list_slice(list(distinct {shown} order by {shown}), 1, {MAX_IDS}) "
        f"from ({query}) as broken group by all having count(*) > 0 order by 1"
    )
    return tuple(BrokenRows(batch, int(count), tuple(ids)) for batch, count, ids in found)


def _names_batch(ask: Ask, query: str) -> bool:
    return any(name == "batch_id" for name, *_ in ask(f"describe {query}"))


def red_batches(failures: Sequence[CheckResult]) -> dict[str, str]:
    """Batch id to what is wrong with it."""
    red: dict[str, list[str]] = {}
    for failure in failures:
        for batch_id in sorted({rows.batch_id for rows in failure.broken if rows.batch_id}):
            red.setdefault(batch_id, []).append(failure.of_batch(batch_id))
    return {batch_id: join_first(said) for batch_id, said in sorted(red.items())}


def join_first(said: Sequence[str]) -> str:
    """The first few, and how many more."""
    more = len(said) - MAX_IDS
    return "; ".join(said[:MAX_IDS]) + (f"; and {more} more" if more > 0 else "")
