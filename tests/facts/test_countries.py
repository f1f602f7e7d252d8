"""A country is found by exact forms only."""

import pytest

from extract.facts.countries import country_of, find_capital, find_country, find_nationality


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("the US", "US"),
        ("U.S.", "US"),
        ("Americans", "US"),
        ("the Indian government", "IN"),
        ("government of India", "IN"),
        ("Japanese", "JP"),
        ("Japan's", "JP"),
        ("S. Korea", "KR"),
        ("The Netherlands", "NL"),
    ],
)
def test_name_alias_nationality_and_government_are_the_country(form, code):
    assert find_country(form).code == code


@pytest.mark.parametrize("form", ["us", "Virgin Islands", "polish", "Indiana", "Washington", "Trump's government", ""])
def test_a_form_that_is_only_alike_is_no_country(form):
    assert find_country(form) is None


def test_a_capital_is_kept_apart_from_its_country():
    assert find_capital("Washington").code == "US"
    assert find_capital("The Hague").code == "NL"
    assert find_country("Tokyo") is None


def test_a_nationality_is_told_from_a_name():
    assert find_nationality("Indian").code == "IN"
    assert find_nationality("India") is None


def test_every_code_is_found_once_by_its_name():
    assert country_of("JP").name == "Japan"
    assert country_of("XX") is None
