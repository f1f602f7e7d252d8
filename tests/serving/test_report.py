"""`daybook report` on a small warehouse made by hand: what the page says, where it leads, and what no text can do to it."""

import shutil
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest
import yaml
from lxml import html
from typer.testing import CliRunner

from extract.cli.main import app
from extract.errors import InputError, WarehouseError
from extract.serving.report import contents, make_report
from extract.serving.report.readable import web_address
from extract.serving.report.subject import find_subject
from extract.store.published import open_published, published_path

MARTS = Path(__file__).parents[2] / "dbt_project" / "marts"
TABLES = (
    "articles", "article_texts", "entities", "entity_aliases", "event_mentions", "event_participants", "events",
    "figure_series", "figures", "id_redirects", "participants", "publishers", "statements", "stories",
)  # fmt: skip
BROWSER = shutil.which("chromium")
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


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("home")
    publish(path, world())
    return path


@pytest.fixture(scope="module")
def story(home) -> html.HtmlElement:
    return html.document_fromstring(make_report(home, "story", "st1").page)


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


@pytest.mark.parametrize("asked", [("story", "st1"), ("entity", "en1"), ("day", "2025-09-17"), ("day", "latest")])
def test_each_report_is_sound(home, asked):
    assert_sound(make_report(home, *asked).page)


def test_the_marked_words_are_those_of_the_warehouse(story):
    marks = Counter((mark.get("class"), mark.text_content()) for mark in story.iter("mark") if mark.get("id"))
    assert marks == Counter(
        {
            ("k-event", "died"): 1, ("k-event", "killed"): 1, ("k-figure", "At least 14 people"): 1,
            ("k-figure", "17 to 20 people"): 1, ("k-participant", "Ana Silva"): 2,
            ("k-statement", "nothing had been asked for"): 1,
        }
    )  # fmt: skip


def test_a_claim_leads_to_its_words(story):
    (event,) = story.find_class("event")
    (title,) = event.xpath(".//h3/a")
    mark = story.get_element_by_id(title.get("href")[1:])
    assert (said(title), mark.text_content()) == ("At least 14 people died", "died")
    (sentence,) = mark.xpath("ancestor::li")
    assert said(sentence.find_class("quote")[0]) == "At least 14 people died in Coimbra on Wednesday, the agency said."
    assert said(sentence.find_class("label")[0]) == "1.1"
    assert {said(link) for link in event.find_class("cite")} >= {"1.1", "2.1"}


def test_what_stands_around_is_shown_where_the_text_is_published(story):
    around = [said(one) for one in story.find_class("around")]
    assert around == ["Rain fell for days.", "It went on raining."]


def test_sources_that_differ_both_stand(story):
    (event,) = story.find_class("event")
    told = [said(one) for one in event.find_class("said")]
    assert told == ["says 17 Sep 2025, Coimbra", "says 16 Sep 2025, Lisbon"]
    assert "contradict each other about the day and the place and a figure" in said(event)
    (brief,) = story.find_class("brief")
    assert "two sources exclude each other" in said(brief)


def test_a_number_over_time_is_drawn_and_told(story):
    (series,) = story.find_class("series")
    (drawing,) = series.xpath(".//*[local-name()='svg' and @role='img']")
    assert len(drawing.find_class("sign")) == 2
    assert len(drawing.find_class("range")) == 1
    assert "The Example: at least 14" in said(drawing)
    rows = [[said(cell) for cell in row.iter("td")] for row in series.xpath(".//tbody/tr")]
    assert [row[:4] for row in rows] == [
        ["17 Sep 2025", "The Example", "at least 14", ""], ["18 Sep 2025", "Other News", "17 – 20", "+3"]
    ]  # fmt: skip


def test_a_report_does_not_depend_on_the_order_of_rows(home, tmp_path):
    publish(tmp_path, {table: rows[::-1] for table, rows in world().items()})
    for asked in (("story", "st1"), ("entity", "en1"), ("day", "2025-09-17")):
        assert make_report(tmp_path, *asked).page == make_report(home, *asked).page


