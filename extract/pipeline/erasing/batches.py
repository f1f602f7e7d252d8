"""Taking what is covered out of a batch. What later steps made of it is unsealed, and they make it again.

Killed anywhere, a batch is work to do: the steps after it wait until it is done again, and the same erasure goes on from there.
"""

from dataclasses import replace

from extract.contract.derive import arrow_table
from extract.contract.tables import Discovery, Fetch, Page, Reject, Row, SourceCheck
from extract.erasure.graves import Graves
from extract.erasure.masking import mask_page
from extract.pipeline.context import Context, count_rejects, distinct_rejects
from extract.pipeline.erasing.find import Covered, capture_of
from extract.pipeline.keeping_out import covers_reject, mask_row
from extract.runtime.counters import Counts
from extract.store.batches import Manifest, Tables, rows_of

_MADE = ("extract_articles", "read_facts")


def take_out(context: Context, graves: Graves, covered: Covered) -> bool:
    """Take what is covered out of a batch and out of the bodies of its pages; returns whether anything was.

    Bodies of pages that go whole stay until no batch names them: see `remove_orphans`.
    """
    batch_id = covered.batch_id
    if covered.pages or covered.bodies or covered.articles:
        # Before the bodies: a crash must not leave sealed rows that were read from the whole ones.
        for step in _MADE:
            context.batches.unseal(step, batch_id)
    for page_id, body in covered.bodies.items():
        context.pages.put_masked(page_id, body)
    before = context.batches.manifest("discover", batch_id)
    has_changed = before is not None and _rewrite(context, graves, covered, before, None)
    now = context.batches.manifest("discover", batch_id)
    fetched = context.batches.manifest("fetch_pages", batch_id)
    if fetched and before and now:
        given = now.sha256 if fetched.input_sha256 == before.sha256 else fetched.input_sha256
        has_changed |= _rewrite(context, graves, covered, fetched, given)
    return has_changed or bool(covered.bodies or covered.articles)


def remove_orphans(context: Context) -> int:
    """Remove bodies that no batch names, and rows that no manifest seals; returns how many bodies went."""
    named: set[str] = set()
    for batch_id in context.batches.batch_ids("fetch_pages"):
        pages = context.batches.read("fetch_pages", batch_id, Page)
        named |= set(pages.column("page_id").to_pylist())
    orphans = [page_id for page_id in context.pages.ids() if page_id not in named]
    for page_id in orphans:
        context.pages.remove(page_id)
    context.pages.remove_replaced()
    context.batches.remove_leavings()
    return len(orphans)


def _stays(graves: Graves, covered: Covered, row: Row) -> bool:
    if isinstance(row, Discovery):
        return row.discovery_id not in covered.offers
    if isinstance(row, Page):
        return capture_of(row) not in covered.pages
    if isinstance(row, Fetch):
        return not (graves.of_address(row.page_uri) or graves.of_address(row.final_url))
    if isinstance(row, Reject):
        return covers_reject(graves, row) is None
    return not (isinstance(row, SourceCheck) and graves.of_address(row.address))


def _rewrite(context: Context, graves: Graves, covered: Covered, manifest: Manifest, input_sha256: str | None) -> bool:
    """Write a step's batch without the rows that go, and with blocks in those that stay; returns whether any row changed."""
    step, batch_id = manifest.step, manifest.batch_id
    known: dict[str, type[Row]] = {t.table: t for t in (Discovery, SourceCheck, Fetch, Page, Reject)}
    rows = {
        known[name]: rows_of(known[name], context.batches.read(step, batch_id, known[name])) for name in manifest.files
    }
    kept = {
        table: [_masked(graves, row) for row in given if _stays(graves, covered, row)] for table, given in rows.items()
    }
    if covered.refusals and step == "fetch_pages":
        kept[Reject] = [*kept.get(Reject, ()), *covered.refusals]
    if kept == rows and input_sha256 == manifest.input_sha256:
        return False
    # Masked, two rows may have one key.
    rejects = distinct_rejects(row for row in kept.get(Reject, ()) if isinstance(row, Reject))
    tables: Tables = {table: arrow_table(table, rejects if table is Reject else of) for table, of in kept.items()}
    context.batches.write(
        step,
        batch_id,
        tables,
        input_sha256=input_sha256,
        versions=manifest.versions,
        counts=_counts(manifest, tables, rejects),
    )
    return kept != rows


def _masked(graves: Graves, row: Row) -> Row:
    if isinstance(row, Reject):
        # The first lines of a page are source: names in it may be escaped.
        row = replace(row, first_lines=mask_page(graves, row.first_lines, None).text)
    return mask_row(graves, row)


def _counts(manifest: Manifest, tables: Tables, rejects: list[Reject]) -> dict[str, int]:
    counts = Counts()
    pages = tables.get(Discovery) if manifest.step == "discover" else tables.get(Page)
    counts.add("pages", pages.num_rows if pages is not None else 0)
    if unchanged := manifest.counts.get("not_modified"):
        counts.add("not_modified", unchanged)
    count_rejects(counts, rejects)
    return counts.as_dict()
