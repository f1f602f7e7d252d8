"""Which forms of names are one, and which stay apart."""

import pytest

from extract.facts.participants.aliases import merge_names
from extract.facts.participants.names import Name


def _merge(text, *typed):
    names, at = [], 0
    for form, kind in typed:
        at = text.index(form, at)
        names.append(Name(at, at + len(form), form, kind, 0))
        at += len(form)
    return [(one.longest().text, [name.text for name in one.mentions]) for one in merge_names(text, names)]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Mara Lind", "Lind"),
        ("Lee Jae-won", "Lee"),
        ("Gabriela Restrepo Uribe", "Restrepo"),
        ("Gabriela Restrepo Uribe", "Restrepo Uribe"),
        ("Patrick W. Hale Jr.", "Patrick Hale"),
        ("Patrick W. Hale Jr.", "Hale"),
        ("MARA LIND", "Lind"),
        ("Mara Lind", "Mara"),
    ],
)
def test_a_short_form_of_a_persons_name_is_the_person(full, short):
    text = f"{full} won. {short} sang."
    assert _merge(text, (full, "person"), (short, "person")) == [(full, [full, short])]
    text = f"{short} sang. {full} won."
    assert _merge(text, (short, "person"), (full, "person")) == [(full, [short, full])]


@pytest.mark.parametrize(
    ("full", "other"),
    [
        ("Mara Lind", "Tom Lind"),
        ("Kim Min-jae", "Kim Ji-woo"),
        ("Mara Lind", "Linden"),
        ("Jo de Vries", "de"),
        ("Mara Lind", "Lin"),
    ],
)
def test_another_person_stays_apart(full, other):
    text = f"{full} won. {other} sang."
    assert _merge(text, (full, "person"), (other, "person")) == [(full, [full]), (other, [other])]


def test_of_two_with_a_surname_the_one_named_first_is_meant():
    text = "Tom Obal spoke. Michelle Obal spoke. Obal smiled."
    found = _merge(text, ("Tom Obal", "person"), ("Michelle Obal", "person"), ("Obal", "person"))
    assert found == [("Tom Obal", ["Tom Obal", "Obal"]), ("Michelle Obal", ["Michelle Obal"])]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Orbit Holdings Inc", "Orbit"),
        ("Orbit Holdings Inc.", "Orbit Holdings"),
        ("Orbit.com", "Orbit"),
        ("Simpson Oil", "Simpson"),
        ("Deutsche Nordbank", "Nordbank"),
        ("Lakes Water Board", "LWB"),
        ("Board of Grain and Oil", "BGO"),
        ("Board of Grain and Oil", "BOGAO"),
        ("Lakes Water Board", "L.W.B."),
        ("Conservative Party", "Tories"),
        ("Democratic Party", "Democrats"),
    ],
)
def test_a_short_form_of_an_organisation_is_the_organisation(full, short):
    text = f"{full} won. {short} sang."
    assert _merge(text, (full, "organisation"), (short, "organisation")) == [(full, [full, short])]


@pytest.mark.parametrize(
    ("full", "other"),
    [
        ("National Oil Board", "National"),
        ("American Oil Board", "American"),
        ("Orbit Air", "Halden Rail"),
        ("Labour Party", "Tories"),
        ("Orbit 300", "Orbit"),
        ("Lakes Water Board", "LWBA"),
        ("Bank of Oslo", "Bank"),
    ],
)
def test_a_common_first_word_or_another_name_stays_apart(full, other):
    text = f"{full} won. {other} sang."
    assert len(_merge(text, (full, "organisation"), (other, "organisation"))) == 2


def test_a_word_that_begins_two_names_is_neither():
    text = "Orbit Air won. Orbit Rail won. Orbit sang."
    forms = ("Orbit Air", "organisation"), ("Orbit Rail", "organisation"), ("Orbit", "organisation")
    assert len(_merge(text, *forms)) == 3


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("Ipar (Inland Polar Ark Rescue) won. Ipar sang.", "Inland Polar Ark Rescue", "Ipar"),
        ("The Ore and Metal House (MINEX) won. MINEX sang.", "Ore and Metal House", "MINEX"),
        ("The Halden Water Works (“HaWa”) won. HaWa sang.", "Halden Water Works", "HaWa"),
    ],
)  # fmt: skip
def test_brackets_say_that_two_names_are_one(text, long, short):
    forms = sorted([long, short], key=text.index)
    found = _merge(text, *[(form, "organisation") for form in forms])
    assert found == [(long, forms)]


def test_brackets_of_a_name_far_away_say_nothing():
    text = "The Ore House won. Halden (MINEX) sang."
    assert len(_merge(text, ("Ore House", "organisation"), ("MINEX", "organisation"))) == 2


@pytest.mark.parametrize(
    ("forms", "count"),
    [
        ([("Japan", "country"), ("Japanese", "nationality"), ("Japanese government", "country"), ("Tokyo", "country")], 1),
        ([("United States", "country"), ("U.S.", "country"), ("American", "nationality"), ("Washington", "country")], 1),
        ([("South Korea", "country"), ("North Korea", "country"), ("South Koreans", "nationality")], 2),
        ([("Congo", "country"), ("Republic of the Congo", "country")], 2),
        ([("Niger", "country"), ("Nigeria", "country")], 2),
        ([("Tokyo", "place"), ("Japan", "country")], 2),
    ],
)  # fmt: skip
def test_a_country_its_people_government_and_capital_are_one(forms, count):
    text = " won. ".join(form for form, _ in forms)
    assert len(_merge(text, *forms)) == count


def test_a_country_is_named_by_a_name_and_not_by_its_nationality():
    assert _merge(
        "Australians sued Peru. Peruvians and Peru won.", ("Peru", "country"), ("Peruvians", "nationality")
    ) == [("Peru", ["Peru", "Peruvians"])]
