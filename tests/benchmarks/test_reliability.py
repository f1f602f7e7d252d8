"""The table of reliability: what was stated beside what came true, and counts that the product can read."""

import json
from dataclasses import replace

import pytest
from judged_figures import Judged, judge_figures
from participant_reliability import judge_participants
from reliability import (
    FIGURES,
    PARTICIPANTS,
    brier_score,
    calibration_error,
    count_classes,
    cross_validate,
    main,
    report,
    sort_into_bins,
    write_counts,
)

SCORER = """
def assign(wanted, read):
    (row,) = wanted
    return [(0, at, {"unit": each["unit"] == row["unit"]}) for at, each in enumerate(read) if each["value"] == row["value"]]
"""


def judged(text_id, method, is_right):
    return Judged(text_id, method, 0.5, is_right)


def test_bins_are_narrow_at_the_top_and_hold_both_ends():
    bins = sort_into_bins([(0.0, False), (0.29, False), (0.3, True), (0.94, True), (0.95, True), (1.0, True)])
    assert [len(each) for each in bins] == [2, 1, 0, 0, 0, 1, 2]


def test_statements_that_come_true_as_often_as_stated_have_no_calibration_error():
    assert calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)]) == pytest.approx(0)
    assert calibration_error([(0.75, False)] * 4) == pytest.approx(0.75)


def test_brier_score_is_the_mean_squared_distance():
    assert brier_score([(1.0, True), (0.5, False)]) == pytest.approx(0.125)


def test_text_states_nothing_by_its_own_figures():
    figures = [judged("lone", "digits.money", False), *(judged(f"{n}", "digits.money", True) for n in range(30))]
    for deal in cross_validate(figures, FIGURES.class_of):
        (lone,) = [stated for stated, is_right in deal if not is_right]
        assert len(deal) == 31
        assert lone > 0.95


def test_counts_are_written_as_the_product_reads_them(tmp_path):
    figures = [judged("a", "digits.money", True), judged("a", "words.money", False), judged("b", "vague.count", True)]
    write_counts(tmp_path / "confidence.csv", "# of {total} read", count_classes(figures, FIGURES.class_of))
    source, *rows = (tmp_path / "confidence.csv").read_text().splitlines()
    assert source == "# of 3 read"
    assert rows == ["class,right,read", "own.derived.count,1,1", "own.plain.money,1,2"]


@pytest.fixture
def folder(tmp_path):
    for name in ("figures", "facts"):
        (tmp_path / name).mkdir()
    (tmp_path / "figures/score.py").write_text(SCORER)
    sentence = {"id": 1, "sentence": "The fair drew 300 guests.", "quantities": [{"value": 300, "unit": "visitor"}]}
    (tmp_path / "figures/fair_dev.jsonl").write_text(json.dumps(sentence) + "\n")
    text = "Some 40 tall ships came to the bay. The mast of one is 30 metres tall. Nine sank, 12 per cent."
    (tmp_path / "facts/articles.json").write_text(json.dumps([{"id": "bay", "text": text}]))
    figures = [
        {"quote": "Some 40 tall ships", "text": "40 tall ships", "value": 40, "unit": "ship"},
        {"quote": "is 30 metres tall", "text": "30 metres", "value": 30, "unit": "foot"},
        {"quote": "12 per cent", "text": "12 per cent", "value": 12, "unit": "percent", "optional": True},
        {"quote": "of the headline", "text": "headline", "value": 7, "unit": "line"},
    ]
    note = {"id": "bay", "figures": figures, "participants": [], "events": []}
    (tmp_path / "facts/gold.jsonl").write_text(json.dumps(note) + "\n")
    return tmp_path


def test_figure_is_right_where_value_and_unit_are(folder, language_model):
    found = judge_figures(folder, language_model)
    assert [(each.text_id, each.is_right) for each in found if each.text_id != "bay"] == [("fair_dev 1", False)]
    right = [(each.method, each.is_right) for each in found if each.text_id == "bay"]
    assert right[:2] == [("digits.count", True), ("digits.length", False)]
    assert all(not method.startswith("digits.percent") for method, _ in right)


def test_folder_that_lacks_a_file_is_told_which(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["reliability", str(tmp_path / "absent")])
    with pytest.raises(SystemExit, match="absent is no folder"):
        main()
    with pytest.raises(SystemExit, match=r"lacks .*score\.py, .*articles\.json, .*gold\.jsonl, figures/\*_dev\.jsonl"):
        judge_figures(tmp_path, None)


STORY = (
    "Ingrid Solberg of Orbit Bank opened the harbour. The French government thanked Solberg. "
    "Fifty pilots boycotted the ceremony, and dockers blocked the gate. Some musicians left early, said Maria Holm. "
    "Anna Lindqvist praised the pilots."
)


@pytest.fixture
def story(tmp_path):
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts/articles.json").write_text(
        json.dumps([{"id": "harbour", "title": "Harbour opens", "text": STORY}])
    )
    participants = [
        {"name": "Solberg", "aliases": ["Ingrid Solberg"], "kind": "person"},
        {"name": "Orbit Bank", "aliases": [], "kind": "place"},
        {"name": "France", "aliases": ["the French government"], "kind": "country"},
        {"name": "the harbour pilots", "kind": "group", "headcount": "Fifty pilots"},
        {"name": "Anna Lindqvist", "kind": "person", "optional": True},
    ]
    events = [
        {"quote": "opened the harbour"},
        {"quote": "dockers blocked the gate"},
        {"quote": "of the headline alone"},
    ]
    note = {"id": "harbour", "participants": participants, "events": events}
    (tmp_path / "facts/gold.jsonl").write_text(json.dumps(note) + "\n")
    return tmp_path


def test_participant_is_right_where_a_form_of_its_name_and_its_kind_are(story, language_model):
    found = judge_participants(story, language_model)
    judged = {(each.method, each.is_right) for each in found}
    assert len(found) == 6
    # The bank is no place, nobody expected Holm, and dockers are not among those who took part in what was listed.
    assert judged == {
        ("person.full.described", True),
        ("organisation.full.mentioned", False),
        ("country.full.acting", True),
        ("counted.full.acting", True),
        ("uncounted.word.acting", False),
        ("person.full.acting", False),
    }


def test_fit_writes_the_counts_of_a_folder_and_states_by_them(story, language_model, tmp_path, capsys):
    sort = replace(PARTICIPANTS, table=tmp_path / "counts.csv")
    report(sort, sort.judge(story, language_model), is_fit=True)
    source, *rows = sort.table.read_text().splitlines()
    assert "of 6 read" in source
    assert "person.full.acting,0,1" in rows
    shown = capsys.readouterr()
    assert "As the participants state it" in shown.out
    assert "counts.csv: 6 classes from 6 participants" in shown.err


def test_folder_without_articles_is_told_what_it_lacks(tmp_path):
    with pytest.raises(SystemExit, match=r"lacks .*articles\.json, .*gold\.jsonl"):
        judge_participants(tmp_path, None)
