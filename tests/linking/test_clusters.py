import numpy as np
import pytest

from extract.linking.clusters import Components, split_by_average


def test_a_set_is_called_by_its_smallest_key():
    components = Components("dbca")
    components.join("d", "b")
    components.join("c", "d")
    assert components.groups() == {"a": ["a"], "b": ["b", "c", "d"]}
    assert components.members("c") == components.members("b")


def test_a_chain_of_alike_things_is_split_where_the_average_says_so():
    # 0-1 and 2-3 are alike, 1-2 only just: one component, two groups.
    alike = np.eye(4)
    for i, j, value in ((0, 1, 0.9), (2, 3, 0.8), (1, 2, 0.3)):
        alike[i, j] = alike[j, i] = value
    assert split_by_average(alike, 0.25) == [[0, 1], [2, 3]]
    assert split_by_average(alike, 0.05) == [[0, 1, 2, 3]]
    assert split_by_average(alike, 0.95) == [[0], [1], [2], [3]]


def most_alike_first(alike, threshold):
    """The rule itself, slowly: the two groups most alike on average are joined, again and again."""
    groups = [[row] for row in range(len(alike))]
    while len(groups) > 1:
        mean = {
            (i, j): alike[np.ix_(groups[i], groups[j])].mean() for i in range(len(groups)) for j in range(i)
        }  # fmt: skip
        (one, other), nearest = max(mean.items(), key=lambda item: item[1])
        if nearest < threshold:
            break
        groups[other] += groups.pop(one)
    return sorted(sorted(group) for group in groups)


@pytest.mark.parametrize("seed", range(20))
def test_the_groups_are_those_of_joining_the_most_alike_first(seed):
    points = np.random.default_rng(seed).random((25, 3))
    alike = 1 - np.linalg.norm(points[:, None] - points[None, :], axis=2)
    assert split_by_average(alike, 0.6) == most_alike_first(alike, 0.6)


def test_a_row_that_stands_for_several_weighs_as_they_would():
    alike = np.array([[1.0, 0.5, 0.1], [0.5, 1.0, 0.4], [0.1, 0.4, 1.0]])
    unfolded = alike[np.ix_([0, 0, 0, 1, 2], [0, 0, 0, 1, 2])]
    for threshold in (0.15, 0.2, 0.3):
        folded = split_by_average(alike, threshold, np.array([3, 1, 1]))
        assert len(folded) == len(split_by_average(unfolded, threshold))
    assert split_by_average(alike, 0.2) == [[0, 1, 2]]
    assert split_by_average(alike, 0.2, np.array([3, 1, 1])) == [[0, 1], [2]]


def test_equal_things_are_one_group():
    assert split_by_average(np.ones((6, 6)), 0.5) == [[0, 1, 2, 3, 4, 5]]
    assert split_by_average(np.empty((0, 0)), 0.5) == []
