"""What is made to be long or many must not take the others' time: caps, each the same in any order."""

from extract.contract.tables import Participant
from extract.linking.entities import name_keys
from extract.linking.entities.beside import read_beside
from extract.linking.entities.forms import parse_form
from extract.linking.entities.joining import _pairs
from extract.linking.entities.relations import pairing_keys


def test_of_a_list_of_names_the_smallest_keys_are_beside_in_any_order(make):
    rows = [make.participant("a", f"Norham{number:03} Works", "organisation") for number in range(400)]
    found = []
    for arrived in (rows, rows[::-1]):
        beside = read_beside(make.table(*arrived, of=Participant), ["a-v"], [])
        found.append(sorted(beside.keys[name] for name in beside.names["a-v"]))
    assert found[0] == found[1] == sorted(parse_form("organisation", row.name).key for row in rows)[:300]


def test_an_endless_word_has_no_more_keys_than_a_short_one(make):
    for kind in ("person", "organisation", "place"):
        counts = [
            len(name_keys(make.table(make.participant("a", name, kind), of=Participant)))
            + len(pairing_keys(parse_form(kind, name)))
            for name in (f"Ilse {'overgad' * 8}", f"Ilse {'overgad' * 100}", f"{'overgad' * 100} Ilse")
        ]
        assert counts[0] > 60
        assert max(counts[1:]) < 20


def test_many_initials_are_compared_with_a_few_of_many_longer_names():
    for count in (100, 400):
        names = [f"J. Q{number}a Smith" for number in range(count)] + [f"J{number}a Q Smith" for number in range(count)]
        forms = {group: parse_form("person", name) for group, name in enumerate(names)}
        pairs = _pairs(forms, dict.fromkeys(forms, 1))
        assert 0 < sum(initial < count <= longer for initial, longer in pairs) < 13 * count


def test_a_few_initials_are_compared_with_every_longer_name():
    names = ["J. Edgar Smith", "J. Orville Smith", *(f"J{number}a Q Smith" for number in range(100))]
    forms = {group: parse_form("person", name) for group, name in enumerate(names)}
    pairs = _pairs(forms, dict.fromkeys(forms, 1))
    assert {(initial, longer) for initial in (0, 1) for longer in range(2, 102)} <= pairs
