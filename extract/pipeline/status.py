"""The state of a home: batches done and due at each step, what was refused, and the last publication."""

from typing import TypedDict

from extract.contract.tables import Reject
from extract.errors import WarehouseError
from extract.pipeline.context import Context
from extract.pipeline.extracting import article_versions
from extract.pipeline.reading import fact_versions

STEPS = ("discover", "fetch_pages", "extract_articles", "read_facts")


# What `daybook status` repeats of `meta.publication`.
_SAID = ("generation", "marts_version", "published_at", "latest_captured_at")


class _Generations(TypedDict):
    kept: list[int]
    rollback: dict[str, object] | None


class Status(TypedDict):
    """What `daybook status` says; a probe reads the same as JSON.

    batches: step to batches sealed. due: step to batches missing or made from older input. rejects: stage and reason to
    number. damaged: step to batches whose files are not what was sealed. published: what readers see, null before the first
    publication. kept: numbers of the earlier generations that readers can be given again. rollback: the generation that readers
    were given again and those it was rolled back from, null where none is in force.
    """

    home: str
    batches: dict[str, int]
    due: dict[str, int]
    rejects: dict[str, int]
    damaged: dict[str, list[str]]
    published: dict[str, object] | None
    kept: list[int]
    rollback: dict[str, object] | None


def read_status(context: Context) -> Status:
    """The state of the context's home."""
    batches = context.batches
    return Status(
        home=str(context.settings.home),
        batches={step: len(batches.batch_ids(step)) for step in STEPS},
        due={
            "fetch_pages": len(batches.stale("fetch_pages", "discover", {})),
            "extract_articles": len(batches.stale("extract_articles", "fetch_pages", article_versions())),
            "read_facts": len(batches.stale("read_facts", "extract_articles", fact_versions(context))),
        },
        rejects=_rejects(context),
        damaged={step: found for step in STEPS if (found := batches.damaged(step))},
        published=_published(context),
        **_generations(context),
    )


def _rejects(context: Context) -> dict[str, int]:
    found: dict[str, int] = {}
    for step in STEPS[1:]:
        for batch_id in set(context.batches.batch_ids(step)) - set(context.batches.damaged(step)):
            rows = context.batches.read(step, batch_id, Reject)
            for stage, reason in zip(rows["stage"].to_pylist(), rows["reason"].to_pylist(), strict=True):
                name = f"{stage}.{reason}"
                found[name] = found.get(name, 0) + 1
    return dict(sorted(found.items()))


def _published(context: Context) -> dict[str, object] | None:
    from extract.serving.sql import ask
    from extract.store.published import published_path

    home = context.settings.home
    if not published_path(home).exists():
        return None
    tables = ask(home, "select table_name, row_count from meta.tables order by all").rows
    # A file of an earlier version says less of itself.
    said = ask(home, f"select columns('^({'|'.join(_SAID)})$')::varchar from meta.publication")  # noqa: S608 - names of ours
    if not said.rows:
        raise WarehouseError(
            f"{published_path(home)} does not say what it is", hint="daybook build, then every step after it"
        )
    facts = dict(zip(said.columns, said.rows[0], strict=True))
    counts = {str(name): count for name, count in tables}
    return {"generation": int(str(facts.pop("generation"))), **facts, **counts}


def _generations(context: Context) -> "_Generations":
    from extract.store.generations import kept_generations
    from extract.store.history import read_history

    home = context.settings.home
    history = read_history(home)
    back = list(history.rolled_back_from)
    return {
        "kept": list(kept_generations(home)),
        "rollback": {"generation": history.current, "rolled_back_from": back} if back else None,
    }
