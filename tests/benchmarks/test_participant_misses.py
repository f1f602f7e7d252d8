"""The table of misses: each class is told from what the text and the reading say."""

import json

import pytest
from participant_misses import find_misses, find_name_misses, show
from participant_pairs import read_annotated

TEXT = (
    "Mayor Ana Ruiz opened the harbour on Monday. The Tide Bank paid for it, and Peru lent 12 cranes. "
    "About 40 dockers blocked the gate. Kwame Mensah criticised Ruiz, and Ada Falk resigned."
)
EXPECTED = [
    {"name": "Ana Maria Ruiz", "aliases": ["Ana Ruiz", "Ruiz"], "kind": "person"},
    {"name": "Tide Bank", "aliases": ["bank of the tides"], "kind": "person"},
    {"name": "Peru", "aliases": [], "kind": "country"},
    {"name": "gate", "aliases": [], "kind": "organisation"},
    {"name": "About 40 dockers", "kind": "group", "headcount": "40 dockers"},
    {"name": "nobody here", "aliases": [], "kind": "person"},
    {"name": "Ada Falk", "aliases": [], "kind": "person", "optional": True},
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "facts").mkdir()
    articles = [{"id": "harbour", "title": "", "text": TEXT, "published": "2025-07-07"}]
    (tmp_path / "facts/articles.json").write_text(json.dumps(articles))
    (tmp_path / "facts/gold.jsonl").write_text(
        json.dumps({"id": "harbour", "participants": EXPECTED, "events": []}) + "\n"
    )
    return tmp_path


def test_each_miss_has_its_class(folder, language_model):
    (one,) = read_annotated(folder, language_model)
    found = {(miss.kind, miss.expected or miss.read) for miss in find_misses(one)}
    assert found == {
        ("name not the fullest", "Ana Maria Ruiz"),
        ("kind wrong", "Tide Bank (person)"),
        ("missed: no name found", "gate"),
        ("headcount wrong", "40 dockers"),
        ("missed: not a name in the text", "nobody here"),
        ("false: person, acting only", "Kwame Mensah (person)"),
    }


def test_the_worst_stand_first(folder, language_model, capsys):
    (one,) = read_annotated(folder, language_model)
    show(list(find_misses(one)), 1)
    shown = capsys.readouterr().out
    assert "6 misses of participants" in shown
    assert "Ana Maria Ruiz" in shown.split("The 1 worst")[1]
    assert "Kwame" not in shown


def test_names_of_sentences_are_compared_where_the_file_is(folder, language_model):
    assert list(find_name_misses(folder, language_model)) == []
    (folder / "names").mkdir()
    row = {
        "id": "s1",
        "genre": "news",
        "text": "Ana Ruiz met Ada Falk in Lima.",
        "entities": [{"start": 0, "end": 8, "type": "PER"}],
    }
    (folder / "names/uner_pud.jsonl").write_text(json.dumps(row) + "\n")
    found = [(miss.kind, miss.read) for miss in find_name_misses(folder, language_model)]
    assert found == [("name in a sentence: false", "Ada Falk"), ("name in a sentence: false", "Lima")]


def test_folder_without_articles_is_told_what_it_lacks(tmp_path):
    with pytest.raises(SystemExit, match=r"lacks .*articles\.json"):
        list(read_annotated(tmp_path, None))
