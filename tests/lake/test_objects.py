"""Objects of the S3 store: whole or absent, and clear words where the store cannot be asked."""

import socket
from dataclasses import replace

import pytest
from lakes import new_bucket
from servers import s3

from extract.errors import LakeUnreachable
from extract.store.objects import ObjectStore

pytestmark = [pytest.mark.extended, pytest.mark.xdist_group("lake")]


@pytest.fixture
def objects(place) -> ObjectStore:
    return ObjectStore(place)


def test_what_was_written_is_read_listed_and_gone_when_removed(objects):
    for name in ("pages/ab/one.gz", "pages/two.gz", "other/three"):
        objects.write(name, name.encode())
    assert objects.read("pages/ab/one.gz") == b"pages/ab/one.gz"
    assert objects.names("pages") == ["pages/ab/one.gz", "pages/two.gz"]
    assert objects.read_all(["other/three", "none"]) == {"other/three": b"other/three", "none": None}
    assert objects.listing("other")["other/three"] == objects.find("other/three")
    assert objects.remove("pages/ab/one.gz")
    assert not objects.remove("pages/ab/one.gz")
    assert objects.names("pages") == ["pages/two.gz"]
    assert objects.find("pages/ab/one.gz") is None
    assert objects.read("pages/ab/one.gz") is None


def test_a_name_is_a_path_below_the_store(objects, place):
    objects.write("x/y", b"1")
    assert objects.uri("x/y") == f"{place.store}/x/y"
    assert ObjectStore(replace(place, store=f"s3://{place.bucket}")).names("") == ["news/lake/x/y"]
    assert ObjectStore(replace(place, store=f"s3://{place.bucket}/news/other")).names("") == []


def test_what_is_written_again_is_replaced_and_may_be_large_or_empty(objects):
    large = bytes(range(256)) * 50_000
    for data in (b"old", large, b"", b"new"):
        objects.write("name", data)
        assert objects.read("name") == data


def test_more_objects_than_one_answer_lists_are_all_listed(objects):
    names = [f"many/{number:04}" for number in range(1003)]
    for name in names:
        objects.write(name, b"")
    assert objects.names("many") == names


@pytest.mark.usefixtures("lake_settings")
def test_a_process_killed_before_its_write_has_written_nothing(objects, run_python):
    write = """
from extract.pipeline.context import open_context
from extract.store.objects import ObjectStore
ObjectStore(open_context().lake).write("name", b"new")
"""
    objects.write("name", b"old")
    assert run_python(write, failpoint="object.write=kill").returncode == -9
    assert objects.read("name") == b"old"
    assert run_python(write, failpoint="object.written=kill").returncode == -9
    assert objects.read("name") == b"new"


def _said(place, **kwargs) -> str:
    """What each kind of request says of a store that cannot be asked; all say the same."""
    objects = ObjectStore(place, **kwargs)
    said = set()
    for ask in (
        lambda: objects.read("a"), lambda: objects.write("a", b"1"), lambda: objects.names("a"), lambda: objects.find("a"),
        lambda: objects.remove("a"),
    ):  # fmt: skip
        with pytest.raises(LakeUnreachable) as error:
            ask()
        assert place.secret not in str(error.value)
        said.add((error.value.message.split(" (")[0], error.value.hint))
    (one,) = said
    return "; ".join(one)


def test_a_server_that_is_not_there_is_named_with_its_setting(place):
    away = replace(place, endpoint="http://127.0.0.1:9")
    assert _said(away) == (
        "http://127.0.0.1:9 does not answer; see that the S3 store runs and can be reached, or mend DAYBOOK_LAKE_ENDPOINT"
    )


def test_a_bucket_that_is_not_there_is_no_empty_one(place):
    assert _said(replace(place, store="s3://no-such-bucket/x")) == (
        f"{place.endpoint} has no bucket no-such-bucket; make the bucket no-such-bucket, or mend DAYBOOK_LAKE_STORE"
    )


def test_a_key_that_the_store_does_not_know_is_named(place):
    # So many requests need no key: the one that makes the bucket.
    with s3(INITIAL_NO_AUTH_ACTION_COUNT="1") as server:
        bucket = new_bucket(server)
        said = _said(replace(place, endpoint=server, store=f"s3://{bucket}"))
    assert said == (
        f"{server} refuses the key to the bucket {bucket}; mend DAYBOOK_LAKE_KEY_ID and DAYBOOK_LAKE_SECRET, "
        "or let the key read, write, list and delete there"
    )


def test_a_server_that_never_answers_is_given_up(place):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(8)
        asked = ObjectStore(replace(place, endpoint=f"http://127.0.0.1:{deaf.getsockname()[1]}"), answer_seconds=1)
        with pytest.raises(LakeUnreachable, match="does not answer"):
            asked.read("a")
