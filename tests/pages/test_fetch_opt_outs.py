"""Opt-outs in headers and meta tags."""

import time

import pytest

from extract.pages.opt_outs import HEAD_BYTES, read_opt_outs

pytestmark = pytest.mark.promise(24)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("noindex", ("noindex",)),
        ("NoIndex, NoFollow, NoArchive", ("noindex", "noarchive")),
        ("none", ("noindex",)),
        ("all", ()),
        ("otherbot: noindex", ()),
        ("otherbot: noindex, nofollow, Daybook: noarchive, noindex", ("noindex", "noarchive")),
        ("daybook: noindex", ("noindex",)),
        ("max-snippet:-1, noarchive", ("noarchive",)),
        ("unavailable_after: 25 Jun 2030 15:00:00 PST", ()),
        ("", ()),
    ],
)
def test_robots_headers_count_for_all_robots_and_for_us(value, found):
    assert read_opt_outs([("X-Robots-Tag", value)], b"") == found


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<meta name="robots" content="noindex,follow">', ("noindex",)),
        ("<META CONTENT='NOARCHIVE' NAME=Robots/>", ("noarchive",)),
        ("<meta name=robots content=none>", ("noindex",)),
        ('<meta name="daybook" content="noindex">', ("noindex",)),
        ('<meta name="otherbot" content="noindex">', ()),
        ('<meta name="tdm-reservation" content="1">', ("tdm_reservation",)),
        ('<meta name="tdm-reservation" content="0">', ()),
        ('<meta data-name="robots" name="x" content="noindex">', ()),
        ('<meta name="description" content="name=robots content=noindex">', ()),
        ('<meta name="description" content="a > b"><meta name="robots" content="noindex">', ("noindex",)),
        ('<!-- <meta name="robots" content="noindex"> -->', ()),
        ('<script>x = \'<meta name="robots" content="noindex">\'</script>', ()),
        ('<script>a</SCRIPT><meta name="robots" content="no&#105;ndex">', ("noindex",)),
        ("<html>", ()),
    ],
)
def test_meta_tags_count_where_a_browser_sees_them(html, found):
    assert read_opt_outs([], html.encode()) == found
    assert read_opt_outs([], html.encode("utf-16")) == found


def test_headers_and_tags_add_up():
    headers = [("tdm-reservation", "1"), ("X-Robots-Tag", "noarchive")]
    assert read_opt_outs(headers, b"<meta name=robots content=noindex>") == ("noindex", "noarchive", "tdm_reservation")


def test_another_robot_name_has_its_own_lines():
    assert read_opt_outs([("X-Robots-Tag", "Gazette: noindex")], b"", "Gazette") == ("noindex",)


@pytest.mark.parametrize(
    "unit",
    ["<!--", "<script>", "<SCRIPT ", "<meta ", "<meta name='", "<meta name=a>", '"', "<meta content=&#", "</script"],
)
def test_no_page_takes_long_to_read(unit):
    started = time.process_time()
    assert read_opt_outs([], unit.encode() * (HEAD_BYTES // len(unit))) == ()
    # Each takes below half a second.
    assert time.process_time() - started < 5
