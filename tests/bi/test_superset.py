"""`make bi`: Superset for real, in a browser; what is published meanwhile is seen, and nothing is left behind."""

import os
import re
import shutil
import stat
import threading
from pathlib import Path

import httpx
import pytest
import yaml
from playwright.sync_api import expect
from running import ROOT, listeners_of, run_daybook
from superset_server import DASHBOARDS

pytestmark = [pytest.mark.bi, pytest.mark.xdist_group("bi"), pytest.mark.timeout(600)]

HOSTILE = Path(__file__).with_name("hostile.html")
PUBLISHER = "<b>The</b> Paper"
TAG = "img src=x onerror=document.title='owned'"
# Behind a bracket in tables: see AS_TEXT in docker/superset/datasets.py.
JOINER = "\N{WORD JOINER}"
PUBLISHED = {path.stem: yaml.safe_load(path.read_text()) for path in sorted((DASHBOARDS / "dashboards").glob("*.yaml"))}
SHOTS = ROOT / ("docker/superset/screenshots" if os.environ.get("BI_SCREENSHOTS") == "1" else ".cache/test-bi")


def charts_of(dashboard):
    return sum(item["type"] == "CHART" for item in dashboard["position"].values() if isinstance(item, dict))


def test_without_a_publication_it_says_how_to_get_one(world):
    assert world.refused.returncode != 0
    assert "nothing is published" in world.refused.stderr
    assert "make demo" in world.refused.stderr


def test_it_says_where_it_is_and_listens_on_loopback_alone(world):
    superset = world.superset
    assert f"Superset runs: {superset.address}" in world.said
    assert "user admin" in world.said
    assert superset.password not in world.said
    assert listeners_of(superset.processes()) == {("127.0.0.1", superset.port)}
    state = world.home / "superset"
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (state / "secrets").iterdir()} == {0o600}


def test_again_it_imports_the_dashboards_and_changes_nothing(world):
    kinds = ("database", "dataset", "chart", "dashboard")
    before = {kind: sorted((one["uuid"], one["id"]) for one in world.superset.list(kind)) for kind in kinds}
    assert len(before["dashboard"]) == len(PUBLISHED) == 4
    assert len(before["chart"]) == len([*(DASHBOARDS / "charts").rglob("*.yaml")])
    assert f"Superset runs already: {world.superset.address}" in world.superset.up()
    assert before == {kind: sorted((one["uuid"], one["id"]) for one in world.superset.list(kind)) for kind in kinds}


def test_datasets_say_what_the_warehouse_says_of_its_tables(world):
    superset = world.superset
    listed = {
        one["table_name"]: one
        for one in superset.list("dataset")
        if one["schema"] == "marts" and one["kind"] == "physical"
    }
    tables = dict(superset.warehouse("select table_name, description from meta.tables"))
    assert {name: one["description"] for name, one in listed.items()} == tables
    for name, one in listed.items():
        columns = superset.client.get(f"/dataset/{one['id']}").raise_for_status().json()["result"]["columns"]
        said = superset.warehouse(f"select column_name, description from meta.columns where table_name = '{name}'")
        physical = {column["column_name"]: column["description"] for column in columns if not column["expression"]}
        assert physical == dict(said), name


def test_nobody_gets_in_without_the_password(world):
    superset, browser = world.superset, world.browser
    for path in ("/dashboard/", "/chart/", "/database/"):
        assert httpx.get(f"{superset.address}/api/v1{path}").status_code in (401, 403)
    answer = httpx.get(f"{superset.address}/superset/dashboard/daybook-events/", follow_redirects=True)
    assert "/login/" in str(answer.url)
    browser.log_in("wrong")
    expect(browser.page.get_by_text("Invalid username or password")).to_be_visible()
    browser.log_in(superset.password)
    browser.page.wait_for_url("**/welcome/**")


@pytest.mark.parametrize("slug", PUBLISHED)
def test_every_chart_of_a_dashboard_is_drawn(world, slug):
    browser = world.browser
    browser.open(slug, charts_of(PUBLISHED[slug]))
    assert len(browser.answers) >= charts_of(PUBLISHED[slug])
    assert browser.failed_answers() == []
    SHOTS.mkdir(parents=True, exist_ok=True)
    browser.screenshot(SHOTS / f"{slug}.png")
    assert (SHOTS / f"{slug}.png").stat().st_size < 400_000


