"""Ids: the same thing gets the same id, different things different ones."""

from datetime import date

import pytest

from extract.contract.keys import article_id, article_version_id, hash_id, url_key


@pytest.mark.parametrize(
    "other",
    [
        "http://www.example.com/a/b/?id=7&page=2",
        "https://example.com/a/b?page=2&id=7&utm_source=x&fbclid=y",
        "https://EXAMPLE.com:443/a/b?id=7&page=2#comments",
    ],
)
def test_one_address_in_other_words_has_one_key(other):
    assert url_key(other) == url_key("https://example.com/a/b?id=7&page=2")


@pytest.mark.parametrize(
    "other", ["https://example.com/a/b?id=8", "https://example.com/a/B?id=7", "https://example.com:8080/a/b?id=7"]
)
def test_other_addresses_have_other_keys(other):
    assert url_key(other) != url_key("https://example.com/a/b?id=7")


def test_an_article_keeps_its_id_when_its_text_is_edited():
    first = article_id("https://a.example/1", "A", "Old title", None, "old")
    second = article_id("https://a.example/1", "A", "New title", date(2025, 1, 1), "new")
    assert first == second
    assert article_version_id(first, "old") != article_version_id(second, "new")


def test_without_an_address_publisher_title_and_day_make_the_id():
    one = article_id(None, "NHK", "Deal  “reached”", date(2025, 7, 4), "x")
    assert one == article_id(None, "nhk", 'Deal "reached"', date(2025, 7, 4), "y")
    assert one != article_id(None, "NHK", "Deal reached", date(2025, 7, 5), "x")
    assert one != article_id(None, None, "Deal reached", date(2025, 7, 4), "x")


def test_without_address_and_title_the_text_makes_the_id():
    assert article_id(None, "A", None, None, "x") != article_id(None, "A", "…", None, "y")


def test_parts_do_not_run_into_each_other():
    assert hash_id("ab", "c") != hash_id("a", "bc")
    assert hash_id(None) != hash_id("")


@pytest.mark.parametrize("address", ["", "not a url", "http://[broken", "https://example.com:99999/"])
def test_a_broken_address_is_a_key_too(address):
    assert isinstance(url_key(address), str)
