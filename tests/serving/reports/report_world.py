"""A small warehouse made by hand for reports: two articles that tell one event, and disagree; and what every page keeps to."""

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import yaml
from lxml import html

from extract.store.published import published_path

MARTS = Path(__file__).parents[3] / "dbt_project" / "marts"
TABLES = (
    "articles", "article_texts", "entities", "entity_aliases", "event_mentions", "event_participants", "events",
    "figure_series", "figures", "id_redirects", "participants", "publishers", "statements", "stories",
)  # fmt: skip
NOON = datetime(2025, 9, 18, 12, tzinfo=UTC)

FIRST = (
    "Rain fell for days. At least 14 people died in Coimbra on Wednesday, the agency said. Ana Silva asked for help. "
    "It went on raining."
)
SECOND = "Floods killed 17 to 20 people in Lisbon on Tuesday. Ana Silva said that nothing had been asked for."


@cache
def columns_of(table: str) -> str:
    (model,) = yaml.load((MARTS / f"{table}.yml").read_text(), Loader=yaml.CSafeLoader)["models"]
    return ", ".join(f'"{one["name"]}" {one["data_type"]}' for one in model["columns"])


def publish(home: Path, rows: dict[str, list[dict]]) -> None:
    """A published file with the columns of the marts, and these rows."""
    path = published_path(home)
    path.parent.mkdir(parents=True)
    with duckdb.connect(str(path)) as connection:
        # One transaction: each of its own would wait for the disk.
        connection.execute("begin; create schema marts; create schema meta")
        for table in TABLES:
            connection.execute(f"create table marts.{table} ({columns_of(table)})")
            for row in rows.get(table, []):
                names = ", ".join(row)
                values = ", ".join("?" * len(row))
                connection.execute(f"insert into marts.{table} ({names}) values ({values})", list(row.values()))
        connection.execute(
            "create table meta.publication as select 3 as generation, timestamptz '2025-09-18 12:00:00+00' as published_at, "
            "'1.1.0' as marts_version, '0.1.0' as daybook_version, null::timestamptz as latest_captured_at, "
            "['a model'] as model_versions"
        )
        connection.execute("commit")


def quote(article: str, text: str, sentence: str, **marked: str) -> dict:
    """Offsets of a sentence, and of words in it: `trigger="died"` gives trigger_start, trigger_end."""
    start = text.index(sentence)
    row: dict = {
        "article_id": article, "article_version_id": f"v{article}", "char_start": start, "char_end": start + len(sentence),
        "evidence": sentence, "is_evidence_cut": False, "confidence": 0.95,
    }  # fmt: skip
    for name, words in marked.items():
        row[f"{name}_start"] = text.index(words, start)
        row[f"{name}_end"] = row[f"{name}_start"] + len(words)
    return row


