"""The benchmark of figures counts fairly and says what is wrong with its input."""

import json
import sys
from pathlib import Path

import pytest
from figure_readers import Quantulum3, show_quantulum3
from figure_scores import score, score_plainly
from figure_sets import BUNDLED, FigureSet, Sentence, read_sentences, read_sets

GOOD = {"id": "a", "sentence": "The fair drew 300 guests.", "quantities": [{"value": 300, "unit": "guest"}]}


def quantity(value, unit="", high=None, code=None):
    return {"value": value, "value_high": high, "unit": unit, "unit_code": code}


def write_set(folder, *rows, name="fair.jsonl"):
    (folder / name).write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
    return folder


def test_bundled_figures_stand_where_they_are_said_to_stand():
    sentences = read_sentences(BUNDLED)
    assert sum(not sentence.quantities for sentence in sentences) == 15
    for sentence in sentences:
        end = 0
        for row in sentence.quantities:
            words = sentence.text[row["start"] : row["end"]]
            assert end <= row["start"], sentence.text
            assert words == words.strip() != "", sentence.text
            end = row["end"]
            assert row["value_high"] is None or row["value"] < row["value_high"], sentence.text


def test_quantity_with_the_right_value_and_another_unit_is_right_in_value_alone():
    sentences = [Sentence("a", "", [quantity(5, "mile"), quantity(7, "hour")])]
    found = score_plainly(sentences, {"a": [quantity(5.0, "mile"), quantity(7.0, "day")]})
    assert (found.value_f1, found.unit_f1) == (1.0, 0.5)


def test_one_reading_answers_one_annotation_and_prefers_that_with_its_unit():
    sentences = [Sentence("a", "", [quantity(5, "mile"), quantity(5, "hour")])]
    found = score_plainly(sentences, {"a": [quantity(5.0, "hour")]})
    assert found.value_f1 == found.unit_f1 == pytest.approx(2 / 3)


def test_range_needs_both_ends():
    sentences = [Sentence("a", "", [quantity(5, high=7)])]
    assert score_plainly(sentences, {"a": [quantity(5.0, high=7.0)]}).value_f1 == 1
    assert score_plainly(sentences, {"a": [quantity(6.0)]}).value_f1 == 0
    assert score_plainly(sentences, {"a": [quantity(5.0)]}).value_f1 == 0


def test_unit_may_be_given_by_its_code_or_in_words():
    sentences = [Sentence("a", "", [quantity(5, "USD"), quantity(9, "kilometre/hour")])]
    read = [quantity(5.0, "dollar", code="USD"), quantity(9.0, "kilometre per hour")]
    assert score_plainly(sentences, {"a": read}).unit_f1 == 1


def test_false_alarms_are_sentences_without_a_figure_in_which_one_is_read():
    sentences = [Sentence(name, "", []) for name in "abcd"]
    found = score_plainly(sentences, {"a": [quantity(1.0), quantity(2.0)]})
    assert (found.false_alarms, found.value_f1, found.unit_f1) == (0.25, 0.0, None)


def test_what_may_be_read_or_not_counts_neither_way():
    sentences = [Sentence("a", "", [quantity(5, "mile"), quantity(1) | {"ignore": True}])]
    assert score_plainly(sentences, {"a": [quantity(5.0, "mile"), quantity(1.0)]}).value_f1 == 1
    assert score_plainly(sentences, {"a": [quantity(5.0, "mile")]}).value_f1 == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "b", "sentence"', "fair.jsonl:2: not JSON"),
        ("[" * 100_000, "fair.jsonl:2: not JSON"),
        ("[1]", "fair.jsonl:2: no `sentence`"),
        ({"id": "b", "sentence": 7, "quantities": []}, "fair.jsonl:2: no `sentence`"),
        ({"id": "b", "sentence": "Seven."}, "fair.jsonl:2: no `quantities`"),
        ({"id": "b", "sentence": "Seven.", "quantities": ["7"]}, "fair.jsonl:2: no `quantities`"),
        ({"id": "b", "sentence": "Seven.", "quantities": [{"value": "7"}]}, "fair.jsonl:2: a quantity's `value`"),
        ({"id": ["b"], "sentence": "Seven.", "quantities": []}, "fair.jsonl:2: `id`"),
        (GOOD, "fair.jsonl:2: the id 'a' occurs twice"),
    ],
)
def test_broken_line_is_named(tmp_path, line, told):
    with pytest.raises(SystemExit) as ended:
        read_sets(write_set(tmp_path, GOOD, line))
    assert told in str(ended.value)


def test_folder_without_sets_is_named(tmp_path):
    with pytest.raises(SystemExit, match="is no folder"):
        read_sets(tmp_path / "absent")
    with pytest.raises(SystemExit, match=r"holds no \.jsonl file"):
        read_sets(tmp_path)
    write_set(tmp_path, "")
    with pytest.raises(SystemExit, match="is empty"):
        read_sets(tmp_path)


def test_own_scorer_of_a_folder_is_asked(tmp_path):
    script = """
import json, sys
gold, predictions = ([json.loads(line) for line in open(path)] for path in sys.argv[1:3])
assert predictions[0]["quantities"][0]["value"] == gold[0]["quantities"][0]["value"] and sys.argv[3] == "--json"
print(json.dumps({"metrics": {"value": {"F1": 12.5}}, "empty_sent_fp_rate": 50.0}))
"""
    (tmp_path / "score.py").write_text(script)
    (which,) = read_sets(write_set(tmp_path, GOOD))
    found = score(which, {"a": [quantity(300.0)]})
    assert (found.value_f1, found.unit_f1, found.false_alarms) == (0.125, None, 0.5)


def test_scorer_that_fails_is_named(tmp_path):
    (tmp_path / "score.py").write_text("raise SystemExit('the moon is full')")
    which = FigureSet(write_set(tmp_path, GOOD) / "fair.jsonl", [], tmp_path / "score.py")
    with pytest.raises(SystemExit, match=r"ended with 1 and no scores: the moon is full"):
        score(which, {})


def test_other_reader_is_given_the_ends_of_its_ranges_but_no_tolerance():
    found = {"value": 6.0, "uncertainty": 1.0, "unit": "mile", "currency": None, "start": 0, "end": 4}
    ends = show_quantulum3(found | {"surface": "5 to 7 miles"})
    assert (ends["value"], ends["value_high"]) == (5.0, 7.0)
    middle = show_quantulum3(found | {"surface": "6 ± 1 miles"})
    assert (middle["value"], middle["value_high"]) == (6.0, None)


def test_other_reader_that_is_missing_or_ends_ends_the_run(tmp_path):
    with pytest.raises(SystemExit, match="make bench-figures"):
        Quantulum3(tmp_path / "python")
    # Our own environment has no quantulum3, and must not.

    with pytest.raises(SystemExit, match="process ended with 1"):
        Quantulum3(Path(sys.executable))
