"""Figures told "respectively" belong to the members of the list, one each."""

import pytest

from extract.facts.figures import read_figures
from extract.facts.sentences import find_sentences


@pytest.fixture(scope="session")
def items_of(language_model):
    def read(text):
        (doc,) = language_model.read([text])
        return [figure.item for figure in read_figures(doc, find_sentences(doc))]

    return read


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Lenovo and Asus rose 1.2% and 3.4%, respectively.", ["Lenovo", "Asus"]),
        ("Sales in Poland, Latvia and Spain were up 3%, 4% and 5% respectively.", ["Poland", "Latvia", "Spain"]),
        ("The CAC 40 and the DAX lost 0.5% and 0.7%, respectively.", ["CAC 40", "DAX"]),
        ("Unemployment and inflation stood at 4% and 2.1% in May, respectively.", ["Unemployment", "inflation"]),
    ],
)
def test_each_figure_has_its_member_of_the_list(items_of, text, items):
    assert items_of(text) == items


def test_lists_of_other_lengths_are_left_alone(items_of):
    text = "Lenovo, Asus and Acer rose 1.2% and 3.4%, respectively."
    assert len(set(items_of(text))) == 1


def test_without_the_word_the_list_stays_whole(items_of):
    assert len(set(items_of("Lenovo and Asus rose 1.2% and 3.4%."))) == 1


def test_item_of_a_member_stands_where_it_says(language_model):
    text = "Lenovo and Asus rose 1.2% and 3.4%, respectively."
    (doc,) = language_model.read([text])
    for figure in read_figures(doc, find_sentences(doc)):
        assert text[figure.item_start : figure.item_end] == figure.item
