"""Looking for what was erased in every place of a home: bodies, batches, warehouse and published files, docs, logs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from extract.erasure.graves import Graves
from extract.erasure.masking import mask_page, mask_value
from extract.errors import BatchError
from extract.pipeline.context import Context, require_file_home
from extract.pipeline.erasing.files import GENERATED, SET_ASIDE, other_files
from extract.pipeline.erasing.texts import UNREADABLE, texts_of
from extract.pipeline.keeping_out import KNOWN_BY
from extract.store.batches import BatchStore
from extract.store.pages import PageStore

# So many finds are named for a place; the rest is a number.
_MAX_NAMED = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of place that was looked through: how many files, and where something was left (the first few)."""

    name: str
    looked_at: int
    left: int
    where: tuple[str, ...] = ()


def verify_home(context: Context, graves: Graves) -> list[Place]:
    """Every place of a home with what is left there of what the tombstones cover. Nothing is changed."""
    require_file_home(context, "erase")
    places: list[tuple[str, Callable[[Context, Graves], Iterator[tuple[str, bool]]]]] = [
        ("page bodies", _in_bodies),
        ("batches", _in_batches),
        ("warehouse and published files", _in_warehouses),
        ("gate reports and dbt", _in_generated),
        ("docs, reports, logs, inbox and other files", _in_others),
    ]
    return [_count(name, find(context, graves)) for name, find in context.watch("verify", places, len(places))]


def _count(name: str, found: Iterator[tuple[str, bool]]) -> Place:
    looked_at, left = 0, []
    for where, is_left in found:
        looked_at += 1
        if is_left:
            left.append(where)
    return Place(name, looked_at, len(left), tuple(left[:_MAX_NAMED]))


def has_covered(graves: Graves, text: str) -> bool:
    """Whether a value is or holds what is covered."""
    masked = mask_value(graves, text)
    return bool(masked.names or masked.addresses) or graves.of_address(text) is not None


def _in_bodies(context: Context, graves: Graves) -> Iterator[tuple[str, bool]]:
    from extract.articles.charset import decode_body

    pages = PageStore(context.settings.home)
    for page_id in pages.ids():
        try:
            masked = mask_page(graves, decode_body(pages.get(page_id)).text, None)
        except BatchError as error:
            yield error.message, True
            continue
        is_twice = pages.path(page_id).exists() and pages.masked_path(page_id).exists()
        yield str(pages.path(page_id)), bool(masked.names or masked.addresses or is_twice)


def _in_batches(context: Context, graves: Graves) -> Iterator[tuple[str, bool]]:
    for path in sorted(BatchStore(context.settings.home).folder.rglob("*.parquet")):
        try:
            table = pq.read_table(path)
        except (OSError, pa.ArrowException):
            yield f"{path} cannot be read", True
            continue
        yield str(path), any(_has_column(graves, table, name) for name in table.column_names)


def _has_column(graves: Graves, table: pa.Table, name: str) -> bool:
    column = table.column(name)
    if pa.types.is_list(column.type):
        column = pa.chunked_array([chunk.flatten() for chunk in column.chunks] or [[]], type=column.type.value_type)
    if not pa.types.is_string(column.type):
        return False
    return any(_is_covered(graves, name, text) for text in column.unique().to_pylist() if text)


def _is_covered(graves: Graves, column: str, text: str) -> bool:
    if column in KNOWN_BY:
        return graves.of_address(text) is not None
    return has_covered(graves, text) or (column == "publisher_name" and graves.of_publisher(text) is not None)


def _in_warehouses(context: Context, graves: Graves) -> Iterator[tuple[str, bool]]:
    from extract.store.erasure import read_texts, warehouse_files

    for path in warehouse_files(context.settings.home):
        texts = read_texts(path)
        left = next((table for table, column, text in texts if _is_covered(graves, column, text)), None)
        yield f"{path}, table {left}" if left else str(path), left is not None


def _in_generated(context: Context, graves: Graves) -> Iterator[tuple[str, bool]]:
    for name in GENERATED:
        yield from _in_files(graves, sorted(p for p in (context.settings.home / name).rglob("*") if p.is_file()))


def _in_others(context: Context, graves: Graves) -> Iterator[tuple[str, bool]]:
    home = context.settings.home
    yield from _in_files(graves, list(other_files(home)))
    yield from ((f"{path} was set aside by a restore: remove it", True) for path in sorted(home.glob(SET_ASIDE)))


def _in_files(graves: Graves, paths: list[Path]) -> Iterator[tuple[str, bool]]:
    for path in paths:
        try:
            yield str(path), graves.of_address(str(path)) is not None or any(_holds(graves, t) for t in texts_of(path))
        except UNREADABLE as error:
            yield f"{path} cannot be read: {error}", True


def _holds(graves: Graves, text: str) -> bool:
    masked = mask_page(graves, text, None)
    return bool(masked.names or masked.addresses)
