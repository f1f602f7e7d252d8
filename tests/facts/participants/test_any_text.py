"""Padding, chains of hyphens and odd line ends in names cost no time and break no evidence."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from extract.facts.participants.cleaning import cleaned_parts
from extract.facts.participants.missed_names import add_bodies
text = eval(sys.argv[1])
cleaned_parts(text, 0, len(text), is_person=True)
add_bodies(text, [])
"""


@pytest.mark.parametrize(
    "text", ["'Noor' + ' ' * 500 + 'Haddad'", "'Noor' + chr(39) * 500 + 'x'", "'Oslo-' * 500 + 'x'", "'Ab ' * 3000"]
)
def test_padded_and_chained_names_are_read_at_once(text):
    # What hangs is exponential: hours, on any machine.
    subprocess.run([sys.executable, "-c", PROGRAM, text], check=True, timeout=120)


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x0b", "\x0c", "\n"])
def test_no_name_runs_over_a_line_end(read, end):
    found = read(f"The minister met Noor{end}Haddad on Monday, and Ana Ruiz{end}Adam Berg left.")
    assert not any(end in one.name for one in found.values())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Novelist Adaeze Obi won the prize on Monday.", "Adaeze Obi"),
        ("Police arrested Ana Ruiz (Peru) on Monday.", "Ana Ruiz"),
    ],
)
def test_role_and_country_beside_a_name_are_no_part_of_it(read, text, name):
    found = read(text)
    assert found[name].kind == "person"
    assert "Peru" not in found


@pytest.mark.parametrize(
    "text",
    ["The Managing Director resigned on Monday.", "The Archbishop of York wept on Monday.", "Hotels hired 40 cooks."],
)
def test_office_and_common_noun_are_no_organisation(read, text):
    assert not any(one.kind == "organisation" for one in read(text).values())


def test_club_is_no_alias_of_who_is_named_like_the_town(read):
    found = read("Chelsea Brown scored twice. Chelsea beat Liverpool on Monday.")
    assert "Chelsea" not in found["Chelsea Brown"].aliases


def test_rivals_that_share_last_words_stay_apart(read):
    found = read("The Liberal Democratic Party won. The Democratic Party lost on Monday.")
    assert "Democratic Party" not in found["Liberal Democratic Party"].aliases
