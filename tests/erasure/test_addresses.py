"""Addresses and publishers that tombstones cover, and links to them."""

import pytest

from extract.erasure.graves import Graves
from extract.erasure.masking import mask_page, mask_value

AT = "2025-07-04T12:00:00+00:00"


@pytest.fixture
def graves():
    empty = Graves((), b"key")
    made = empty.make("test", AT, "url", ["https://www.one.example/story?utm_source=x", "/pages/saved.html"])
    made += empty.make("test", AT, "host", ["two.example"])
    made += empty.make("test", AT, "publisher", ["The Daily Two"])
    return Graves(made, b"key")


@pytest.mark.parametrize(
    "url",
    [
        "http://one.example/story/",
        "https://m.one.example/story#top",
        "https://two.example/",
        "https://news.two.example/a?b=1",
        "/pages/saved.html",
    ],
)
def test_every_spelling_of_an_address_is_covered(graves, url):
    assert graves.of_address(url)


@pytest.mark.parametrize(
    "url", ["https://one.example/story2", "https://nottwo.example/", "https://example/", "", None, "http://["]
)
def test_other_addresses_are_not(graves, url):
    assert graves.of_address(url) is None


def test_publishers(graves):
    assert graves.of_publisher("THE DAILY  TWO")
    assert graves.of_publisher("Daily Two") is None
    assert graves.of_publisher(None) is None


def test_links_and_their_words_are_masked(graves):
    source = '<a class="x" href="/story?utm_medium=a"><b>Big</b> news</a> "https:\\/\\/two.example\\/a" <a href="/other">more</a>'
    masked = mask_page(graves, source, "https://one.example/")
    assert masked.addresses == 2
    assert "<b>███</b> ████</a>" in masked.text
    assert '<a href="/other">more</a>' in masked.text
    assert "two.example" not in masked.text
    # Of what is escaped, a character is a block.
    assert len(masked.text) == len(source.replace("\\/", "/"))


@pytest.mark.parametrize(
    "link",
    [
        "<a href=//two.example/x>",
        '"https:\\u002f\\u002ftwo.example/x"',
        "https%3A%2F%2Ftwo.example/x",
        "https://a.example/?u=https://two.example/x",
        "https&colon;//two.example/x",
        "see www.two.example/x.",
        "(https://user@two.example/x)",
    ],
)
def test_a_link_is_found_however_it_is_written(graves, link):
    masked = mask_page(graves, link, None)
    assert masked.addresses == 1
    assert "two.example" not in masked.text
    assert mask_page(graves, link.replace("two.example", "three.example"), None).addresses == 0


@pytest.mark.parametrize(
    "piece", ["http://a.a.", "//", "https://two.example/", "a/../", "www.", '<a href="https://two.example/x">']
)
def test_finding_links_takes_time_in_proportion(growth, graves, piece):
    small, large = "https://two.example/" + piece * 500, "https://two.example/" + piece * 4000
    assert growth(lambda: mask_page(graves, small, None), lambda: mask_page(graves, large, None)) < 24


def test_hosts_as_people_write_them():
    empty = Graves((), b"key")
    for written in ("m.two.example", "TWO.example", "www.two.example"):
        assert Graves(empty.make("test", AT, "host", [written]), b"key").of_address("https://news.two.example/x"), (
            written
        )
    assert Graves(empty.make("test", AT, "host", ["zörich.example"]), b"key").of_address(
        "https://xn--zrich-jua.example/"
    )


def test_a_line_of_a_log(graves):
    line = "GET https://one.example/story 200"
    assert mask_value(graves, line).text == f"GET {'█' * len('https://one.example/story')} 200"


def test_without_tombstones_nothing_is_covered():
    graves = Graves()
    assert not graves
    assert graves.of_address("https://one.example/") is None
    assert mask_page(graves, "<p>x</p>", None).text == "<p>x</p>"
