"""The public JSON of `daybook facts`."""

import json
from datetime import date

import pytest

from extract.errors import InputError
from extract.facts.json_lines import MAX_EVENTS, facts_to_json, parse_article_line
from extract.facts.read import read_articles


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2019-10-24", date(2019, 10, 24)),
        ("2019-10-24T12:00:00+00:00", date(2019, 10, 24)),
        ("2025-07-04T05:48+09:00", date(2025, 7, 4)),
        ("2019-10-24 12:00", date(2019, 10, 24)),
        ("2019-13-45", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (20191024, None),
    ],
)
def test_published_is_the_local_day_as_written_or_unknown(published, day):
    line = json.dumps({"id": "x", "text": "Rain fell.", "published": published})
    assert parse_article_line(line).published_date == day


def test_missing_title_and_published_are_unknown():
    article = parse_article_line('{"id": 7, "text": "Rain fell.", "ignored": [1]}')
    assert (article.article_id, article.title, article.published_date, article.language) == ("7", None, None, None)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        '{"text": "x"}',
        '{"id": "a"}',
        '{"id": "a", "text": null}',
        '{"id": null, "text": "x"}',
        '{"id": NaN, "text": "x"}',
        '{"id": {}, "text": "x"}',
        '{"id": true, "text": "x"}',
        "[" * 200_000,
    ],
)
def test_a_line_that_is_no_article_is_refused_by_name(line):
    with pytest.raises(InputError) as refused:
        parse_article_line(line)
    assert refused.value.hint


def test_half_a_surrogate_pair_keeps_its_place():
    article = parse_article_line('{"id": "a", "text": "x\\ud800y"}')
    assert article.text == "x\ufffdy"


@pytest.fixture(scope="module")
def shown(language_model):
    text = (
        "Police arrested two men in Paris on Monday. The Federal Reserve (Fed) bought 30 to 35 percent of Orbit Corp. "
        "Alice Berg, president of Orbit Corp, said she would sue the Fed."
    )
    line = json.dumps({"id": "x", "title": "Police arrest two men", "text": text, "published": "2025-07-03"})
    article = parse_article_line(line)
    (facts,) = read_articles([article], language_model)
    return json.loads(json.dumps(facts_to_json(article.article_id, text, facts))), text


def test_the_shape_is_the_public_one(shown):
    answer, _ = shown
    assert set(answer) == {"id", "figures", "participants", "events", "statements", "dates", "names"}
    assert answer["id"] == "x"
    assert set(answer["events"][0]) == {
        *("type", "plover_type", "status", "char_start", "char_end", "text", "evidence_start", "evidence_end", "title"),
        *("headline", "date_start", "date_end", "date_text", "date_precision", "date_method", "place", "country_code"),
        *("roles", "figures", "confidence"),
    }
    assert set(answer["participants"][0]) == {
        *("name", "kind", "aliases", "description", "affiliation", "headcount", "confidence")
    }


def test_offsets_are_the_things_own_words(shown):
    answer, text = shown
    for thing in (*answer["figures"], *answer["events"], *answer["dates"]):
        assert text[thing["char_start"] : thing["char_end"]] == thing["text"]
    assert {text[name["char_start"] : name["char_end"]] for name in answer["names"]} >= {"Paris", "Federal Reserve"}


def test_roles_name_participants_exactly_and_figures_are_indices(shown):
    answer, _ = shown
    names = {one["name"] for one in answer["participants"]}
    for event in answer["events"]:
        assert {role["name"] for role in event["roles"]} <= names
        assert all(0 <= index < len(answer["figures"]) for index in event["figures"])


def test_a_range_shows_both_ends(shown):
    answer, _ = shown
    (stake,) = (figure for figure in answer["figures"] if figure["unit"] == "percent")
    assert (stake["value"], stake["value_high"]) == (30, 35)


def test_a_figure_says_its_item_and_the_head_of_its_unit_only_where_it_has_them(language_model):
    text = "The port shipped 40 shipping containers. The index stood at 5."
    article = parse_article_line(json.dumps({"id": "x", "text": text}))
    (facts,) = read_articles([article], language_model)
    counted, bare = facts_to_json("x", text, facts)["figures"]
    assert (counted["unit_head"], text[counted["item_start"] : counted["item_end"]]) == ("container", counted["item"])
    assert bare["unit"] is None
    assert "unit_head" not in bare
    assert ("item_start" in bare) == ("item_end" in bare) == (bare["item"] is not None)


def test_the_headline_event_is_first_and_alone(shown):
    answer, _ = shown
    assert [event["headline"] for event in answer["events"]] == [True, *[False] * (len(answer["events"]) - 1)]
    assert answer["events"][0]["text"] == "arrested"


def test_at_most_twelve_events_are_shown(language_model):
    text = " ".join(f"Police in Paris arrested Alice Berg{'x' * n} Berg{n}." for n in range(20))
    article = parse_article_line(json.dumps({"id": "x", "text": text}))
    (facts,) = read_articles([article], language_model)
    assert len(facts_to_json("x", text, facts)["events"]) <= MAX_EVENTS
