"""Pages from files, folders and archives, one after the other, without a warehouse: what `daybook extract` reads."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from extract.errors import PageError
from extract.pages.archive_frames import ArchiveLoss
from extract.pages.archives import is_archive, read_archive_pages, split_archives
from extract.pages.files import FoundPage, find_pages, read_page
from extract.pipeline.sandbox import ReadPage


def read_pages(paths: Sequence[Path], captured: str | None = None) -> tuple[Iterator[ReadPage], int]:
    """The pages of files, folders and archives, in the order given, and how many: 0 where archives hide how many there are.

    captured: when the files were captured; archives say it themselves. Raises InputError for a path that is not there.
    """
    groups = [list(group) for _, group in groupby(paths, key=is_archive)]
    plan: dict[str, FoundPage | Path] = {}
    for group in groups:
        others, archives = split_archives(group)
        # Named twice, read once.
        plan |= {str(page.path): page for page in find_pages(others)} | {str(path): path for path in archives}

    def read() -> Iterator[ReadPage]:
        for found in plan.values():
            if isinstance(found, FoundPage):
                yield _read_file(found, captured)
            else:
                yield from _read_archive(found)

    has_archives = any(isinstance(found, Path) for found in plan.values())
    return read(), 0 if has_archives else len(plan)


def _read_file(page: FoundPage, captured: str | None) -> ReadPage:
    try:
        return ReadPage(page.page_uri, *read_page(page, captured))
    except PageError as error:
        return ReadPage(page.page_uri, refused=error)


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
