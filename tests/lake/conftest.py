"""A lake of one's own: a database in a real PostgreSQL, a bucket in a real S3 store, each server a process of its own."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.pipeline.context import Context
from extract.store.lake.place import LakePlace

# Behind all others: what tests elsewhere import by the name of `conftest` stays theirs.
sys.path += [str(Path(__file__).parents[1] / "orchestration"), str(Path(__file__).parent)]
from lakes import as_environment, context_of, new_bucket, new_database
from servers import postgres, s3


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server's database `postgres`, by a role that may do everything."""
    with postgres() as address:
        yield address.replace("+psycopg2", "")


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of an S3 store."""
    with s3() as address:
        yield address


@pytest.fixture
def catalog(postgres_server) -> Iterator[str]:
    """The address of an empty database."""
    with new_database(postgres_server) as address:
        yield address


@pytest.fixture
def bucket(s3_server) -> str:
    """The name of an empty bucket."""
    return new_bucket(s3_server)


@pytest.fixture
def place(catalog, bucket, s3_server) -> LakePlace:
    """A lake that nobody has written to."""
    return LakePlace(catalog, f"s3://{bucket}/news/lake", endpoint=s3_server, key_id="daybook", secret="not a secret")  # noqa: S106


@pytest.fixture
def lake_settings(place, tmp_path, monkeypatch) -> LakePlace:
    """The lake, as the settings of this process and of those it starts."""
    for name, value in {**as_environment(place), "DAYBOOK_HOME": str(tmp_path / "home")}.items():
        monkeypatch.setenv(name, value)
    return place


@pytest.fixture
def lake_context(place, tmp_path) -> Context:
    """A worker of the lake, with a home of its own for what stays on its machine."""
    return context_of(place, tmp_path / "home")