def world(**changed: str) -> dict[str, list[dict]]:
    """Two articles that tell one event, and disagree. changed: other texts for `title`, `url`, `name`, `item`, `place`."""
    told = {"title": "Floods in Coimbra", "url": "https://example.org/1", "name": "Ana Silva", "item": "people",
            "place": "Coimbra", "event": "At least 14 people died", "publisher": "The Example"} | changed  # fmt: skip
    died, killed = "At least 14 people died in Coimbra on Wednesday, the agency said.", SECOND.partition(". ")[0] + "."
    asked, denied = "Ana Silva asked for help.", "nothing had been asked for"
    article = {
        "story_id": "st1",
        "language": "en",
        "captured_at": NOON,
        "is_text_publishable": True,
        "is_truncated": False,
    }
    event = {"event_id": "ev1", "type": "HARM", "date_precision": "day"}
    figure = {"event_id": "ev1", "unit": "person", "kind": "count", "item": told["item"], "trend": "none"}
    series = {"series_id": "se1", "measure": "dead", "story_id": "st1", "report_count": 2, "is_disputed": True,
              "do_sources_differ": True}  # fmt: skip
    person = {"entity_id": "en1", "name": told["name"], "kind": "person", "description": "minister", "confidence": 0.9}
    wednesday, tuesday = date(2025, 9, 17), date(2025, 9, 16)
    return {
        "articles": [
            {"article_id": "a1", "article_version_id": "va1", "title": told["title"], "url": told["url"], "publisher_id": "p1",
             "publisher_name": told["publisher"], "published_date": wednesday, **article},
            {"article_id": "a2", "article_version_id": "va2", "title": "Toll rises", "url": None, "publisher_id": "p2",
             "publisher_name": "Other News", "published_date": date(2025, 9, 18), **article, "is_text_publishable": False},
        ],
        "article_texts": [{"article_id": "a1", "article_version_id": "va1", "text": FIRST}],
        "publishers": [{"publisher_id": "p1", "publisher_name": told["publisher"]},
                       {"publisher_id": "p2", "publisher_name": "Other News"}],
        "stories": [{"story_id": "st1", "title": told["title"], "article_count": 2, "first_published_date": wednesday}],
        "entities": [{"entity_id": "en1", "name": told["name"], "kind": "person", "description": "minister",
                      "article_count": 2}],
        "entity_aliases": [{"entity_id": "en1", "alias": "Minister Silva", "article_count": 1}],
        "id_redirects": [{"old_id": "en0", "kind": "entity", "new_id": "en1"}],
        "events": [{**event, "story_id": "st1", "title": told["event"], "status": "occurred", "evidence": died,
                    "date_start": wednesday, "date_end": wednesday, "place_name": told["place"], "country_code": "PT",
                    "is_headline": True, "salience": 1.0, "confidence": 0.9, "mention_count": 2, "article_count": 2,
                    "source_count": 2, "is_date_disputed": True, "is_place_disputed": True, "is_status_disputed": False,
                    "is_figure_disputed": True, "do_figures_differ": True}],
        "event_mentions": [
            {**quote("a1", FIRST, died, trigger="died"), **event, "event_mention_id": "m1", "status": "occurred",
             "date_start": wednesday, "date_end": wednesday, "place_name": "Coimbra", "is_headline": True, "salience": 1.0},
            {**quote("a2", SECOND, killed, trigger="killed"), **event, "event_mention_id": "m2", "status": "occurred",
             "date_start": tuesday, "date_end": tuesday, "place_name": "Lisbon", "is_headline": False, "salience": 0.8},
        ],
        "event_participants": [
            {"event_id": "ev1", "event_mention_id": "m1", "participant_id": "pa1", "entity_id": "en1", "role": "speaker",
             "article_id": "a1", "article_version_id": "va1", "name": told["name"], "kind": "person", "confidence": 0.9}
        ],
        "participants": [
            {**quote("a1", FIRST, asked, mention="Ana Silva"), **person, "participant_id": "pa1"},
            {**quote("a2", SECOND, SECOND.partition(". ")[2], mention="Ana Silva"), **person, "participant_id": "pa2"},
        ],
        "figures": [
            {**quote("a1", FIRST, died, figure="At least 14 people"), **figure, "figure_id": "f1", "value": Decimal(14),
             "figure_text": "At least 14 people", "qualifier": "at_least"},
            {**quote("a2", SECOND, killed, figure="17 to 20 people"), **figure, "figure_id": "f2", "value": Decimal(17),
             "value_high": Decimal(20), "figure_text": "17 to 20 people", "qualifier": "exact"},
        ],
        "figure_series": [
            {**series, "figure_id": "f1", "article_id": "a1", "publisher_id": "p1", "value": Decimal(14),
             "qualifier": "at_least", "reported_date": wednesday, "report_number": 1},
            {**series, "figure_id": "f2", "article_id": "a2", "publisher_id": "p2", "value": Decimal(17),
             "value_high": Decimal(20), "qualifier": "exact", "reported_date": date(2025, 9, 18), "report_number": 2,
             "change_from_previous": Decimal(3)},
        ],
        "statements": [{**quote("a2", SECOND, denied), "statement_id": "s1", "kind": "indirect", "about": "help",
                        "speaker_participant_id": "pa2"}],
    }  # fmt: skip


def said(element) -> str:
    return " ".join(element.text_content().split())


class _Nesting(HTMLParser):
    """Every tag is closed, in order; ids are given once."""

    VOID = frozenset(("meta", "br", "hr", "img", "link", "input", "col", "circle", "rect", "path", "line"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: Counter = Counter()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag, attributes):
        self.ids.update(value for name, value in attributes if name == "id")
        self.attributes |= {name for name, _ in attributes}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, _, attributes):
        self.ids.update(value for name, value in attributes if name == "id")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"{tag} at {self.getpos()}")


def assert_sound(page: str) -> None:
    """Well nested, ids once, links of the page lead to it, nothing is asked of anybody, nothing runs."""
    nesting = _Nesting()
    nesting.feed(page)
    assert (nesting.open, nesting.wrong) == ([], [])
    assert [one for one, count in nesting.ids.items() if count > 1] == []
    tree = html.document_fromstring(page)
    links = [link.get("href") for link in tree.iter("a")]
    assert [link for link in links if link.startswith("#") and link[1:] not in nesting.ids] == []
    assert [link for link in links if not link.startswith(("#", "http://", "https://"))] == []
    assert [one.tag for one in tree.iter("script", "iframe", "object", "embed", "form", "img", "link", "base")] == []
    assert [name for name in nesting.attributes if name.startswith("on") or name in ("src", "srcset", "action")] == []
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    assert "script" not in policy
    assert tree.get("lang") == "en"
