"""The version of the marts says what changed in their columns: major for one that goes or is retyped, minor for a new one."""

import importlib.util
import sys
from pathlib import Path

import pytest

from extract.store.project import MartColumn

_spec = importlib.util.spec_from_file_location("marts_version", Path(__file__).with_name("marts_version.py"))
marts_version = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = marts_version
_spec.loader.exec_module(marts_version)
Line = marts_version.Line

PROMISED = [
    Line("events", "event_id", "varchar", "1.0.0", ""),
    Line("events", "title", "varchar", "1.0.0", ""),
    Line("events", "headline", "varchar", "1.0.0", "1.1.0"),
]


def column(name, kind="varchar", deprecated_since=None):
    return MartColumn("events", name, kind, deprecated_since, None)


ID, TITLE, HEADLINE = column("event_id"), column("title"), column("headline", deprecated_since="1.1.0")


def test_the_version_allows_what_changed_since_the_last_release():
    _, complaints = marts_version.state()
    assert complaints == [], "\n".join(complaints)


@pytest.mark.parametrize(
    ("now", "version", "complaint"),
    [
        ([ID, TITLE, HEADLINE], "1.1.0", None),
        ([ID, TITLE, HEADLINE, column("place")], "1.1.1", "events.place is new: raise the minor number"),
        ([ID, TITLE, HEADLINE, column("place")], "1.2.0", None),
        (
            [ID, column("title", "bigint"), HEADLINE],
            "1.2.0",
            "events.title was varchar and is bigint: raise the major number",
        ),
        ([ID, column("title", "bigint"), HEADLINE], "2.0.0", None),
        ([ID, HEADLINE], "2.0.0", "events.title is gone and was not deprecated in 1.1.0: keep it for one release"),
        ([ID, TITLE], "1.2.0", "events.headline is gone: raise the major number"),
        ([ID, TITLE], "2.0.0", None),
    ],
)
def test_a_change_that_the_version_does_not_tell_is_named_with_what_to_do(now, version, complaint):
    lines, complaints = marts_version.compare(PROMISED, now, version, "1.1.0")
    if complaint is None:
        assert complaints == []
        assert [(line.column, line.type) for line in lines] == [(given.name, given.data_type) for given in now]
    else:
        (said,) = complaints
        assert said.startswith(complaint)


def test_one_deprecated_since_the_last_release_is_not_gone_with_the_next():
    just_now = [*PROMISED[:2], Line("events", "headline", "varchar", "1.0.0", "2.0.0")]
    _, complaints = marts_version.compare(just_now, [ID, TITLE], "2.0.0", "1.1.0")
    assert "was not deprecated in 1.1.0" in complaints[0]


def test_before_the_first_release_nothing_is_promised_and_after_it_every_release_counts():
    assert marts_version.compare(PROMISED, [ID], "1.0.0", None)[1] == []
    assert marts_version.last_release("## Unreleased\n") is None
    assert marts_version.last_release("## 0.3.0 (marts 1.10.0)\n## 0.2.0 (marts 1.9.0)\n") == "1.10.0"


def test_a_column_that_came_since_the_release_may_go_again():
    lines = [*PROMISED, Line("events", "place", "varchar", "1.2.0", "")]
    assert marts_version.compare(lines, [ID, TITLE, HEADLINE], "1.2.0", "1.1.0")[1] == []
