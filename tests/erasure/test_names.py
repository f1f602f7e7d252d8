"""Names are found in every spelling and packing, and nothing that only looks like them."""

import pytest

from extract.contract.tombstones import MASK
from extract.erasure.forms import name_forms
from extract.erasure.graves import Graves
from extract.erasure.masking import mask_page, mask_value
from extract.erasure.words import normal_words


def graves_of(name: str, *aliases: str) -> Graves:
    empty = Graves((), b"key")
    return Graves(empty.make_names("test", "2025-07-04T12:00:00+00:00", name_forms(name, aliases)), b"key")


def blocks(text: str, *words: str) -> str:
    for word in words:
        text = text.replace(word, MASK * len(word))
    return text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ana Müller's dog and Müller.", ("Ana", "Müller")),
        ("ANA MÜLLER, ana mueller, Ana Muller", ("ANA", "MÜLLER", "ana", "mueller", "Ana", "Muller")),
        ("Müller, Ana: a life", ("Müller", "Ana")),
        ("Ana J. Müller and Ana Müllers dog", ("Ana", "J", "Müllers", "Müller")),
        ("write to ana.mueller@mail.example or @anamueller", ("anamueller", "ana", "mueller")),
        ("Ana\nMüller", ("Ana", "Müller")),
        ("Ana Mu\u0308ller, Ana M\u00fcl\u00adler", ("Ana", "Mu\u0308ller", "M\u00fcl\u00adler")),
        ("Ana-Müller", ("Ana", "Müller")),
    ],
)
def test_a_name_is_masked_letter_by_letter(text, words):
    masked = mask_value(graves_of("Ana Müller"), text)
    assert masked.text == blocks(text, *words)
    assert len(masked.text) == len(text)
    assert masked.names


@pytest.mark.parametrize(
    "text",
    [
        "Müller said so",
        "Ana said so",
        "Müller Ana",
        "Will Müller, then Ana",
        "Anamaria Müllerova",
        "Ana and Tom Müller",
        "Ana. Then Müllerei",
        "",
        "123 – !",
    ],
)
def test_half_a_name_is_no_name(text):
    masked = mask_value(graves_of("Ana Müller"), text)
    assert masked.text == text
    assert not masked.names


def test_short_forms_count_beside_a_whole_name_alone():
    graves = graves_of("Ana Müller", "Annie", "Granny Müller")
    assert mask_value(graves, "Annie left").text == "Annie left"
    assert mask_value(graves, "Ana Müller, Annie, left").text == blocks(
        "Ana Müller, Annie, left", "Ana", "Müller", "Annie"
    )
    assert mask_value(graves, "Granny Müller left").text == blocks("Granny Müller left", "Granny", "Müller")
    assert mask_value(graves, "Müller left", has_name=True).text == blocks("Müller left", "Müller")


def test_scripts_without_spaces():
    assert mask_value(graves_of("张伟"), "昨天张伟表示").text == blocks("昨天张伟表示", "张伟")
    assert mask_value(graves_of("김민수"), "김민수는 말했다").text == blocks("김민수는 말했다", "김민수")
    assert mask_value(graves_of("Иван Жуков"), "ИВАН ЖУКОВ сказал").text == blocks("ИВАН ЖУКОВ сказал", "ИВАН", "ЖУКОВ")


