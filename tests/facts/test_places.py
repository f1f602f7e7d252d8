"""Places: exact names only, ambiguous ones by country and size, venues in their host country."""

from itertools import pairwise

import pytest

from extract.facts.places import find_place_spans, is_venue, resolve_place


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("U.S.", "country", "US"),
        ("the United States", "country", "US"),
        ("Georgia", "country", "GE"),
        ("London", "city", "GB"),
        ("NEW DELHI", "city", "IN"),
        ("New York", "city", "US"),
        ("Washington, D.C.", "city", "US"),
        ("Washington state", "region", "US"),
        ("Scotland", "region", "GB"),
        ("Victoria", "region", "AU"),
        ("Logar province", "region", "AF"),
        ("Kiev", "city", "UA"),
        ("Sao Paulo", "city", "BR"),
        ("Paris, Texas", "city", "US"),
        ("Seoul’s", "city", "KR"),
    ],
)
def test_exact_names_are_placed(name, kind, code):
    place = resolve_place(name)
    assert (place.place_kind, place.country_code) == (kind, code)
    assert place.lat is None or (-90 <= place.lat <= 90 and -180 <= place.lon <= 180)


@pytest.mark.parametrize(
    "name", ["", "'s", "the", "Londn", "Japanese", "south korea", "Nowhere Springs", "us", "😀" * 300, "hall in " * 900]
)
def test_no_place_is_guessed(name):
    assert resolve_place(name) is None


@pytest.mark.parametrize(
    ("name", "hint", "code", "kind"),
    [
        ("Georgia", "US", "US", "region"),
        ("Birmingham", "US", "US", "city"),
        ("Birmingham", None, "GB", "city"),
        ("London", "IN", "GB", "city"),
        ("Paris", "US", "FR", "city"),
        ("Hyderabad", "PK", "PK", "city"),
        ("Hyderabad", None, "IN", "city"),
    ],
)
def test_a_country_decides_between_places_of_one_name(name, hint, code, kind):
    place = resolve_place(name, hint)
    assert (place.country_code, place.place_kind) == (code, kind)


def test_a_small_town_is_placed_by_the_state_named_with_it():
    place = resolve_place("Borger, Texas")
    assert (place.place_name, place.place_kind, place.country_code, place.precision) == (
        "Texas",
        "region",
        "US",
        "region",
    )


def test_an_embassy_stands_in_its_host_country():
    assert resolve_place("the Japanese Embassy", "IN").country_code == "IN"
    assert resolve_place("Japanese Embassy").country_code is None
    placed = resolve_place("the Japanese Embassy in New Delhi")
    assert (placed.place_kind, placed.country_code, placed.precision) == ("venue", "IN", "city")


def test_precision_is_none_without_coordinates_and_tells_how_coarse_they_are():
    assert resolve_place("Japanese Embassy", "IN").precision == "none"
    assert resolve_place("India").precision == "country"
    assert resolve_place("Texas").precision == "region"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("KeyBank Center", True),
        ("the Toronto Stock Exchange", False),
        ("Embassy of Japan", True),
        ("Seoul", False),
        ("", False),
    ],
)
def test_venues_are_told_by_their_noun(words, expected):
    assert is_venue(words) is expected


def test_place_spans_are_clean_and_in_order(language_model):
    text = "The summit in Borger, Texas, followed talks in Seoul's city hall and at the Japanese Embassy in New Delhi."
    (doc,) = language_model.read([text])
    spans = find_place_spans(doc)
    assert [(s.text, s.kind) for s in spans][:2] == [("Borger, Texas", "other"), ("Seoul", "city")]
    assert ("Japanese Embassy", "venue") in [(s.text, s.kind) for s in spans]
    assert all(text[s.start : s.end] == s.text for s in spans)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "U.S., U.S., U.S.", "the The THE 's", "Embassy " * 2000, "(((", "Paris, " * 500]
)
def test_odd_texts_give_spans_without_overlap(language_model, text):
    (doc,) = language_model.read([text])
    spans = find_place_spans(doc)
    assert all(a.end <= b.start for a, b in pairwise(spans))
