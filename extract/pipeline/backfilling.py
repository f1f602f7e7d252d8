"""Backfilling: archives and folders of pages from another time, taken one by one, each under a source name of its own."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import ValidationError

from extract.contract.keys import hash_id
from extract.errors import InputError
from extract.pages.archives import is_archive, split_archives
from extract.pages.files import find_pages
from extract.pages.source_keys import Source
from extract.pipeline.asking import ask_all
from extract.pipeline.context import Context, hold_step
from extract.pipeline.discovering import take_offers
from extract.pipeline.earlier_offers import read_earlier_offers

# Airflow maps a task at most 1,024 times.
_MOST = 1000
_NOT_IN_NAME = re.compile(r"[^a-z0-9]+")


def list_archives(_context: Context, uris: Sequence[str]) -> list[str]:
    """Every WARC archive that the paths and file URIs name or hold, and every folder of pages among them, each once.

    Raises InputError where one does not exist, holds nothing to read, or lies on another machine, and above a thousand.
    """
    paths = [_path_of(uri) for uri in uris]
    others, archives = split_archives(paths)
    folders = [path for path in others if next(iter(find_pages([path])), None) is not None]
    for path in others:
        if path not in folders and not any(path in archive.parents for archive in archives):
            raise InputError(
                f"{path} holds no page and no archive", hint="name a WARC archive, a page, or a folder of them"
            )
    found = [str(path) for path in (*folders, *archives)]
    if len(found) > _MOST:
        raise InputError(
            f"{len(found):,} archives at once are too many: {_MOST:,} at most", hint="name folders one by one"
        )
    return found


def discover_archive(
    context: Context, uri: str, run_id: str | None = None, *, publisher: str | None = None, publish_text: bool = False
) -> list[str]:
    """Put the pages of an archive or a folder in batches; returns every batch that holds pages of it.

    publisher, publish_text: the terms of its pages, as a source in sources.yml has them; given anew, they hold anew. Raises
    InputError where one cannot be.
    """
    path = _path_of(uri)
    said = {"name": _source_name(path), "kind": "archive" if is_archive(path) else "files", "address": str(path)}
    try:
        source = Source.model_validate({**said, "publisher": publisher, "publish_text": publish_text})
    except ValidationError as error:
        raise InputError(f"{error.errors()[0]['loc'][0]}: {error.errors()[0]['msg']}") from error
    with hold_step(context, "discover"):
        earlier = read_earlier_offers(context)
        asked = ask_all(context, [source], earlier)
        again = [offer for offer in earlier.to_try_again({source.name}) if offer.source_name == source.name]
        known = set(asked.offers)
        take_offers(context, earlier, asked, again=again, sources=[source], run_id=run_id)
        taken = read_earlier_offers(context).batches
    # An archive that was read before offers nothing again, a folder all that it has; another source may have named either.
    return [
        batch.batch_id
        for batch in taken
        if any(offer.archive_uri == str(path) or offer.discovery_id in known for offer in batch.offers)
    ]


def _path_of(uri: str) -> Path:
    try:
        parts = urlsplit(uri)
    except ValueError as error:
        raise InputError(f"{uri} is no path: {error}") from error
    if parts.scheme == "file" and parts.netloc in ("", "localhost"):
        return Path(os.path.normpath(unquote(parts.path)))
    if "://" in uri:
        raise InputError(f"{uri} is not on this machine", hint="download it, and name the file")
    # One archive under two spellings is one; links are left as they are.
    return Path(os.path.abspath(uri))  # noqa: PTH100 - pathlib has nothing that takes out `..` and keeps links


def _source_name(path: Path) -> str:
    """A name as sources.yml has them: that of the file, and what tells it from another of that name."""
    said = _NOT_IN_NAME.sub("-", path.name.lower()).strip("-")[:50].strip("-")
    return f"{said or 'archive'}-{hash_id('archive', path)[:8]}"
