"""The made-up world is the same for a seed and as news is; agreement is counted as pairs would be, one by one."""

import random
from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest
from bench_linking import found_by, link, scores_of
from linking_world.generate import generate
from linking_world.material import near, without_marks
from linking_world.scores import score, worst
from linking_world.wording import misspelt

from extract.contract.derive import arrow_schema
from extract.contract.tables import Participant

COUNT = 3_000


@pytest.fixture(scope="module")
def mentions():
    return generate(COUNT, seed=3)


def share(mask):
    return float(np.mean(mask))


def test_one_seed_makes_one_world_and_another_another(mentions):
    again, other = generate(COUNT, seed=3), generate(COUNT, seed=4)
    assert again.table.equals(mentions.table)
    assert again.entity.tolist() == mentions.entity.tolist()
    assert not other.table["name"].equals(mentions.table["name"])


def test_each_row_is_a_participant_with_a_true_entity(mentions):
    assert mentions.table.schema.equals(arrow_schema(Participant))
    assert mentions.table.num_rows == len(mentions.entity) == len(mentions.form) == COUNT
    assert len(set(mentions.table["participant_id"].to_pylist())) == COUNT
    for field in mentions.table.schema:
        assert field.nullable or mentions.table[field.name].null_count == 0, field.name


def test_entity_keeps_its_kind_and_groups_are_of_one_article(mentions):
    kinds: dict[int, set[str]] = {}
    for entity, kind in zip(mentions.entity.tolist(), mentions.kind.tolist(), strict=True):
        kinds.setdefault(entity, set()).add(kind)
    assert all(len(of_entity) == 1 for of_entity in kinds.values())
    groups = mentions.entity[mentions.kind == "group"]
    assert len(np.unique(groups)) == len(groups) > 0


def test_articles_name_five_to_fifteen_participants_mostly(mentions):
    _, sizes = np.unique(mentions.table["article_id"].to_numpy(), return_counts=True)
    assert 7 < sizes.mean() < 12
    assert sizes.max() <= 20


@pytest.mark.parametrize(
    ("form", "low", "high"),
    [("short", 0.03, 0.09), ("variant", 0.08, 0.18), ("typo", 0.001, 0.01), ("cut", 0.003, 0.015), ("wrong kind", 0.01, 0.03)],
)  # fmt: skip
def test_form_of_name_is_as_frequent_as_said(mentions, form, low, high):
    assert low < share(mentions.form[mentions.kind != "group"] == form) < high


@pytest.mark.parametrize(
    ("column", "kind", "low", "high"),
    [
        ("description", "person", 0.35, 0.5), ("affiliation", "person", 0.1, 0.25), ("country_code", "person", 0.01, 0.1),
        ("country_code", "country", 0.98, 1.0), ("country_code", "organisation", 0.08, 0.35),
        ("country_code", "place", 0.25, 0.45), ("headcount", "group", 0.15, 0.4),
    ],
)  # fmt: skip
def test_gaps_are_as_frequent_as_said(mentions, column, kind, low, high):
    is_told = np.array([value is not None for value in mentions.table[column].to_pylist()])
    assert low < share(is_told[mentions.kind == kind]) <= high


def test_few_people_have_a_namesake_and_bodies_of_state_have_many():
    mentions = generate(20_000, seed=5)
    owners: dict[str, set[int]] = {}
    people = (mentions.kind == "person") & (mentions.form == "full")
    names = np.array(mentions.table["name"].to_pylist())
    for name, entity in zip(names[people], mentions.entity[people], strict=True):
        owners.setdefault(name, set()).add(int(entity))
    with_namesake = {entity for of_name in owners.values() if len(of_name) > 1 for entity in of_name}
    assert 0.01 < len(with_namesake) / len(set().union(*owners.values())) < 0.04
    ministry = (names == "Defence Ministry") | (names == "Ministry of Defence")
    assert len(np.unique(mentions.entity[ministry])) > 5


def test_pairs_are_counted_as_one_by_one():
    rng = np.random.default_rng(1)
    truth, found, which = rng.integers(0, 12, 90), rng.integers(0, 9, 90), rng.random(90) < 0.4
    for mask in (None, which):
        touched = [(a, b) for a, b in combinations(range(90), 2) if mask is None or mask[a] or mask[b]]
        right = sum(truth[a] == truth[b] and found[a] == found[b] for a, b in touched)
        counted = score(truth, found, mask)
        assert counted.precision == pytest.approx(right / sum(found[a] == found[b] for a, b in touched))
        assert counted.recall == pytest.approx(right / sum(truth[a] == truth[b] for a, b in touched))
        rows = np.flatnonzero(which) if mask is not None else range(90)
        b3 = [np.sum((truth == truth[a]) & (found == found[a])) / np.sum(found == found[a]) for a in rows]
        assert counted.b3_precision == pytest.approx(np.mean(b3))


def test_worst_misses_come_first():
    truth = np.array([0, 0, 0, 0, 1, 1, 2])
    found = np.array([0, 0, 1, 1, 2, 2, 2])
    merged, parted = worst(truth, found, 5)
    assert merged == [(2, 4, 6)]
    assert parted == [(4, 0, 2)]


def test_mention_without_an_entity_stands_alone():
    found = found_by(pa.array(["a", "b", "c", "d"]), ["a", "c"], ["e", "e"])
    assert found[0] == found[2]
    assert len(np.unique(found)) == 3


def test_linking_finds_most_of_the_truth(mentions):
    scores = scores_of(mentions, link(mentions).found)
    assert scores["all"].f1 > 0.9
    assert scores["no countries, groups"].f1 > 0.7
    assert scores["hard"].b3_f1 > 0.75


def test_misspelt_name_is_near_and_marks_are_lost():
    rng = random.Random(1)  # noqa: S311
    for name in ("Lindqvist", "Marchand", "Okonjo"):
        assert abs(len(misspelt(name, rng)) - len(name)) <= 1
    assert near("John", "Joan")
    assert near("Maria", "Marina")
    assert not near("John", "John")
    assert not near("Paul", "Pedro")
    assert without_marks("Đặng Łukasz Sørensen Şimşek") == "Dang Lukasz Sorensen Simsek"
