"""Lakes for tests: where one is, told to a context or to a process, and new databases and buckets."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psycopg2

from extract.pipeline.context import Context, open_context
from extract.settings import load_settings
from extract.store.candidate import open_candidate
from extract.store.lake.place import LakePlace
from extract.store.load import load_batch
from extract.store.publish import publish_candidate

_NAMES = ("catalog", "store", "endpoint", "region", "key_id", "secret")


def context_of(place: LakePlace, home: Path, **settings: object) -> Context:
    """A worker of a lake. home: its own folder."""
    said = {f"lake_{name}": getattr(place, name) for name in _NAMES}
    return open_context(load_settings(home=home, warehouse="lake", **said, **settings))


def as_environment(place: LakePlace) -> dict[str, str]:
    """What a process is told of a lake."""
    return {"DAYBOOK_WAREHOUSE": "lake"} | {f"DAYBOOK_LAKE_{name.upper()}": getattr(place, name) for name in _NAMES}


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """The address of a new database of a server, which goes at the end with all who are connected."""
    name = f"lake_{secrets.token_hex(6)}"
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"create database {name}")
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            cursor.execute(f"drop database {name} with (force)")
    connection.close()


def new_bucket(server: str) -> str:
    """The name of a new bucket of a store."""
    name = f"daybook-{secrets.token_hex(6)}"
    httpx.put(f"{server}/{name}").raise_for_status()
    return name


def publish_batches(place: LakePlace, make_marts, *batches, is_published: bool = True, **more: object):
    """Load made-up batches and make their marts, and publish them where that is asked for; gives the publication."""
    with open_candidate(place) as candidate:
        for batch in batches:
            load_batch(candidate, batch)
        make_marts(candidate)
    return publish_now(place, **more) if is_published else None


def publish_now(place: LakePlace, **more: object):
    """Publish what is in a lake."""
    return publish_candidate(
        place, daybook_version="0", run_id="r", published_at=datetime(2025, 7, 4, tzinfo=UTC), **more
    )
