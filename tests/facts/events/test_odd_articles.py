"""Articles that no one would print: every one is read, in bounded time, and its rows keep to the contract."""

from datetime import date

import pytest

from extract.contract.derive import arrow_table, fields
from extract.contract.tables import FACT_TABLES
from extract.facts.read import ArticleText, read_articles


def read(language_model, text, *, title=None, published=date(2026, 3, 4)):
    (facts,) = read_articles([ArticleText("v", "a", title, text, published, "en")], language_model)
    assert facts.error is None
    return facts


@pytest.mark.parametrize("published", [date.min, date.max])
def test_an_article_of_the_first_or_last_day_that_a_date_can_be_is_read(language_model, published):
    text = "A bomb exploded in Lima on Monday. Police arrested two men last week."
    assert read(language_model, text, title="Bomb explodes in Lima", published=published).event_mentions


def test_the_month_of_march_is_no_protest(language_model):
    types = [event.type for event in read(language_model, "Ana Silva was elected in March.").event_mentions]
    assert types == ["ELECT"]


def test_a_march_in_march_is_a_protest(language_model):
    events = read(language_model, "Thousands joined a march through Lisbon on 3 March.").event_mentions
    assert [event.trigger_text for event in events if event.type == "PROTEST"] == ["march"]


def test_a_group_counted_by_hundreds_of_digits_is_no_participant(language_model):
    facts = read(language_model, f"{'1' * 500} people were killed. Twelve people fled.")
    for table in FACT_TABLES:
        rows = getattr(facts, table.table)
        arrow_table(table, rows)
        for field in fields(table):
            most = field.column.max_chars
            assert most is None or all(len(getattr(row, field.name) or "") <= most for row in rows)


@pytest.mark.parametrize(
    "text_of",
    [
        lambda n: ", ".join(f"an attack on {i % 28 + 1} May {1900 + i % 120}" for i in range(n)) + ".",
        lambda n: " ".join(f'"We attacked village {i}," said Ana Berg{chr(97 + i % 26)}{i}.' for i in range(n)),
        lambda n: " and ".join(["police arrested men in Paris"] * n),
    ],
    ids=["dates", "speakers", "clauses"],
)
def test_hundreds_of_one_thing_in_one_article_cost_no_square(language_model, growth, text_of):
    # Eight times the text: a square would be 64 times.
    assert growth(lambda: read(language_model, text_of(50)), lambda: read(language_model, text_of(400))) < 24
