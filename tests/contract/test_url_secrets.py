"""What may be written down of an address: nothing that lets in whoever reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.contract.url_secrets import SECRET_PARAMETERS, hide_secrets
from extract.contract.urls import url_key

pytestmark = pytest.mark.promise(20)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:hush@a.example/b", "https://a.example/b"),
        ("http://a.example/@me?x=1@2", "http://a.example/@me?x=1@2"),
        ("https://a.example/b?token=hush", "https://a.example/b"),
        ("https://a.example/b?id=7&api_key=hush&page=2", "https://a.example/b?id=7&page=2"),
        ("https://a.example/b?token=hush&id=7", "https://a.example/b?id=7"),
        ("https://a.example/b?token=hush#part-2", "https://a.example/b#part-2"),
        ("https://a.example/b?ToKeN=hush&X-Amz-Signature=hush", "https://a.example/b"),
        ("https://a.example/b?a%63cess_token=hush", "https://a.example/b"),
        ("https://a.example/b?x=1&amp;token=hush&amp;y=2", "https://a.example/b?x=1&amp;y=2"),
        ("https://a.example/b;token=hush/c", "https://a.example/b/c"),
        ("https://a.example/b;token=hush?id=5&p=2", "https://a.example/b?id=5&p=2"),
        ("https://a.example/b?password=hush;hush", "https://a.example/b"),
        ("https://a.example/b?x=1;token=hush;y=2", "https://a.example/b?x=1;y=2"),
        ("https://a.example/b?t%256fken=hush&token[]=hush&%20token=hush", "https://a.example/b"),
        ("https://a.example/b?accessToken=hush&Access-Token=hush&id=1", "https://a.example/b?id=1"),
        ("https://a.example/b?next=https://me:hush@c.example/", "https://a.example/b?next=https://c.example/"),
        (
            "https://a.example/b?next=https%3A%2F%2Fc.example%2F%3Ftoken%3Dhush%26id%3D1",
            "https://a.example/b?next=https%3A%2F%2Fc.example%2F%3Fid%3D1",
        ),
        ("https://a.example/b?q=50%25&who=me@c.example", "https://a.example/b?q=50%25&who=me@c.example"),
        ("https://a.example/b#access_token=hush&state=1", "https://a.example/b#state=1"),
        ("https://a.example/b?key=7&code=8&id=9&session=ten", "https://a.example/b?key=7&code=8&id=9&session=ten"),
        ("https://a.example/b?next=/c?token=hush", "https://a.example/b?next=/c"),
        ("https://a.example/token=hush", "https://a.example/token=hush"),
        ("saved/page?.html", "saved/page?.html"),
    ],
)
def test_an_address_is_written_down_without_what_lets_a_reader_in(url, shown):
    assert hide_secrets(url) == shown


@pytest.mark.parametrize(
    "url",
    [
        "https://me:hu#hush@a.example/x",
        "https://me:hu/hush@a.example/x",
        "http://me:hush@[x/a@b",
        "ftp://me:hush@a/",
        "http:\\\\me:hush@a",
        "//me:hush@a/b",
        "http:me:hush@a/",
        "https://me:h@u:hush/x@a.example/",
        "https://a@//me:hush/@b",
    ],
)
def test_secrets_are_hidden_even_in_an_address_that_cannot_be_read(url):
    assert "hush" not in hide_secrets(url)


@given(
    st.lists(
        st.tuples(st.sampled_from([*sorted(SECRET_PARAMETERS), "id", "page", "q"]), st.just("hush7")),
        min_size=1,
        max_size=6,
    )
)
def test_no_place_in_a_query_keeps_a_secret_and_no_other_parameter_goes(pairs):
    query = "&".join(f"{name}={value}" for name, value in pairs)
    shown = hide_secrets(f"https://a.example/b?{query}")
    kept = [name for name, _ in pairs if name not in SECRET_PARAMETERS]
    assert shown == "https://a.example/b" + ("?" + "&".join(f"{name}=hush7" for name in kept) if kept else "")
    assert hide_secrets(shown) == shown


def test_an_address_and_what_is_written_down_of_it_are_one_article():
    whole = "https://reader:hush@a.example/news/b?token=hush&id=7"
    assert url_key(whole) == url_key(hide_secrets(whole)) == "//a.example/news/b?id=7"
    nested = "https://a.example/news/b;token=hush/c?from=https%3A%2F%2Fc.example%2F%3Ftoken%3Dhush"
    assert url_key(nested) == url_key(hide_secrets(nested))
