"""The table of reliability: what was stated beside what came true, and counts that the product can read."""

import json

import pytest
from judged_figures import Judged, judge_figures
from reliability import (
    brier_score,
    calibration_error,
    count_classes,
    cross_validate,
    main,
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
    for deal in cross_validate(figures):
        (lone,) = [stated for stated, is_right in deal if not is_right]
        assert len(deal) == 31
        assert lone > 0.95


def test_counts_are_written_as_the_product_reads_them(tmp_path):
    figures = [judged("a", "digits.money", True), judged("a", "words.money", False), judged("b", "vague.count", True)]
    write_counts(tmp_path / "confidence.csv", count_classes(figures))
    source, *rows = (tmp_path / "confidence.csv").read_text().splitlines()
    assert source.startswith("# ")
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
    (tmp_path / "facts/gold.jsonl").write_text(json.dumps({"id": "bay", "figures": figures}) + "\n")
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
