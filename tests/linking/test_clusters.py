import numpy as np

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
