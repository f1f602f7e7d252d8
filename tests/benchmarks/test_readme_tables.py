"""The README's tables are what the kept results make, and what is reckoned from them adds up."""

import pytest
from bench_end_to_end import FEW, MOST, ratio
from capacity import Cost, Rates, cost, most_articles
from readme_tables import README, TABLES, _results, with_tables


def test_the_readme_has_every_table_as_the_results_make_it():
    text = README.read_text()
    assert all(f"<!-- {name}: made by make bench-tables -->" in text for name in TABLES)
    assert with_tables(text) == text


def test_another_result_makes_another_table():
    text = "<!-- stages: made by make bench-tables -->\n| 1 |\n<!-- end -->\n"
    assert with_tables(text) != text
    assert with_tables(with_tables(text)) == with_tables(text)


@pytest.fixture
def rates():
    return Rates(_results("end_to_end"), _results("warehouse"))


def test_twice_the_articles_take_twice_the_reading_and_more_than_twice_the_copies(rates):
    one, two = (cost(rates, "", articles, articles // 1000) for articles in (100_000, 200_000))
    assert two.reading_hours == pytest.approx(2 * one.reading_hours)
    assert two.page_gb == pytest.approx(2 * one.page_gb)
    assert two.publishing_hours > 3 * one.publishing_hours


def test_hours_are_the_sum_of_their_parts():
    assert Cost("", 1.0, 2.0, 3.0, 0, 0).cpu_hours == 6.0


def test_a_warehouse_of_the_most_articles_is_copied_in_the_time_given(rates):
    assert most_articles(rates, 900) * rates.copy == pytest.approx(900, rel=0.01)


def test_end_to_end_was_within_its_bound_at_the_largest_size():
    largest = _results("end_to_end")["sizes"][-1]
    assert largest["pages"] >= FEW
    assert ratio(largest, "cpu") <= MOST
