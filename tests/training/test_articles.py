"""The invented articles are sound: every annotation points at the article's own words and uses the contract's terms."""

import json
from datetime import date
from pathlib import Path

import pytest

from extract.contract.columns import EVENT_STATUSES, EVENT_TYPES, ROLES

_PATH = Path(__file__).parent / "events" / "articles.jsonl"
_ARTICLES = [json.loads(line) for line in _PATH.read_text(encoding="utf-8").splitlines()]
_KEYS = {
    "rank", "type", "title", "quote", "trigger", "also", "status", "date_start", "date_end", "date_text", "place",
    "country", "roles",
}  # fmt: skip


@pytest.fixture(params=_ARTICLES, ids=lambda article: article["id"])
def article(request):
    return request.param


def test_ids_titles_and_texts_are_not_repeated():
    for field in ("id", "title", "text"):
        values = [article[field] for article in _ARTICLES]
        assert len(values) == len(set(values)), field


def test_an_article_has_a_publication_day_a_real_length_and_three_to_ten_key_events(article):
    assert set(article) == {"id", "title", "text", "published", "events"}
    date.fromisoformat(article["published"][:10])
    assert 900 <= len(article["text"]) <= 2600
    assert 3 <= sum(not event.get("optional", False) for event in article["events"]) <= 10


def test_ranks_count_from_one_and_the_first_event_is_key(article):
    events = article["events"]
    assert [event["rank"] for event in events] == list(range(1, len(events) + 1))
    assert "optional" not in events[0]


def test_quotes_and_mentions_are_words_of_the_text(article):
    for event in article["events"]:
        assert article["text"].count(event["quote"]) == 1, event["quote"]
        assert event["trigger"] in event["quote"]
        assert 1 <= len(event["trigger"].split()) <= 4
        for mention in event["also"]:
            assert article["text"].count(mention) == 1, mention
            assert len(mention.split()) <= 12


def test_no_event_is_listed_twice(article):
    triggers = [(event["quote"], event["trigger"]) for event in article["events"]]
    assert len(triggers) == len(set(triggers))


def test_types_statuses_and_roles_are_those_of_the_contract(article):
    for event in article["events"]:
        assert set(event) - {"optional"} == _KEYS
        assert event["type"] in EVENT_TYPES
        assert event["status"] in EVENT_STATUSES
        assert {role["role"] for role in event["roles"]} <= set(ROLES)
        assert all(role["name"] in article["text"] for role in event["roles"])


def test_days_are_iso_in_order_and_have_words_in_the_text(article):
    for event in article["events"]:
        days = [date.fromisoformat(event[end]) for end in ("date_start", "date_end") if event[end]]
        assert days == sorted(days)
        assert bool(days) <= bool(event["date_text"]), event["quote"]
        assert (event["date_text"] or "") in article["text"]


def test_places_are_words_of_the_text_and_countries_are_two_letters(article):
    for event in article["events"]:
        assert (event["place"] or "") in article["text"]
        country = event["country"]
        assert country is None or (len(country) == 2 and country.isalpha() and country.isupper())


def test_a_mention_holds_no_trigger_of_another_event(article):
    text = article["text"]
    triggers = {
        text.index(event["quote"]) + event["quote"].index(event["trigger"]): event["rank"]
        for event in article["events"]
    }
    for event in article["events"]:
        for mention in event["also"]:
            start = text.index(mention)
            held = {rank for at, rank in triggers.items() if start <= at < start + len(mention)}
            assert held <= {event["rank"]}, mention
