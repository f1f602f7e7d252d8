"""Addresses: cleaned twice is cleaned once, no credential stays, no spelling of a private address is taken for a public one."""

import ipaddress

import pytest
from fuzzing import fuzz
from hypothesis import strategies as st

from extract.contract.url_secrets import hide_secrets
from extract.contract.urls import url_key
from extract.pages.addresses import clean_url, is_ip_address, read_address, why_refused
from extract.pages.answers import Stop
from extract.pages.listings import site_of

pytestmark = pytest.mark.promise(23)

_PIECES = (
    *(
        "http://",
        "https://",
        "HTTPS:",
        "//",
        "/",
        "\\",
        ":",
        "@",
        "?",
        "#",
        "#!",
        "&",
        "&amp;",
        ";",
        "=",
        "%",
        "%2",
        "%2F",
        "%25",
    ),
    *(
        "%00",
        "%E2%80%AE",
        "..",
        ".",
        "/../",
        "/./",
        "/amp/",
        "amp.",
        "www.",
        "m.",
        "news.example",
        "co.uk",
        "bücher.example",
    ),
    *(
        "index.html",
        ".amp.html",
        "utm_source=x",
        "id=7",
        "token=canary7f3a",
        "me:canary7f3a@",
        "jsessionid=canary7f3a",
        "[::1]",
    ),
    *(
        "[",
        "]",
        "127.0.0.1",
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
        "１２７.1",
        "①②⑦.⓪.⓪.①",
        "localhost",
        ":80",
        ":443",
        ":0",
    ),
    *(
        ":99999",
        ":8080",
        " ",
        "\t",
        "\n",
        "\u3000",
        "\u200b",
        "。",
        "ﬀ",
        "ß",
        "İ",
        "\ud800",
        "é",
        "e\u0301",
        "😀",
        "xn--",
        "xn--a",
    ),
    *(
        "-",
        "_",
        "a" * 70,
        "redirect=https%3A%2F%2Fb.example%2F%3Fkey%3Dcanary7f3a",
        "www.google.com/amp/s/",
        "cdn.ampproject.org/c/s/",
    ),
    *(
        "ftp:",
        "file:///",
        "javascript:",
        "+",
        "*",
        "'",
        '"',
        "<",
        ">",
        "|",
        "^",
        "`",
        "{",
        "}",
        "~",
        "$",
        "!",
        ",",
        "(",
        ")",
    ),
)
loose = st.builds("".join, st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=4)), max_size=10))
addresses = st.one_of(loose, st.builds("https://news.example{}".format, loose), st.builds("http://{}/a".format, loose))


@fuzz(400, url=addresses)
def test_a_key_of_a_key_is_that_key(url):
    key = url_key(url)
    assert url_key(key) == key


@fuzz(400, url=addresses)
def test_hiding_what_is_hidden_changes_nothing(url):
    hidden = hide_secrets(url)
    assert hide_secrets(hidden) == hidden


@fuzz(
    200,
    password=st.text(st.sampled_from("ab:/?#é%[]\\ 7")),
    path=loose,
    name=st.sampled_from(("token", "api_key", "X-Amz-Signature")),
)
def test_no_password_and_no_secret_parameter_stays(password, path, name):
    assert "canary" not in hide_secrets(f"https://me:x{password}canary@news.example/")
    path = path.replace("canary", "").replace("#", "").replace("?", "")
    assert "canary" not in hide_secrets(f"https://news.example/{path}?id=7&{name}=canary&page=2")


@fuzz(400, url=addresses)
def test_a_clean_address_is_clean(url):
    try:
        clean = clean_url(url)
    except Stop as stop:
        assert stop.outcome in ("bad_url", "forbidden_address")
        return
    assert clean_url(clean) == clean
    assert clean.isascii()
    assert "@" not in clean.split("/")[2]
    address = read_address(clean)
    assert address.url == clean
    assert site_of(clean)
    if is_ip_address(address.host):
        why_refused(address.host)
        ipaddress.ip_address(address.host)


@fuzz(200, url=addresses)
def test_the_key_of_a_clean_address_is_the_key_of_the_address(url):
    try:
        clean = clean_url(url)
    except Stop:
        return
    # A viewer's address holds another, that nobody has cleaned.
    if "#!" not in url and "amp/s/" not in url and "/c/s/" not in url:
        assert url_key(clean) == url_key(url)
