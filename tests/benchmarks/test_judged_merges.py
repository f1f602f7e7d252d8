from collections import Counter

from judged_merges import precision, print_judged, read_judged, shares


def test_each_merge_was_read_once_and_told_right_wrong_or_unsure():
    rows = read_judged()
    assert {row["verdict"] for row in rows} == {"yes", "no", "cannot"}
    assert len({(row["one"], row["other"]) for row in rows}) == len(rows)
    assert min(Counter(row["what"] for row in rows).values()) >= 100
    assert all(row["why"] for row in rows if row["verdict"] == "no")


def test_what_nobody_can_tell_counts_for_nothing():
    row = {"what": "event", "rule": "words", "score": "0.75"}
    found = shares({**row, "verdict": verdict} for verdict in ("yes", "yes", "no", "cannot"))
    assert [subset for _, subset in found] == ["all", "rule words", "score from 0.7"]
    assert {precision(verdicts) for verdicts in found.values()} == {2 / 3}
    assert precision(Counter({"cannot": 2})) is None


def test_the_table_is_printed(capsys):
    print_judged()
    assert "entity" in capsys.readouterr().out
