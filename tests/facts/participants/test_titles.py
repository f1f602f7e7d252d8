"""Which words are titles, public offices, forms of address and nouns for organisations."""

import pytest

from extract.facts.participants.titles import is_honorific, is_organisation_noun, is_public_office, is_title


@pytest.mark.parametrize("word", ["Secretary", "co-founders", "Gov.", "MAYOR", "spokeswoman", "nurses"])
def test_titles_are_found_in_any_case_and_number(word):
    assert is_title(word)


@pytest.mark.parametrize("word", ["secretarial", "table", "", "govern", "Halden"])
def test_other_words_are_no_titles(word):
    assert not is_title(word)


@pytest.mark.parametrize("words", ["Communications Minister", "spokesman for the ministry", "mayor, of Halden"])
def test_an_office_of_state_is_public(words):
    assert is_public_office(words)


@pytest.mark.parametrize("words", ["nurse at the hospital", "chairman of the bank", "", "ministry"])
def test_a_job_in_a_firm_is_no_public_office(words):
    assert not is_public_office(words)


@pytest.mark.parametrize("word", ["Dr.", "Dr", "Rabbi", "Datuk"])
def test_forms_of_address_are_known_as_printed(word):
    assert is_honorific(word)


@pytest.mark.parametrize("word", ["dr.", "rabbi", "Mara", ""])
def test_other_words_are_no_forms_of_address(word):
    assert not is_honorific(word)


@pytest.mark.parametrize("word", ["newspaper", "Chipmaker", "dollmaker", "bank", "co-operative"])
def test_nouns_that_say_what_an_organisation_is(word):
    assert is_organisation_noun(word)


@pytest.mark.parametrize("word", ["nurse", "table", "makers", ""])
def test_other_nouns_say_nothing_of_an_organisation(word):
    assert not is_organisation_noun(word)
