"""Reports of a filled home: every claim leads to the words of the warehouse, and a browser shows them and asks nobody."""

import shutil
from collections import Counter

import pytest
from lxml import html

BROWSER = shutil.which("chromium")

pytestmark = pytest.mark.xdist_group("end_to_end")

STORY = "floods sweep"
# The words of every row of a story, as its offsets count them in the published texts.
WORDS = """
with rows as (
    select 'event' as kind, article_version_id, trigger_start as first, trigger_end as last, article_id from event_mentions
    union all select 'figure', article_version_id, figure_start, figure_end, article_id from figures
    union all select 'participant', article_version_id, mention_start, mention_end, article_id from participants
    union all select 'statement', article_version_id, char_start, char_end, article_id from statements
)
select 'k-' || kind, substring(text, first + 1, last - first)
from rows inner join article_texts using (article_version_id) inner join articles as a on a.article_id = rows.article_id
where a.story_id = (select story_id from stories where contains(title, ?))
"""


@pytest.fixture(scope="module")
def report(home, tmp_path_factory):
    """The path of a report of the home."""
    folder = tmp_path_factory.mktemp("reports")

    def write(*words):
        path = folder / f"{len(list(folder.iterdir()))}.html"
        code, _, said = home.run("report", *words, "--output", str(path))
        assert code == 0, said
        return path

    return write


def test_the_marked_words_of_a_story_are_those_at_the_offsets_of_the_warehouse(home, report):
    page = html.parse(str(report("--story", STORY)), html.HTMLParser(encoding="utf-8")).getroot()
    marks = Counter((mark.get("class"), mark.text_content()) for mark in page.iter("mark") if mark.get("id"))
    assert marks == Counter(home.rows(WORDS, STORY))
    ids = Counter(page.xpath("//@id"))
    assert [one for one, count in ids.items() if count > 1] == []
    assert [link for link in page.xpath("//a/@href") if link.startswith("#") and link[1:] not in ids] == []
    unlinked = [event for event in page.find_class("event") if not event.xpath(".//a[starts-with(@href, '#m')]")]
    assert unlinked == []


@pytest.mark.extended
@pytest.mark.skipif(BROWSER is None, reason="Chromium is not here: apt-get install chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("words", [("--story", STORY), ("--day", "2025-09-17"), ("--entity", "Japan")])
def test_a_browser_shows_a_report_on_a_phone_and_asks_nobody(report, words, scheme):
    from playwright.sync_api import sync_playwright

    path = report(*words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme=scheme)
        asked, said = [], []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        tab.goto(path.as_uri())
        width = tab.evaluate("document.documentElement.scrollWidth")
        tab.locator(".event h3 a").first.click()
        mark = tab.locator("mark:target")
        seen = mark.evaluate(
            "mark => { const box = mark.getBoundingClientRect(), style = getComputedStyle(mark);"
            "return [box.top >= 0 && box.bottom <= innerHeight, style.backgroundColor] }"
        )
        tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        pale = tab.evaluate(PALE)
        browser.close()
    assert asked[0] == path.as_uri()
    assert [url.partition("#")[0] for url in asked] == [path.as_uri()] * len(asked)
    assert said == []
    assert width == 390
    assert seen == [True, "rgb(255, 212, 59)"]
    assert pale == []


# Texts whose contrast with what is behind them is below 4.5, as WCAG AA asks.
PALE = """() => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [.2126, .7152, .0722][n], 0);
  const behind = one => { for (; one; one = one.parentElement) {
    const color = parse(getComputedStyle(one).backgroundColor); if (color.length < 4 || color[3] > 0) return color; }
    return [255, 255, 255]; };
  const pale = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !one.getClientRects().length) continue;
    const isDrawn = one.namespaceURI.endsWith('svg');
    const style = getComputedStyle(one);
    const [a, b] = [light(parse(isDrawn ? style.fill : style.color)), light(behind(one))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) pale.add(`${one.tagName}.${one.className} ${style.color}`);
  }
  return [...pale];
}"""


@pytest.mark.extended
@pytest.mark.skipif(BROWSER is None, reason="Chromium is not here: apt-get install chromium")
def test_the_contrast_that_is_asked_for_is_measured(tmp_path):
    from playwright.sync_api import sync_playwright

    page = tmp_path / "pale.html"
    page.write_text("<body style='color: #999; background: #fff'><p>pale</p><p style='color: #000'>dark</p>")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.goto(page.as_uri())
        assert tab.evaluate(PALE) == ["P. rgb(153, 153, 153)"]
        browser.close()
