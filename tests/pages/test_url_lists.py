"""Lists of URLs: one a line, or CSV as spreadsheets write it."""

from datetime import UTC, datetime

import pytest

from extract.errors import PageError
from extract.pages.url_lists import read_url_list

NOW = datetime(2025, 7, 4, 12, tzinfo=UTC)


def read(text: str | bytes):
    return read_url_list(text if isinstance(text, bytes) else text.encode(), None, NOW)


def test_one_address_a_line_with_comments_and_remarks():
    listing = read("# to read\nhttps://a.org/1\n\n  https://a.org/2#part   by Anna\r\n")
    assert [link.url for link in listing.links] == ["https://a.org/1", "https://a.org/2"]
    assert listing.damage is None


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_gives_publisher_and_publication(separator):
    rows = [
        ("URL", "Publisher", "published", "note"),
        ("https://a.org/1", "The Example", "2025-07-03", "x"),
        ("https://a.org/2",),
    ]
    first, second = read("\n".join(separator.join(row) for row in rows)).links
    assert (first.publisher_name, first.updated) == ("The Example", "2025-07-03")
    assert first.updated_at == datetime(2025, 7, 3, tzinfo=UTC)
    assert (second.url, second.publisher_name, second.updated) == ("https://a.org/2", None, None)


def test_quoted_values_of_csv_keep_their_commas():
    (link,) = read('"url","publisher"\n"https://a.org/1?a=1,2","Example, The"\n').links
    assert (link.url, link.publisher_name) == ("https://a.org/1?a=1,2", "Example, The")


def test_a_bad_line_is_named_and_the_others_stand():
    listing = read("https://a.org/1\nftp://a.org/2\nwww.a.org\nhttps://a.org/1\n")
    assert [link.url for link in listing.links] == ["https://a.org/1"]
    assert dict(listing.dropped) == {"bad_url": 2, "repeated": 1}
    assert listing.damage == "no addresses: line 2 (bad_url), line 3 (bad_url)"


def test_the_charsets_of_spreadsheets_are_read():
    text = "url,publisher\nhttps://a.org/1,Zürich\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert read(text.encode(encoding)).links[0].publisher_name == "Zürich"


def test_an_empty_list_is_no_error():
    assert read("# nothing yet\n").links == ()


@pytest.mark.parametrize("body", ["buy milk\n", b"\x00\x01binary"])
def test_what_holds_no_address_is_refused(body):
    with pytest.raises(PageError) as refused:
        read(body)
    assert refused.value.reason == "no_url_list"


@pytest.mark.promise(9)
def test_a_list_from_the_web_may_not_point_into_a_private_network():
    listing = read_url_list(b"http://10.0.0.1/a\nhttps://a.org/b\n", "https://lists.example.org/x.txt", NOW)
    assert dict(listing.dropped) == {"forbidden_address": 1}
