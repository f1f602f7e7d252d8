"""Who takes part, whom they stand for, and that no text breaks the reading."""

import sys
from collections.abc import Callable
from datetime import date
from types import FrameType

import pytest

from extract.facts.participants import find_names, read_participants
from extract.facts.read import ArticleText, read_articles


def _represented(found):
    everyone = list(found.values())
    return {one.name: everyone[one.represents].name for one in everyone if one.represents is not None}


@pytest.mark.parametrize(
    ("text", "represented"),
    [
        (
            "Mara Lind, spokeswoman for the Ministry of Water, resigned. Kenya's Ministry of Water thanked her."
            " Kenya signed the pact.",
            {"Mara Lind": "Ministry of Water", "Ministry of Water": "Kenya"},
        ),
        ("Mara Lind, minister of Kenya, resigned. Kenya signed the pact.", {"Mara Lind": "Kenya"}),
        ("Norwegian police arrested Mara Lind. Norway signed the pact.", {"Norwegian police": "Norway"}),
        ("About 200 Norwegian nurses left. Norway signed the pact.", {"About 200 Norwegian nurses": "Norway"}),
        ("Mara Lind, governor of Ohio, sued the firm. Ohio sued too.", {"Mara Lind": "Ohio"}),
        ("Noor Haddad of the Nature Trust sued the town.", {"Noor Haddad": "Nature Trust"}),
    ],
)
def test_a_minister_stands_for_the_ministry_and_the_ministry_for_the_country(read, text, represented):
    assert _represented(read(text)) == represented


@pytest.mark.parametrize(
    "text",
    [
        "Mara Lind, a painter from Kenya, won. Kenya signed the pact.",
        "Mara Lind sued Kenya.",
        "Norwegian police arrested Mara Lind.",  # the country takes no part
        "Kazakhstan's Air Steppe raised prices. Kazakhstan signed the pact.",
        "Kenya signed the pact.",
    ],
)
def test_who_holds_no_office_and_who_stands_for_nobody_here_represents_nobody(read, text):
    assert _represented(read(text)) == {}


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("The Indian government sued Orbit Corp.", "Indian government", "IN"),
        ("Tokyo sued Orbit Corp.", "Tokyo", "JP"),
        ("Palestinians blamed Israel.", "Palestinians", "PS"),
        ("The Swiss voted against the law.", "Swiss", "CH"),
        ("The Israeli prime minister resigned.", "Israeli", "IL"),
        ("Talks with Kenya failed.", "Kenya", "KE"),
        ("The tariffs on Peru rose.", "Peru", "PE"),
    ],
)
def test_who_stands_for_a_country_is_the_country(read, text, country, code):
    one = read(text)[country]
    assert (one.kind, one.country_code) == ("country", code)


@pytest.mark.parametrize(
    "text",
    [
        "Japanese firms agreed.",
        "The firm opened a shop in Tokyo.",
        "The firm opened a shop in Japan.",
        "Kazakhstan's Air Steppe raised prices.",
        "Wanda Novak visited Tokyo.",
        "Norwegian police arrested Mara Lind.",
    ],
)
def test_where_something_is_and_whose_it_is_are_no_country(read, text):
    assert not [one for one in read(text).values() if one.kind == "country"]


def test_a_country_is_named_by_its_own_name(read):
    found = read("The U.S. sued China. The US government and United States officials met, and Washington agreed.")
    assert "United States" in found
    assert {"U.S.", "US government", "Washington"} <= set(found["United States"].aliases)


@pytest.mark.parametrize(("text", "place"), [("Ohio sued the firm.", "Ohio"), ("Lagos sued the firm.", "Lagos")])
def test_a_place_that_acts_takes_part(read, text, place):
    assert (read(text)[place].kind, read(text)[place].only_in_events) == ("place", False)


@pytest.mark.parametrize("text", ["Wanda Novak moved to Ohio.", "Wanda Novak won in Lagos.", "The Ohio river rose."])
def test_a_place_where_something_is_takes_no_part(read, text):
    assert not {"Ohio", "Lagos"} & set(read(text))


_SYLLABLES = ("ba", "ke", "lo", "mi", "ru", "ta", "ve", "zo", "ni", "sa", "de", "fo", "gu", "hi", "pe", "wa")


def _name(i: int) -> str:
    return "".join(_SYLLABLES[(i // 16**k) % 16] for k in range(3)).title() + "rov"


HOSTILE = {
    "nothing": "",
    "spaces": " " * 3000,
    "lines": "\n" * 3000,
    "one ministry without end": "Ministry of " * 3000,
    "brackets": "(" * 20_000,
    "brackets apart": "(((( " * 1000,
    "brackets behind a name": "Orbit (O" * 2000,
    "nicknames": 'Ana "Lola" ' * 500,
    "many names": ". ".join(f"{_name(i)} said" for i in range(1000)),
    "capitals": "THE MINISTER OF TRADE SAID THAT CHINA AND JAPAN AGREED. " * 50,
    "surrogates": "Wanda \ud800Novak sued China. \udfff China protested \ud800.",
    "emoji": "😀 Novak 😀 said China 🇨🇳 protested. 😀😀 Orbit😀 Corp sued. About 200 😀 nurses left.",
    "right to left": "قالت وزارة Wanda Novak إن China احتجت. \u200fשר Trade Minister משה כהן sued Orbit Corp.",
    "combining": "Wa\u0301nda No\u0308vak sued China. İstanbul sued ŒUVRE Corp.",
}


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_text_is_read_and_every_mention_is_in_it(language_model, text):
    (facts,) = read_articles([ArticleText("v", "a", "", text, date(2025, 7, 10))], language_model)
    assert facts.error is None
    (doc,) = language_model.read([text])
    read_text = doc.text
    for one in read_participants(doc, []):
        assert read_text[one.mention_start : one.mention_end] == one.name
        assert {read_text[start:end] for start, end in one.mentions} == {one.name, *one.aliases}
        assert list(one.mentions) == sorted(one.mentions)


def _lines_run(work: Callable[[], object]) -> int:
    """How many lines of Python run: a measure of time that is the same on every machine and every day."""
    count = 0

    def trace(_frame: FrameType, event: str, _value: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.fixture(scope="module")
def growth(language_model):
    """How many times the lines run where the text has four times as many people and organisations."""

    def measure(sentence):
        def lines(count):
            (doc,) = language_model.read([" ".join(sentence(i) for i in range(count))])
            names = find_names(doc)
            return _lines_run(lambda: read_participants(doc, [], names))

        lines(20)  # the lists are read once
        return lines(1000) / lines(250)

    return measure


@pytest.mark.slow
@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(lambda i: f"{_name(i)} {_name(4095 - i)} of Orbit{i} Board (OB{i}) said.", id="people of boards"),
        pytest.param(lambda i: f"Vena {_name(i)} said.", id="one given name"),
        pytest.param(lambda i: f"Kenya's {_name(i)} Agency sued.", id="one last word"),
    ],
)
def test_time_grows_with_the_number_of_names(growth, sentence):
    assert growth(sentence) < 6
