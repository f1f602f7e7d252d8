"""The town of X is X, whatever it does or suffers."""

import pytest

from extract.facts.participants import read_participants


@pytest.mark.parametrize(
    ("text", "name", "noun"),
    [
        ("Floods destroyed the town of Ashmere on Sunday.", "Ashmere", "town"),
        ("The village of Lower Tarn sued the mayor.", "Lower Tarn", "village"),
    ],
)
def test_the_kind_of_a_place_before_its_name_is_a_mention_of_it(parse, text, name, noun):
    found = {one.name: one for one in read_participants(parse(text), [], with_bystanders=True)}
    at = text.index(noun)
    assert (at, at + len(noun)) in found[name].mentions
    assert not any(noun in other for other in found)


def test_what_only_belongs_to_a_place_is_something_else(parse):
    text = "Rebels seized the airport of Lima on Sunday."
    found = {one.name: one for one in read_participants(parse(text), [], with_bystanders=True)}
    at = text.index("airport")
    assert not any((at, at + 7) in one.mentions for name, one in found.items() if name == "Lima")
