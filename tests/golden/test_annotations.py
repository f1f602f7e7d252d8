"""The annotated rows fit the texts they were written for, and every page has its articles."""

import csv
import json
from datetime import date, datetime
from pathlib import Path

import pytest

from extract.contract.columns import (
    EVENT_STATUSES,
    EVENT_TYPES,
    FIGURE_KINDS,
    PARTICIPANT_KINDS,
    QUALIFIERS,
    ROLES,
    TRENDS,
)

GOLDEN = Path(__file__).parent
ARTICLES = {row["id"]: row for row in json.loads((GOLDEN / "articles.json").read_text("utf-8"))}
NOTES = {
    row["id"]: row for row in map(json.loads, (GOLDEN / "annotations.jsonl").read_text("utf-8").splitlines())
}  # fmt: skip
each_article = pytest.mark.parametrize("article_id", ARTICLES)


def test_every_article_is_annotated_and_every_annotation_has_its_article():
    assert list(NOTES) == list(ARTICLES)


def test_every_page_has_articles_numbered_from_its_primary_one():
    on_page: dict[str, list[dict]] = {}
    for article in ARTICLES.values():
        for page in article["pages"]:
            on_page.setdefault(page, []).append(article)
    assert sorted(on_page) == sorted(path.name for path in (GOLDEN / "pages").iterdir() if path.suffix != ".csv")
    for articles in on_page.values():
        assert [article["ordinal"] for article in articles] == list(range(1, len(articles) + 1))
        assert [article["is_primary"] for article in articles] == [True] + [False] * (len(articles) - 1)


def test_every_page_was_captured_on_or_after_the_day_its_articles_were_published():
    with (GOLDEN / "pages/captures.csv").open(encoding="utf-8", newline="") as file:
        captured = {row["file"]: datetime.fromisoformat(row["captured_at"]) for row in csv.DictReader(file)}
    for article in ARTICLES.values():
        for page in article["pages"]:
            assert captured[page].tzinfo is not None
            if article["published"]:
                assert 0 <= (captured[page].date() - date.fromisoformat(article["published"])).days <= 1, article["id"]


def test_one_page_is_in_another_character_set():
    body = (GOLDEN / "pages/pension_fraud.html").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    assert "£23.6 million" in body.decode("windows-1252")


@each_article
def test_figures_quote_the_text(article_id):
    text, figures = ARTICLES[article_id]["text"], NOTES[article_id]["figures"]
    for figure in figures:
        assert text.count(figure["quote"]) == 1, figure
        assert figure["text"] in figure["quote"], figure
        assert figure["qualifier"] in QUALIFIERS, figure
        assert figure["kind"] in FIGURE_KINDS, figure
        assert figure["trend"] in TRENDS, figure
        assert figure.get("value_high", figure["value"] + 1) > figure["value"], figure
        if "alternative_of" in figure:
            restated = [other for other in figures if other["text"] == figure["alternative_of"]]
            assert restated, figure
            assert restated[0]["unit"] != figure["unit"], figure


@each_article
def test_participants_are_named_in_the_text_and_counted_by_a_figure(article_id):
    article, note = ARTICLES[article_id], NOTES[article_id]
    counted = {figure["text"] for figure in note["figures"]}
    assert len({person["name"] for person in note["participants"]}) == len(note["participants"])
    for participant in note["participants"]:
        assert participant["kind"] in PARTICIPANT_KINDS, participant
        # The seed page says "US" and "US Treasury Secretary" where a row has the full name.
        forms = [participant["name"], *participant["aliases"], participant["affiliation"] or participant["name"]]
        assert any(form in article["text"] for form in forms), participant
        assert participant.get("headcount") is None or participant["headcount"] in counted, participant


@each_article
def test_events_quote_the_text_and_name_participants_and_figures(article_id):
    text, note = ARTICLES[article_id]["text"], NOTES[article_id]
    names = {participant["name"] for participant in note["participants"]}
    counted = {figure["text"] for figure in note["figures"]}
    assert [event["rank"] for event in note["events"]] == list(range(1, len(note["events"]) + 1))
    assert not note["events"][0].get("optional")
    for event in note["events"]:
        assert event["type"] in EVENT_TYPES, event
        assert event["status"] in EVENT_STATUSES, event
        assert all(quote in text for quote in [event["quote"], *event["also"]]), event
        assert event["trigger"] in event["quote"], event
        assert {role["name"] for role in event["roles"]} <= names, event
        assert {role["role"] for role in event["roles"]} <= set(ROLES), event
        assert set(event["figures"]) <= counted, event
        start, end = event["date_start"], event["date_end"]
        assert (event["date_text"] is None) == (start is None and end is None), event
        assert not (start and end) or date.fromisoformat(start) <= date.fromisoformat(end), event