MARKUP = (
    "<script>alert(1)</script>",
    "{{7*7}}{% for x in y %}",
    "</style><img src=x onerror=alert(1)>",
    "\" onmouseover='alert(1)' x=\"",
    "</title></bdi></li></mark><svg onload=alert(1)>",
    "<!-- ]]> --> <![CDATA[ &lt; &#60;",
)
HOSTILE = {
    "markup": " ".join(MARKUP),
    "invisible": "\u202egnp.exe\u2066 \u200f a\x1b[31mb\x7f\x00c\u2028d\ne Z" + "\u0315" * 500,
    "long": "x" * 200_000,
    "empty": "",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_stays_text(tmp_path, text):
    publish(tmp_path, world(title=text, url=text, name=text, item=text, place=text, event=text, publisher=text))
    page = make_report(tmp_path, "story", "st1").page
    assert_sound(page)
    assert "49" not in page
    assert len(page) < 100_000
    assert not set(page) & set("\u202e\u2066\u200f\x1b\x7f\x00\u2028")
    if text == HOSTILE["markup"]:
        assert html.document_fromstring(page).text_content().count(text) >= 6


@pytest.mark.extended
@pytest.mark.skipif(BROWSER is None, reason="Chromium is not here: apt-get install chromium")
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_browser_takes_hostile_text_for_text(tmp_path, text):
    from playwright.sync_api import sync_playwright

    publish(tmp_path, world(title=text, url=text, name=text, item=text, place=text, event=text, publisher=text))
    path = tmp_path / "report.html"
    path.write_text(make_report(tmp_path, "story", "st1").page, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 390, "height": 800})
        told = []
        tab.on("request", lambda request: told.append(request.url))
        tab.on("console", lambda message: told.append(message.text))
        tab.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
        tab.goto(path.as_uri())
        width = tab.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert told == [path.as_uri()]
    assert width == 390


def test_what_turns_a_text_is_shown(tmp_path):
    publish(tmp_path, world(name="\u202egnp.exe", title="one\ntwo\x1b"))
    page = make_report(tmp_path, "entity", "en1").page
    assert "<h1><bdi>[U+202E]gnp.exe</bdi></h1>" in page
    assert "one two[U+001B]" in page


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("http://münchen.example/", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("https://example.org/" + "a" * 1000, False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("https:///no-host", False),
        ("https://exam\u202eple.org", False),
        ("//example.org", False),
    ],
)
def test_only_addresses_of_the_web_are_links(url, is_link):
    assert web_address(url) == (url if is_link else None)


def test_links_out_tell_nobody_where_from(story):
    outside = [link for link in story.iter("a") if not link.get("href").startswith("#")]
    assert [(link.get("href"), link.get("rel")) for link in outside] == [
        ("https://example.org/1", "noopener noreferrer nofollow")
    ]


@pytest.mark.parametrize("typed", ["en1", "en0", "Ana Silva", "ana sílva", "minister silva", "silva"])
def test_an_entity_is_found_by_id_old_id_name_alias_and_words(home, typed):
    with open_published(home) as connection:
        assert find_subject(connection, "entity", typed).key == "en1"


@pytest.mark.parametrize("typed", ["st1", "floods in coimbra", "COIMBRA floods"])
def test_a_story_is_found_by_id_and_words(home, typed):
    with open_published(home) as connection:
        assert find_subject(connection, "story", typed).key == "st1"


def test_of_several_that_may_be_meant_each_is_named_with_its_id(tmp_path):
    rows = world()
    rows["entities"].append(
        {"entity_id": "en2", "name": "Ana Silva", "kind": "organisation", "article_count": 9, "description": None}
    )
    publish(tmp_path, rows)
    with pytest.raises(InputError, match=r"2 entities are meant by 'ana silva':\n  en2  .*\n  en1  ") as caught:
        make_report(tmp_path, "entity", "ana silva")
    assert caught.value.hint == "daybook report --entity ID"
    assert make_report(tmp_path, "entity", "en2").subject.key == "en2"


