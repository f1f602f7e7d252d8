"""URL keys: every way to link to an article has its key; two articles never share one by a rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.contract.data import read_csv
from extract.contract.keys import url_key

ARTICLE = "https://example.com/news/a-b?id=7&page=2"


@pytest.mark.parametrize(
    "other",
    [
        "http://example.com/news/a-b?id=7&page=2",
        "//example.com/news/a-b?id=7&page=2",
        "https://www.example.com/news/a-b/?page=2&id=7",
        "https://EXAMPLE.com:443/news//a-b?id=7&page=2#comments",
        "https://example.com./news/./x/../a-b?id=7&page=2&",
        "https://reader:secret@example.com/news/a-b?id=7&amp;page=2",
        "https://example.com/news/%61-b?id=%37&page=2&utm_source=x&fbclid=y&Utm_Medium=z",
        "https://m.example.com/news/a-b?id=7&page=2",
        "https://mobile.example.com/news/a-b?id=7&page=2",
        "https://amp.example.com/news/a-b?id=7&page=2",
        "https://www.m.example.com/news/a-b?id=7&page=2",
        "https://example.com/amp/news/a-b?id=7&page=2",
        "https://example.com/news/a-b/amp/?id=7&page=2",
        "https://example.com/news/amp/a-b?id=7&page=2",
        "https://example.com/news/a-b/amp.html?id=7&page=2",
        "https://example.com/news/a-b.amp?id=7&page=2",
        "https://example.com/news/a-b?amp=1&id=7&page=2",
        "https://example.com/news/a-b?amp&id=7&page=2",
        "https://example.com/news/a-b?output=amp&id=7&m=1&page=2",
        "https://example.com/news/a-b?id=7&outputType=amp&page=2",
        "https://example.com/news/a-b/index.html?id=7&page=2",
        "https://example.com/news/a%2Db?i%64=7&page=2",
        "https://example.com/news/a-b;jsessionid=1A2B?id=7&page=2&PHPSESSID=3c",
        "https://example-com.cdn.ampproject.org/c/s/www.example.com/news/a-b/amp?id=7&page=2&usqp=mq331AQ",
        "https://www.google.com/amp/s/amp.example.com/news/a-b?id=7&page=2",
        "https://www.google.co.uk/amp/s/amp.example.com/news/a-b?id=7&page=2",
        " https://example.com/news/a-b?id=7&page=2\n",
    ],
)
def test_every_way_to_an_article_has_its_key(other):
    assert url_key(other) == url_key(ARTICLE)


@pytest.mark.parametrize(
    "other",
    [
        "https://example.com/news/a-b?id=8&page=2",
        "https://example.com/news/a-b?id=7&page=2&ref=12",
        "https://example.com/news/a-b?id=7&page=3",
        "https://example.com/news/a-b?id=7",
        "https://example.com/news/A-b?id=7&page=2",
        "https://example.com:8080/news/a-b?id=7&page=2",
        "https://example.com/news/a%2Fb?id=7&page=2",
        "https://example.com/news/a-b#!/story/7?id=7&page=2",
        "https://sport.example.com/news/a-b?id=7&page=2",
        "https://example.org/news/a-b?id=7&page=2",
        "https://example.com/news/ampere/a-b?id=7&page=2",
        "https://example.com/news/a-b?id=7&m=202507&page=2",
    ],
)
def test_another_article_has_another_key(other):
    assert url_key(other) != url_key(ARTICLE)


def test_names_in_any_alphabet_have_the_key_of_their_punycode():
    assert url_key("https://Bücher.example/straße") == url_key("http://xn--bcher-kva.example/stra%c3%9fe")
    assert url_key("https://日本.example/") == "//xn--wgv71a.example"


@pytest.mark.parametrize("host", ["m.com", "amp.dev", "www.de", "m.co.uk", "mobile.com.au"])
def test_a_site_called_like_a_variant_keeps_its_name(host):
    assert url_key(f"https://{host}/x") == f"//{host}/x"


def test_a_variant_inside_the_name_is_the_same_site():
    assert url_key("https://en.m.example.org/wiki/X") == url_key("https://en.example.org/wiki/X")


@pytest.mark.parametrize(
    "name", ["id", "page", "p", "v", "s", "story", "article", "articleid", "sid", "aid", "q", "date", "lang"]
)
def test_a_parameter_that_may_name_the_article_stays(name):
    assert url_key(f"https://example.com/?{name}=1") != url_key(f"https://example.com/?{name}=2")


def test_the_list_of_parameters_is_in_lower_case_and_holds_each_once():
    names = [row["name"] for row in read_csv("dropped_parameters")]
    assert names == [name.lower() for name in names]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "text",
    ["", "not a url", "http://[broken", "https://example.com:99999/", "mailto:a@b.example", "file:///a/b", "urn:x:y"],
)
def test_what_is_no_web_address_is_its_own_key(text):
    assert url_key(text) == text


_PIECES = st.sampled_from(
    [
        "http:", "https:", "//", "/", "www.", "m.", "amp.", "amp", "example", ".com", ".co.uk", "google.com", "/amp/s/", "%",
        "%2", "%2F", "%2C", "%61", "?", "&", "&amp;", "=", "+", ";", "#", "#!", "id", "utm_source", "index.html", ".amp",
        ".html", "..", ".", ":80", "@", "[", "]", "ü", "\ud800", " ", "\t", "x.cdn.ampproject.org/c/s/", "xn--", "İ", "℀",
        ";jsessionid=1",
    ]
)  # fmt: skip


@given(
    st.one_of(
        st.lists(_PIECES, max_size=14).map("".join), st.text(), st.text().map(lambda rest: f"https://a.example/{rest}")
    )
)
def test_a_key_is_its_own_key(url):
    assert url_key(url_key(url)) == url_key(url)
