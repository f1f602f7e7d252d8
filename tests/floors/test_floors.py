"""What the library scores on the golden pages does not fall below its floors."""

import pytest

# One worker scores once.
pytestmark = pytest.mark.xdist_group("floors")


def test_no_score_is_below_its_floor(scores, floors):
    below = [
        f"{metric}: measured {scores[metric]:.3f}, floor {floor:.3f}"
        for metric, floor in floors.items()
        if metric in scores and scores[metric] < floor
    ]
    assert not below, "\n".join(["`python tests/floors/score.py --misses` says what was missed", *below])


def test_every_metric_has_a_floor_and_every_floor_a_metric(scores, floors):
    assert list(scores) == list(floors)


def test_every_row_quotes_the_words_it_was_read_from(scores):
    assert scores["evidence.exact"] == 1
