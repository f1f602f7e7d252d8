"""The lists that names and evidence are read with."""

import pytest

from extract.contract.columns import SECTORS
from extract.contract.data import read_csv
from extract.linking.entities.sectors import field_of, sector_of
from extract.linking.entities.words import edits_apart, fold, one_edit_apart, skeleton


def test_countries_are_called_as_the_reader_of_facts_calls_them():
    codes = {row["word"]: row["country_code"] for row in read_csv("country_words", "extract.linking.data")}
    for row in read_csv("countries", "extract.facts.data"):
        for word in [row["name"], *row["aliases"].split("|"), *row["demonyms"].split("|")]:
            assert not word or word in codes, f"{word} of {row['code']} is not in country_words.csv"


def test_sectors_are_those_of_the_contract_and_each_belongs_to_a_field():
    told = {row["sector"] for row in read_csv("sector_words", "extract.linking.data")}
    assert told == set(SECTORS)
    assert all(field_of(sector) for sector in SECTORS)


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("former striker", "sport"), ("professor of law", "education"), ("spokesman for the central bank", "finance"),
        ("prime minister", "government"), ("party girl", None), ("head of the delegation", None),
    ],
)  # fmt: skip
def test_a_description_tells_a_sector(text, sector):
    assert sector_of(text) == sector


@pytest.mark.parametrize(
    ("one", "other"),
    [("Varenskyy", "Varenskiy"), ("Mohammed", "Muhammad"), ("Kadafi", "Gaddafi"), ("Thorson", "Torson")],
)
def test_words_that_sound_alike_have_one_skeleton(one, other):
    assert skeleton(one.casefold()) == skeleton(other.casefold())


def test_short_words_are_not_reduced():
    assert len({skeleton(word) for word in ("li", "lee", "lu", "low")}) == 4


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("halden", "haldn", True), ("halden", "haldne", True), ("halden", "hallden", True), ("halden", "holden", True),
        ("halden", "halden", False), ("halden", "hlaedn", False), ("halden", "hald", False),
    ],
)  # fmt: skip
def test_one_letter_more_less_other_or_two_in_each_others_place(one, other, expected):
    assert one_edit_apart(one, other) is expected
    assert edits_apart(one, other) <= 2 or not expected


def test_a_name_is_folded_without_case_accents_stops_and_possessives():
    assert fold("The Sørensen-Æby's") == ["sorensen-aeby"]
    assert fold("U.S. Navy") == ["us", "navy"]
    assert fold("O’Brien") == ["obrien"]
