"""Pages from files, folders and archives, one after the other, without a warehouse: what `daybook extract` reads."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.errors import PageError
from extract.pages.archive_frames import ArchiveLoss
from extract.pages.archives import ENDINGS, find_archives, read_archive_pages
from extract.pages.files import find_pages, read_page
from extract.pipeline.sandbox import ReadPage


def read_pages(paths: Sequence[Path], captured: str | None = None) -> tuple[Iterator[ReadPage], int]:
    """The pages of files, folders and archives, and how many there are: 0 where archives are among them and nobody knows.

    captured: when the files were captured; archives say it themselves. Raises InputError for a path that is not there.
    """
    files = list(find_pages([path for path in paths if not _is_archive(path)]))
    archives = [archive for path in paths if path.is_dir() or _is_archive(path) for archive in find_archives(path)]

    def read() -> Iterator[ReadPage]:
        for page in files:
            try:
                yield ReadPage(page.page_uri, *read_page(page, captured))
            except PageError as error:
                yield ReadPage(page.page_uri, refused=error)
        for path in dict.fromkeys(archives):
            yield from _read_archive(path)

    return read(), 0 if archives else len(files)


def _is_archive(path: Path) -> bool:
    return path.name.lower().endswith(ENDINGS) and not path.is_dir()


def _read_archive(path: Path) -> Iterator[ReadPage]:
    is_empty = True
    for found in read_archive_pages(path):
        is_empty = False
        if isinstance(found, ArchiveLoss):
            yield ReadPage(f"{path}#{found.offset}", refused=PageError(found.reason, found.detail))
        else:
            page, body = found
            yield ReadPage(page.page_uri, page, body)
    if is_empty:
        # Requests, JSON and pictures are passed over without a word; an archive of nothing else is told.
        yield ReadPage(str(path), refused=PageError("no_page", f"{path} holds no page"))
