import math

from extract.linking.text_vectors import LENGTH, rarity, stems, text_vector


def test_a_word_weighs_by_how_rare_it_is_in_english():
    assert rarity("people") < rarity("minister") < rarity("earthquake") < rarity("norham")


def test_a_word_weighs_the_same_whatever_else_is_there_to_link():
    alone = text_vector(None, "Norham elevator burned")
    text_vector(None, "Norham Norham Norham harbour")
    assert text_vector(None, "Norham elevator burned") == alone


def test_a_vector_has_one_length_and_repeated_words_weigh_more():
    weights = text_vector("Norham", "The Norham elevator burned in Norham.").weights
    assert math.isclose(math.sqrt(sum(weight**2 for weight in weights.values())), LENGTH, rel_tol=1e-3)
    assert weights["norham"] > text_vector(None, "The Norham elevator burned.").weights["norham"]


def test_small_numbers_and_years_tell_little():
    assert rarity("12") == rarity("2014") < rarity("350,000")
    assert stems("some 350,000 of 12.5 tonnes") == ["350,000", "12.5", "tonn"]


def test_names_and_numbers_of_the_text_are_particulars_but_not_those_of_the_title():
    vector = text_vector("Grain Elevator Burns", "Fire took Norham's elevator after 12 hours, said Ida Rask.")
    assert vector.particulars == {"norham", "12", "ida", "rask"}


def test_articles_and_prepositions_of_other_languages_are_not_rare_words():
    assert rarity("zwischen") < rarity("people") + 5 < rarity("getreideheber")