@pytest.mark.parametrize(
    ("source", "masked"),
    [
        ("<p>Ana M&uuml;ller</p>", "<p>███ ██████</p>"),
        ("<p>Ana M&#252;ller</p>", "<p>███ ██████</p>"),
        ("<p>Ana M&#xFC;ller</p>", "<p>███ ██████</p>"),
        ("<p>Ana M&amp;uuml;ller</p>", "<p>███ ██████</p>"),
        ("<p>Ana M&#00000000252;ller</p>", "<p>███ ██████</p>"),
        ("<p>Ana Mü<!-- -->ller</p>", "<p>███ ██<!-- -->████</p>"),
        ("<p>Ana M<tt>ü</tt>l<x-y>l</x-y>er</p>", "<p>███ █<tt>█</tt>█<x-y>█</x-y>██</p>"),
        ('<p>Ana <span title="x > yy">Mü</span>ller</p>', '<p>███ <span title="x > yy">██</span>████</p>'),
        ('<script>"author":"Ana M\\u0026uuml;ller"</script>', '<script>"author":"███ ██████"</script>'),
        ("<p>Ana <b>Müller</b></p>", "<p>███ <b>██████</b></p>"),
        ("<p><span>A</span>na Müller</p>", "<p><span>█</span>██ ██████</p>"),
        ("<p>Ana&nbsp;Müller</p>", "<p>███&nbsp;██████</p>"),
        ('<meta content="Ana Müller">', '<meta content="███ ██████">'),
        ("<!-- Ana Müller -->", "<!-- ███ ██████ -->"),
        ('<script>{"name":"Ana M\\u00fcller\\nof"}</script>', '<script>{"name":"███ ██████\\nof"}</script>'),
        ('<a href="/ana-m%C3%BCller/1">x</a>', '<a href="/███-██████/1">x</a>'),
        ("<td>Ana</td><td>Müller</td>", "<td>███</td><td>██████</td>"),
    ],
)
def test_a_name_is_found_however_a_page_packs_it(source, masked):
    assert mask_page(graves_of("Ana Müller"), source, None).text == masked


def test_markup_is_no_name():
    source = '<p class="x"><strong>Mark Strong</strong> and <strong name="n">Tom</strong></p><script>{"name": "strong"}</script>'
    masked = mask_page(graves_of("Mark Strong"), source, None).text
    assert masked.count("<strong") == source.count("<strong")
    assert "████ ██████" in masked
    assert '{"name"' in masked


def test_masking_twice_changes_nothing():
    graves = graves_of("Ana Müller")
    once = mask_page(graves, "<p>Ana M&uuml;ller, Müller</p>", None).text
    again = mask_page(graves, once, None)
    assert (again.text, again.names) == (once, frozenset())


def test_a_tombstone_has_no_word_and_another_key_knows_nothing():
    graves = graves_of("Ana Müller")
    assert not any("ana" in str(one).lower() or "müller" in str(one).lower() for one in graves.tombstones)
    assert mask_value(Graves(graves.tombstones, b"another"), "Ana Müller").text == "Ana Müller"


def test_addresses_that_name_somebody():
    graves = graves_of("Ana Müller")
    assert graves.of_address("https://a.example/2025/ana-m%C3%BCller-resigns")
    assert graves.of_address("https://a.example/muller-resigns") is None
    # The folders above a file are those of whoever keeps it.
    assert graves.of_address("/home/ana-mueller/pages/x.html") is None
    assert graves.of_address("/pages/ana-mueller.html")


def test_the_end_of_an_address_is_a_headline_with_a_surname():
    graves = graves_of("Larry Page")
    assert graves.has_short_slug("https://a.example/2025/page-resigns-over-bridge?x=1")
    assert not graves.has_short_slug("https://a.example/news/page/2")
    assert not graves.has_short_slug("https://www.the-page-post.example/news")
    assert not graves.has_short_slug("/saved/page-dump-of-may/x.html")


def test_normal_words():
    assert normal_words("Ana-María O’Berg’s straße ﬁne Łódź") == (
        "ana",
        "maria",
        "o",
        "berg",
        "s",
        "strasse",
        "fine",
        "lodz",
    )


@pytest.mark.parametrize(
    "piece",
    [
        "<p>Ana M&uuml;ller and <b>ana</b> &amp; others < here %20 \\u0041 <i",
        "<p>" * 20 + "Ana ",
        "&#" * 30,
        "<!-- <script> ",
    ],
)
def test_finding_names_takes_time_in_proportion(growth, piece):
    graves = graves_of("Ana Müller", "Annie")
    small, large = piece * 200, piece * 1600
    assert growth(lambda: mask_page(graves, small, None), lambda: mask_page(graves, large, None)) < 24
