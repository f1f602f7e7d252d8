"""What the page of a report says, where it leads, and what no text can do to it."""

import shutil
from collections import Counter

import pytest
from lxml import html
from report_world import assert_sound, publish, said, world

from extract.serving.report import make_report
from extract.serving.report.readable import web_address

BROWSER = shutil.which("chromium")


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


@pytest.mark.promise(11)
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


@pytest.mark.promise(11)
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


@pytest.mark.promise(11)
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
