"""Which IP addresses and URLs may be asked for."""

import pytest

from extract.pages.addresses import clean_url, read_address, why_refused
from extract.pages.answers import Stop

pytestmark = pytest.mark.promise(9)

GLOBAL = ["93.184.215.14", "8.8.8.8", "151.101.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2a00:1450:4001::200e"]
REFUSED = [
    "0.0.0.0", "0.0.0.7",  # noqa: S104 - nothing binds here
    "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "169.254.169.254", "169.254.170.2",
    "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.7",
    "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "::127.0.0.1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "100::1", "2001::1",
    "2001:10::1", "2001:20::1", "2001:db8::1", "2002:808:808::1", "2620:4f:8000::1", "3fff::1", "5f00::1", "fc00::1",
    "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "2a00:1450::5efe:7f00:1", "2a00:1450::200:5efe:7f00:1",
    "127.1", "localhost", "fe80::1%lo", "",
]  # fmt: skip


def test_global_unicast_addresses_may_be_reached():
    assert {text: why_refused(text) for text in GLOBAL} == dict.fromkeys(GLOBAL)


def test_every_other_address_is_refused_with_a_reason():
    assert [text for text in REFUSED if not why_refused(text)] == []


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("http://News.Example", "http://news.example/"),
        ("  https://user:pw@news.example:443/a?b=1#c ", "https://news.example/a?b=1"),
        ("https://news.example./a", "https://news.example/a"),
        ("https://news.example:8443/a b?q=é", "https://news.example:8443/a%20b?q=%C3%A9"),
        ("https://news.example/a%2Fb?x=%E2%82%AC", "https://news.example/a%2Fb?x=%E2%82%AC"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://93.184.215.14/", "http://93.184.215.14/"),
        ("http://[2606:2800:021F::1]/", "http://[2606:2800:21f::1]/"),
        ("https://my_paper.example/?", "https://my_paper.example/"),
    ],
)
def test_an_address_has_one_clean_form(url, clean):
    assert clean_url(url) == clean
    assert clean_url(clean) == clean


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("http://0x7f.1/", "forbidden_address"),
        ("http://2130706433/", "forbidden_address"),
        ("http://127.1./", "forbidden_address"),
        ("http://news.example:99999/", "bad_url"),
        ("http://news.example:0/", "bad_url"),
        ("http://a..b/", "bad_url"),
        ("http://-/", "bad_url"),
        ("http://" + "a" * 64 + ".example/", "bad_url"),
        ("http://news.example/" + "a" * 5000, "bad_url"),
        ("http://[fe80::1%25lo]/", "bad_url"),
        ("javascript:alert(1)", "bad_url"),
        ("http://news.example/\ud800", "bad_url"),
        ("http://news.example/?a=\udfff", "bad_url"),
        ("/relative", "bad_url"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_not_asked_for(url, outcome):
    with pytest.raises(Stop) as refused:
        read_address(url)
    assert refused.value.outcome == outcome
