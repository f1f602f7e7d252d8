"""Surnames and acronyms of known names are found where the language model missed them."""

import pytest

from extract.facts.participants.short_names import add_acronyms, add_short_forms


def _spans(text, *names, kind):
    return [(text.index(name), text.index(name) + len(name), kind) for name in names]


@pytest.mark.parametrize(
    ("text", "name", "acronym"),
    [
        ("The Public Services Office (PSO) closed.", "Public Services Office", "PSO"),
        ("Nordbank (the “NB”) closed.", "Nordbank", "NB"),
        ('The Lakes Water Board ("LWB") closed.', "Lakes Water Board", "LWB"),
        ("The Trade & Farm Union (T&FU) closed.", "Trade & Farm Union", "T&FU"),
    ],
)
def test_an_acronym_in_brackets_behind_an_organisation_is_a_name(text, name, acronym):
    added = add_acronyms(text, _spans(text, name, kind="organisation"))
    assert [text[start:end] for start, end, _ in added] == [name, acronym]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("LONDON (AP) - Nordbank closed.", "LONDON", "place"),
        ("LONDON (AP) - Nordbank closed.", "LONDON", "organisation"),
        ("Mara Lind (ML) resigned.", "Mara Lind", "person"),
        ("Depot Oil (D-OH) resigned.", "Depot Oil", "organisation"),
        ("Nordbank (new) closed.", "Nordbank", "organisation"),
        ("Nordbank, (NB) closed.", "Nordbank", "organisation"),
    ],
)
def test_other_brackets_hold_no_acronym(text, name, kind):
    found = _spans(text, name, kind=kind)
    assert add_acronyms(text, found) == found


@pytest.mark.parametrize(
    ("text", "known", "kind", "short"),
    [
        ("Mara Lind won the race. Fans cheered as Lind crossed the line.", "Mara Lind", "person", "Lind"),
        ("Lakes Water Board raised prices. The mayor sued LWB.", "Lakes Water Board", "organisation", "LWB"),
        ("Hugo Prins sued. On Monday Prins withdrew.", "Hugo Prins", "person", "Prins"),
    ],
)
def test_surname_and_initials_of_a_known_name_are_found_again(parse, text, known, kind, short):
    added = add_short_forms(parse(text), text, _spans(text, known, kind=kind))
    assert [text[start:end] for start, end, _ in added] == [known, short]
    assert {one[2] for one in added} == {kind}


@pytest.mark.parametrize(
    ("text", "known", "kind"),
    [
        ("Taylor Swift sang on Sunday. The town of Swift Current cheered.", "Taylor Swift", "person"),
        ("Hugo Long sued. The trial was long.", "Hugo Long", "person"),
        ("Orbit Board raised prices. OB is short.", "Orbit Board", "organisation"),
        ("Mara Lind won the race.", "Mara Lind", "person"),
    ],
)
def test_another_name_or_a_common_word_is_no_surname(parse, text, known, kind):
    found = _spans(text, known, kind=kind)
    assert add_short_forms(parse(text), text, found) == found