def test_a_country_narrows_the_table_down_to_its_sentences(world):
    superset, browser = world.superset, world.browser
    browser.open("daybook-events", charts_of(PUBLISHED["daybook-events"]))
    table = browser.chart("Events and the sentences that report them")
    for where in ("", "where country_code = 'PT'"):
        if where:
            browser.choose("country", "PT")
        ((count,),) = superset.warehouse(f"select count(*) from marts.events_wide {where}")
        expect(table.get_by_placeholder(f"{count} records...")).to_be_visible(timeout=30_000)
    browser.settle(charts_of(PUBLISHED["daybook-events"]))
    evidence = {
        text for (text,) in superset.warehouse("select evidence from marts.events_wide where country_code = 'PT'")
    }
    cells = table.locator("tbody tr td:nth-child(6)").all_text_contents()
    shown = {cell.replace(JOINER, "") for cell in cells}
    assert shown
    assert shown - evidence == set()
    # The rows behind a chart.
    browser.chart("Countries").locator("[data-test=ellipsis], .dot").first.click()
    browser.page.get_by_role("menuitem", name="Drill to detail").click()
    detail = browser.page.get_by_role("dialog")
    expect(detail.get_by_role("row")).not_to_have_count(0, timeout=30_000)
    assert any(sentence in (detail.text_content() or "") for sentence in evidence)
    browser.page.keyboard.press("Escape")


def test_a_time_narrows_what_is_counted(world):
    superset = world.superset
    (events,) = [one["id"] for one in superset.list("dataset") if one["table_name"] == "events"]
    within = {"col": "first_published_date", "op": "TEMPORAL_RANGE", "val": "2025-09-01 : 2025-09-17"}
    condition = "first_published_date >= '2025-09-01' and first_published_date < '2025-09-17'"
    ((expected,),) = superset.warehouse(f"select count(*) from marts.events where {condition}")
    assert expected > 0
    assert superset.count(events, filters=[within]) == (200, expected)


@pytest.mark.promise(2)
def test_a_publish_is_seen_at_once_and_disturbs_no_query(world):
    superset = world.superset
    (articles,) = [one["id"] for one in superset.list("dataset") if one["table_name"] == "articles"]
    ((before,),) = superset.warehouse("select count(*) from marts.articles")
    seen, ended = [], threading.Event()

    def ask():
        while not ended.wait(0.1):
            seen.append(superset.count(articles))
            answer = superset.sql("select count(*) as count from articles, range(200000)")
            seen.append(
                (answer.status_code, answer.json()["data"][0]["count"] // 200_000 if answer.is_success else answer.text)
            )

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        shutil.copy(HOSTILE, world.pages)
        with (world.pages / "captures.csv").open("a") as captures:
            captures.write(f"hostile.html,2026-02-03T10:00:00Z,https://paper.example/bridge,{PUBLISHER},true\n")
        run_daybook(world.home, "run", world.pages)
        # Queries that others began before may still run.
        after = superset.count(articles)
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    assert superset.warehouse("select count(*), max(generation) from marts.articles, meta.publication") == [
        (before + 1, 2)
    ]
    assert after == (200, before + 1)
    assert len(seen) > 20
    assert set(seen) == {(200, before), (200, before + 1)}


@pytest.mark.promise(11)
@pytest.mark.parametrize("slug", PUBLISHED)
def test_text_from_the_web_stays_text(world, slug):
    browser = world.browser
    browser.open(slug, charts_of(PUBLISHED[slug]))
    assert browser.failed_answers() == []
    texts = {"daybook-overview": f"Lisbon opens <{JOINER}{TAG}> {{{{ 7*7 }}}} bridge",
             "daybook-events": f"Mayor Carla Nunes opened the <{JOINER}{TAG}> {{{{ 7*7 }}}} bridge in Lisbon",
             "daybook-figures": "93 million euros", "daybook-quality": PUBLISHER}  # fmt: skip
    if slug == "daybook-overview":
        browser.chart("Stories").get_by_placeholder("records...").fill("bridge")
    expect(browser.page.get_by_text(texts[slug]).first).to_be_visible()
    assert browser.page.locator("img[src=x]").count() == 0
    assert browser.page.locator(".dashboard-content b, .dashboard-component-chart-holder b").count() == 0
    assert not re.search(r"\b49 bridge", browser.page.inner_text("body"))
    assert "owned" not in browser.page.title()
    assert browser.errors == []


def test_no_request_left_this_machine(world):
    # What Superset's pages ask for is a pixel that counts its users: the browser is told not to go there.
    assert world.browser.outside <= {"apachesuperset.gateway.scarf.sh"}
    assert world.browser.reached() == set()


def test_down_leaves_no_process_and_no_port(world):
    assert len(world.superset.processes()) >= 3
    assert "Superset is stopped" in world.superset.down()
    assert world.superset.processes() == {}
    with pytest.raises(httpx.ConnectError):
        httpx.get(world.superset.address)
    assert "no Superset" in world.superset.down()
