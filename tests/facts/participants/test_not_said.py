"""Names in headlines of other stories and titles of works are dropped."""

import pytest

from extract.facts.participants.not_said import without_headlines, without_works


def _all(text, name, kind):
    found, start = [], text.find(name)
    while start >= 0:
        found.append((start, start + len(name), kind))
        start = text.find(name, start + 1)
    return found


@pytest.mark.parametrize(
    "line",
    [
        "Man Shot in Halden Store by Officer Brandt Dies",
        "Officer Brandt Wins Fourth Medal at Winter Games",
        "How Officer Brandt Built a House From Old Boats",
    ],
)
def test_a_name_in_a_line_of_capitalised_words_is_not_spoken_of(line):
    text = f"Nordbank raised rates.\n{line}\nIt rained."
    assert without_headlines(text, _all(text, "Brandt", "person")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Nordbank fell.\nMan Shot in Halden Store by Officer Brandt Dies\nBrandt said so.",  # it stands elsewhere
        "Nordbank fell.\nOfficer Brandt Shot Man in Halden Store on Monday.",  # a sentence
        "Nordbank fell.\nOfficer Brandt Dies",  # too short to tell
        "Nordbank fell.\nPolice said that Officer Brandt fired at the man twice",
    ],
)
def test_a_name_in_a_sentence_or_also_elsewhere_stays(text):
    found = _all(text, "Brandt", "person")
    assert without_headlines(text, found) == found


@pytest.mark.parametrize(
    "text",
    [
        'She read "Orbit Wars" on Sunday.',
        "She read “Orbit Wars,” a book.",
        "She read “The Orbit Wars” on Sunday, and “Orbit Wars” again.",
    ],
)
def test_a_name_that_fills_quotation_marks_is_a_work(text):
    assert without_works(text, _all(text, "Orbit Wars", "organisation")) == []


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ('She sued "Orbit Wars", and Orbit Wars lost.', "Orbit Wars", "organisation"),
        ('She sued "Orbit" on Sunday.', "Orbit", "organisation"),
        ('They call her "Mara Lind" here.', "Mara Lind", "person"),
        ('He said: "Orbit Wars lost."', "Orbit Wars", "organisation"),
    ],
)
def test_a_name_quoted_and_plain_a_single_word_and_a_person_are_no_works(text, name, kind):
    found = _all(text, name, kind)
    assert without_works(text, found) == found
