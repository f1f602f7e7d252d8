"""The table of misses of events: each class is told from what the text and the reading say."""

import json

import pytest
from event_misses import FIXES, find_misses, show
from participant_pairs import read_annotated

TEXT = (
    "Police in Lima arrested the banker Ana Ruiz on Monday. The ferry hummed along the quay. "
    "The Tide Bank will open a branch in Cusco."
)


def event(rank, kind, quote, trigger, **other):
    row = {"rank": rank, "type": kind, "title": f"title {rank}", "quote": quote, "trigger": trigger, "also": []}
    row |= {"status": "occurred", "date_start": None, "date_end": None, "date_text": None, "country": None, "roles": []}
    return row | other


EVENTS = [
    event(
        1,
        "DETAIN",
        "Police in Lima arrested the banker Ana Ruiz on Monday.",
        "arrested",
        date_start="2025-07-01",
        date_end="2025-07-01",
        date_text="Tuesday",
        country="BO",
        roles=[{"name": "Ana Ruiz", "role": "affected"}, {"name": "the bankers", "role": "actor"}],
    ),
    event(2, "OTHER", "The ferry hummed along the quay.", "hummed"),
    event(3, "LAUNCH", "The Tide Bank will open a branch in Cusco.", "open"),
    event(4, "AWARD", "This stands in the title alone", "stands"),
    event(5, "HARM", "The ferry hummed along the quay.", "ferry", optional=True),
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "facts").mkdir()
    articles = [{"id": "lima", "title": "Banker arrested", "text": TEXT, "published": "2025-07-07"}]
    people = [{"name": "Ana Ruiz", "kind": "person"}, {"name": "the bankers", "kind": "group"}]
    (tmp_path / "facts/articles.json").write_text(json.dumps(articles))
    (tmp_path / "facts/gold.jsonl").write_text(
        json.dumps({"id": "lima", "participants": people, "events": EVENTS}) + "\n"
    )
    return tmp_path


def test_each_miss_has_its_class_and_a_fix(folder, language_model):
    (one,) = read_annotated(folder, language_model)
    found = {(miss.kind, miss.rank) for miss in find_misses(one)}
    assert {
        ("date: other than expected", 1),
        ("country: other than expected", 1),
        ("role: another one of the same participant", 1),
        ("role: group missing", 1),
        ("not read: no word of it is a trigger", 2),
        ("status", 3),
    } <= found
    assert not [rank for _, rank in found if rank in (4, 5)]
    assert {kind for kind, _ in found} <= set(FIXES)


def test_the_headline_stands_first(folder, language_model, capsys):
    (one,) = read_annotated(folder, language_model)
    show(list(find_misses(one)), 1)
    shown = capsys.readouterr().out
    assert "misses of events by class" in shown
    assert "hummed" not in shown.split("The 1 worst")[1]
