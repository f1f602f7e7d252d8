"""The files of a home beside pages, batches and warehouse: docs and reports go, logs are masked, the inbox is swept."""

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from extract.erasure.graves import Graves
from extract.erasure.masking import mask_value
from extract.errors import PageError
from extract.pages.captures import NAME as CAPTURES
from extract.pages.files import FoundPage, find_pages, read_page
from extract.pipeline.context import Context
from extract.store.files import write_file

# Made from rows: the docs of the gates, those of the tables, what dbt wrote and ran, reports on events.
GENERATED = ("quality", "docs", "dbt", "reports")
# Kept elsewhere, or not ours to change: looked at, and named.
_OTHERS_KEEP = ("batches", "pages", "warehouse", "published", *GENERATED)
# A home that a restore set aside in this one: it may hold all that was erased since.
SET_ASIDE = "replaced-*"
# What people write, too: a list of sources with a hole in it would stop every run.
_NOT_OURS = ("tombstones.jsonl", "erasure.key", "erasing", "ledger.jsonl", "sources.yml")
_MAX_TEXT_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class SweptFiles:
    """How many files went and how many were masked."""

    removed: int
    masked: int


def remove_generated(context: Context, names: Sequence[str] = GENERATED) -> int:
    """Remove what is made anew from rows; returns how many files went."""
    count = 0
    for name in names:
        folder = context.settings.home / name
        count += sum(path.is_file() for path in folder.rglob("*")) if folder.is_dir() else 0
        shutil.rmtree(folder, ignore_errors=True)
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
    home = context.settings.home
    inboxes = [path for path in context.settings.page_paths if path.is_relative_to(home) and path.exists()]
    for found in find_pages(inboxes):
        if _is_erased(context, graves, found):
            found.path.unlink()
            removed += 1
    for folder in sorted({path.parent for inbox in inboxes for path in inbox.rglob(CAPTURES)}):
        masked += _without_lines_of(graves, folder)
    for path in other_files(home):
        if (text := read_text(path)) is not None and (fresh := _masked_lines(graves, text)) != text:
            write_file(path, fresh.encode())
            masked += 1
    return SweptFiles(removed, masked)


def other_files(home: Path) -> Iterator[Path]:
    """Every file of a home that is not a page, a batch, a warehouse, made from them, set aside, or about erasure itself."""
    for path in sorted(home.rglob("*")):
        top = path.relative_to(home).parts[0]
        if fnmatch(top, SET_ASIDE):
            continue
        if top not in _OTHERS_KEEP and path.name not in _NOT_OURS and path.is_file() and not path.is_symlink():
            yield path


def read_text(path: Path) -> str | None:
    """A file's text; None where it is no text in UTF-8, or very large."""
    if path.stat().st_size > _MAX_TEXT_BYTES:
        return None
    data = path.read_bytes()
    if b"\0" in data[:4096]:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _is_erased(context: Context, graves: Graves, found: FoundPage) -> bool:
    """Whether a page of the inbox was erased, or is kept with blocks only."""
    if any(graves.of_address(one) for one in (found.page_uri, str(found.path.absolute()), found.url)):
        return True
    try:
        page, _ = read_page(found)
    except PageError:
        return False
    return context.pages.masked_path(page.page_id).exists()


def _masked_lines(graves: Graves, text: str) -> str:
    """The text with blocks; a line is masked by itself, short forms too where it holds a whole name."""
    return "".join(mask_value(graves, line).text for line in text.splitlines(keepends=True))


def _without_lines_of(graves: Graves, folder: Path) -> int:
    """Take what was erased out of a folder's list of captures; returns whether there was any."""
    path = folder / CAPTURES
    text = read_text(path) if path.exists() else None
    if text is None:
        return 0
    first, *lines = text.splitlines(keepends=True)
    kept = [line for line in lines if mask_value(graves, line).text == line and (folder / _file_of(line)).exists()]
    if kept == lines:
        return 0
    write_file(path, "".join([first, *kept]).encode())
    return 1


def _file_of(line: str) -> str:
    return next(csv.reader([line]), [""])[0]
