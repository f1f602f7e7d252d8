"""The files of a home beside pages, batches and warehouse: docs and reports go, logs are masked, the inbox is swept."""

import csv
import io
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from extract.erasure.graves import Graves
from extract.erasure.masking import mask_page
from extract.errors import PageError
from extract.pages.captures import NAME as CAPTURES
from extract.pages.files import FoundPage, find_pages, read_page
from extract.pipeline.context import Context
from extract.pipeline.erasing.texts import mask_blocks, read_text
from extract.pipeline.keeping_out import masked_body
from extract.store.files import write_file
from extract.store.pages import PageStore

# Made from rows: the docs of the gates, what dbt wrote and ran.
GENERATED = ("quality", "dbt")
# Where people may put pages of their own beside ours, which say who made them.
_MIXED = ("docs", "reports")
# Made again or written anew by an erasure itself.
_OF_STEPS = ("batches", "pages", "warehouse", "published", *GENERATED)
# A home that a restore set aside in this one: it may hold all that was erased since.
SET_ASIDE = "replaced-*"
# What people write, too: a list of sources with a hole in it would stop every run.
_NOT_OURS = ("tombstones.jsonl", "erasure.key", "erasing", "ledger.jsonl", "home.json", "sources.yml")
_MADE_BY_US = re.compile(r'<meta name="generator" content="Daybook')


@dataclass(frozen=True, slots=True)
class SweptFiles:
    """How many files went and how many were masked."""

    removed: int
    masked: int


def remove_generated(context: Context, names: Sequence[str] = GENERATED) -> int:
    """Remove what is made anew from rows; returns how many files went."""
    home = context.settings.home
    count = 0
    for name in names:
        count += sum(path.is_file() for path in (home / name).rglob("*"))
        shutil.rmtree(home / name, ignore_errors=True)
    for path in (path for name in _MIXED for path in sorted((home / name).rglob("*.html"))):
        if _MADE_BY_US.search((read_text(path) or "")[:2000]):
            path.unlink()
            count += 1
    return count


def remove_unfinished(context: Context) -> int:
    """Remove what processes that were killed had begun to write; returns how many files went. Have the home to yourself."""
    folders = [context.settings.home / name for name in ("pages", "batches", "warehouse", "published")]
    left = [path for folder in folders for path in folder.rglob("*.tmp*") if path.is_file()]
    for path in left:
        path.unlink()
    return len(left)


def sweep_files(context: Context, graves: Graves) -> SweptFiles:
    """Mask logs and lists, remove pages of the inbox that are kept masked or not at all. Files outside the home are left."""
    removed = masked = 0
    for folder in inboxes(context):
        ours = (found for found in find_pages([folder]) if _is_ours(context, found.path))
        gone = {found.path for found in ours if _is_erased(context, graves, found)}
        for path in gone:
            path.unlink()
        removed += len(gone)
        for captures in sorted(path for path in folder.rglob(CAPTURES) if _is_ours(context, path)):
            masked += _without_lines_of(graves, captures, gone)
    for path in other_files(context.settings.home):
        # A list of captures is a table, and whoever masks an address in it makes it one that cannot be read.
        if path.name != CAPTURES:
            masked += _mask_file(graves, path)
    return SweptFiles(removed, masked)


def inboxes(context: Context) -> list[Path]:
    """The folders that pages are collected from and that lie in the home."""
    return [path for path in context.settings.page_paths if path.is_dir() and _is_ours(context, path)]


def _is_ours(context: Context, path: Path) -> bool:
    """Whether a file lies in the home, wherever a link to it does."""
    return path.resolve().is_relative_to(context.settings.home.resolve())


def other_files(home: Path) -> Iterator[Path]:
    """Every file of a home that is not a page, a batch, a warehouse, made from them, set aside, or about erasure itself."""
    for path in sorted(home.rglob("*")):
        top = path.relative_to(home).parts[0]
        is_other = top not in _OF_STEPS and not fnmatch(top, SET_ASIDE) and path.name not in _NOT_OURS
        if is_other and path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(home.resolve()):
            yield path


def _mask_file(graves: Graves, path: Path) -> int:
    """Mask a text file; returns whether anything was. A log is written in place: somebody may have it open."""
    text = read_text(path)
    fresh = mask_blocks(graves, text) if text is not None else text
    if fresh is None or fresh == text:
        return 0
    if path.suffix == ".log":
        path.write_bytes(fresh.encode())
    else:
        write_file(path, fresh.encode(), mode=path.stat().st_mode & 0o777)
    return 1


def _is_erased(context: Context, graves: Graves, found: FoundPage) -> bool:
    """Whether a page of the inbox was erased, or is kept with blocks only."""
    if any(graves.of_address(one) for one in (found.page_uri, str(found.path.absolute()), found.url)):
        return True
    if graves.of_publisher(found.publisher_name):
        return True
    try:
        page, body = read_page(found)
        is_masked = PageStore(context.settings.home).masked_path(page.page_id).exists()
        return is_masked or graves.of_page(page.page_id) is not None or masked_body(graves, page, body) is not None
    except PageError:
        return False


def _without_lines_of(graves: Graves, path: Path, gone: set[Path]) -> int:
    """Take what was erased out of a list of captures; returns whether there was any."""
    text = read_text(path)
    if text is None:
        return 0
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    except csv.Error:
        # No list that anybody reads; what is left in it is found at the end.
        return 0
    kept = [row for number, row in enumerate(rows) if number == 0 or not _is_line_of(graves, path, row, gone)]
    if kept == rows:
        return 0
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\n").writerows(kept)
    write_file(path, lines.getvalue().encode(), mode=path.stat().st_mode & 0o777)
    return 1


def _is_line_of(graves: Graves, path: Path, row: Sequence[str], gone: set[Path]) -> bool:
    if any(graves.of_address(value) or graves.of_publisher(value) for value in row):
        return True
    return bool(row) and (path.parent / row[0] in gone or mask_page(graves, " ".join(row), None).text != " ".join(row))