def test_what_is_not_there_is_answered_with_what_is_nearly(home):
    with pytest.raises(
        InputError, match=r"no entity is called 'Ana Sliva'; what is called nearly so:\n  en1  Ana Silva"
    ):
        make_report(home, "entity", "Ana Sliva")
    with pytest.raises(InputError, match="no story is called 'zzz'"):
        make_report(home, "story", "zzz")
    with pytest.raises(InputError, match=r"the days with most:\n  2025-09-17  1 event"):
        make_report(home, "day", "2001-01-01")


def test_ids_that_lead_in_a_ring_end(tmp_path):
    rows = world()
    rows["id_redirects"] = [
        {"old_id": one, "kind": "entity", "new_id": other} for one, other in (("x", "y"), ("y", "x"))
    ]
    publish(tmp_path, rows)
    with pytest.raises(InputError, match="no entity is called 'x'"):
        make_report(tmp_path, "entity", "x")


def test_a_report_is_bounded_and_says_what_it_cut(tmp_path):
    publish(tmp_path, world())
    with duckdb.connect(str(published_path(tmp_path))) as connection:
        connection.execute(
            "insert into marts.events select e.* replace ('x' || n as event_id) from marts.events as e, range(250) as t(n)"
        )
        connection.execute(
            "insert into marts.event_mentions select m.* replace ('x' || n as event_id, 'x' || n as event_mention_id) "
            "from marts.event_mentions as m, range(250) as t(n) where event_mention_id = 'm1'"
        )
    page = make_report(tmp_path, "story", "st1").page
    assert_sound(page)
    tree = html.document_fromstring(page)
    assert len(tree.find_class("event")) == contents.MOST_EVENTS
    lines = [[said(cell) for cell in row] for row in tree.xpath("//section[@aria-labelledby='left-out']//tbody/tr")]
    assert ["events", "51", "251", "the page shows at most 200, those that matter most"] in lines


def test_the_file_is_named_by_id_only(tmp_path):
    rows = world()
    for table in ("stories", "articles", "events", "figure_series"):
        rows[table] = [{**row, "story_id": "../../x<y>"} if "story_id" in row else row for row in rows[table]]
    publish(tmp_path, rows)
    name = make_report(tmp_path, "story", "../../x<y>").file_name
    assert name.removeprefix("story-").removesuffix(".html").isalnum()


def test_tables_of_another_version_are_named(tmp_path):
    publish(tmp_path, world())
    with duckdb.connect(str(published_path(tmp_path))) as connection:
        connection.execute("alter table marts.events drop column salience")
    with pytest.raises(WarehouseError, match=r"not those that a report is made from: .*salience"):
        make_report(tmp_path, "story", "st1")


def daybook(home: Path, *words: str):
    return CliRunner().invoke(app, ["--home", str(home), "report", *words])


def test_the_command_writes_a_file_of_the_home_or_another_or_prints(tmp_path):
    publish(tmp_path, world())
    done = daybook(tmp_path, "--story", "floods")
    path = tmp_path / "reports" / "story-st1.html"
    assert (done.exit_code, Path(done.stdout.strip()).resolve()) == (0, path.resolve())
    assert list(path.parent.iterdir()) == [path]
    other = tmp_path / "other folder" / "page.html"
    for wrong in (other, tmp_path):
        assert isinstance(daybook(tmp_path, "--story", "st1", "--output", str(wrong)).exception, InputError)
    assert not other.parent.exists()
    other.parent.mkdir()
    assert daybook(tmp_path, "--story", "st1", "--output", str(other)).exit_code == 0
    printed = daybook(tmp_path, "--story", "st1", "--output", "-").stdout
    assert printed == path.read_text(encoding="utf-8") == other.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [(), ("--day", "latest", "--story", "st1"), ("--day", "soon"), ("--entity", " ")])
def test_wrong_usage_is_told_and_writes_nothing(home, words):
    done = daybook(home, *words)
    assert isinstance(done.exception, InputError)
    assert done.exception.exit_code == 2
    assert done.exception.hint.startswith("daybook report --")
    assert not (home / "reports").exists()
