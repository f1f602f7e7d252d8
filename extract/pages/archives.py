"""Pages from WARC archives (.warc, .warc.gz, .warc.zst): every record is read, stepped over with a reason, or told as a loss."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from extract.contract.keys import page_id
from extract.contract.tables import Page
from extract.errors import InputError, PageError
from extract.pages.archive_frames import ArchiveLoss, read_frames
from extract.pages.archive_records import ArchivedPage, ArchiveEntry, ArchiveRecord, find_page
from extract.pages.opt_outs import HEAD_BYTES, read_opt_outs

ENDINGS = (".warc", ".warc.gz", ".warc.zst")


def find_archives(path: Path) -> list[Path]:
    """The archive, or those of the folder, sorted. Raises InputError where there is no such path."""
    if path.is_dir():
        return sorted(one for one in path.rglob("*") if one.name.lower().endswith(ENDINGS) and one.is_file())
    if not path.is_file():
        raise InputError(f"{path} does not exist", hint=f"name a {', '.join(ENDINGS)} file, or a folder of them")
    return [path]


def is_archive(path: Path) -> bool:
    """Whether a path is an archive by its name."""
    return path.name.lower().endswith(ENDINGS) and not path.is_dir()


def split_archives(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Files and folders for pages of their own, and every archive among them or in the folders, each once."""
    others = [path for path in paths if not is_archive(path)]
    holders = [path for path in paths if path.is_dir() or is_archive(path)]
    return others, list(dict.fromkeys(archive for path in holders for archive in find_archives(path)))


def read_archive(
    path: Path, start: int = 0, stop: int | None = None, skipped: Counter[str] | None = None
) -> Iterator[ArchiveRecord | ArchiveLoss]:
    """The pages in an archive, and the losses between them, in the order of the file. Memory does not grow with the archive.

    start, stop: bytes; the records that start in between. start must be the offset of an entry, a record or a loss.
    skipped: counts what is no page, by reason: warcinfo, request, revisit ..., redirect, error_status, not_html.
    Raises InputError where the file cannot be opened or read.
    """
    for found in _entries(path, start, stop, skipped):
        yield found if isinstance(found, ArchiveLoss) else found.read()


def index_archive(
    path: Path, start: int = 0, stop: int | None = None, skipped: Counter[str] | None = None
) -> Iterator[ArchiveEntry | ArchiveLoss]:
    """Where the pages of an archive lie, bodies left as they are: `read_archive` may still refuse some. Arguments as there."""
    for found in _entries(path, start, stop, skipped):
        yield found if isinstance(found, ArchiveLoss) else found.entry


def read_record(path: Path, offset: int, uri: str | None = None, captured: str | None = None) -> ArchiveRecord:
    """The page whose record starts at the byte `offset`; `uri` and `captured` tell it from others in the same gzip member.

    Raises PageError where no page lies there (the archive was changed or is damaged), InputError where it cannot be read.
    """
    for found in read_archive(path, offset, offset + 1):
        if isinstance(found, ArchiveLoss):
            raise PageError(found.reason, f"{path} at {offset:,}: {found.detail}")
        if uri in (None, found.uri) and captured in (None, found.captured):
            return found
    raise PageError("not_in_archive", f"{path} has no page {uri or ''} at byte {offset:,}")


def read_archive_pages(
    path: Path, start: int = 0, stop: int | None = None, skipped: Counter[str] | None = None
) -> Iterator[tuple[Page, bytes] | ArchiveLoss]:
    """The pages of an archive as rows with their bodies, and the losses. Arguments as of `read_archive`."""
    for found in read_archive(path, start, stop, skipped):
        yield found if isinstance(found, ArchiveLoss) else (page_of(found), found.body)


def page_of(record: ArchiveRecord) -> Page:
    """The row of an archived page: its address is the record's, captured when the record says."""
    lines = [(name, line) for name, value in record.headers.items() for line in value.split("\n")]
    return Page(
        page_id=page_id(record.body),
        page_uri=record.uri,
        captured=record.captured,
        captured_at=datetime.fromisoformat(record.captured).astimezone(UTC),
        media_type=record.media_type,
        length_bytes=len(record.body),
        url=record.uri,
        http_charset=record.http_charset,
        opt_outs=read_opt_outs(lines, record.body[:HEAD_BYTES]),
    )


def _entries(
    path: Path, start: int, stop: int | None, skipped: Counter[str] | None
) -> Iterator[ArchivedPage | ArchiveLoss]:
    counts = Counter[str]() if skipped is None else skipped
    try:
        with path.open("rb") as file:
            for frame in read_frames(file, start):
                if stop is not None and frame.offset >= stop:
                    return
                found = frame if isinstance(frame, ArchiveLoss) else find_page(frame)
                if isinstance(found, str):
                    counts[found] += 1
                else:
                    yield found
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}", hint="name a .warc or .warc.gz file") from error
