"""`make up`: Airflow for real, on one machine; the first run is there without a click, and nothing is left behind."""

import json
import os
import shutil
import signal
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from ears import Ears
from otlp_receiver import receiving
from playwright.sync_api import expect, sync_playwright
from running import ROOT, Airflow, listeners_of, offered_by, pages_of, run_daybook, wait_for, workers_of

from extract.store.digest import digest

pytestmark = [pytest.mark.airflow, pytest.mark.xdist_group("airflow"), pytest.mark.timeout(600)]

FIRST, SECOND, *_ = sorted((ROOT / "tests" / "golden" / "pages").glob("*.html"))
SCREENSHOTS = ROOT / ".cache" / "test-airflow"
BROWSER = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A home with pages in its inbox, and Airflow over it: the tests below follow its life, in their order."""
    home, inbox = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("inbox")
    shutil.copy(FIRST, inbox)
    bundles = [
        {
            "name": name,
            "classpath": "airflow.dag_processing.bundles.local.LocalDagBundle",
            "kwargs": {"path": str(path)},
        }
        for name, path in (("dags", ROOT / "dags"), ("late", Path(__file__).parent / "dags"))
    ]
    lineage = home / "lineage.jsonl"
    with Ears() as ears, receiving() as metrics:
        airflow = Airflow(
            home,
            **metrics.environment,
            OPENLINEAGE__TRANSPORT=json.dumps({"type": "file", "log_file_path": str(lineage), "append": True}),
            AIRFLOW__LOGGING__JSON_LOGS=True,
            DAYBOOK_PAGES=inbox,
            AIRFLOW_CONN_APPRISE_DEFAULT=ears.connection,
            AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST=json.dumps(bundles),
        )
        said = airflow.up()
        try:
            yield SimpleNamespace(
                airflow=airflow, ears=ears, home=home, inbox=inbox, lineage=lineage, metrics=metrics, said=said
            )
        finally:
            airflow.down()


def test_up_says_where_it_is_and_how_to_get_in(world):
    assert f"Airflow runs: {world.airflow.address}" in world.said
    assert f"user admin, password {world.airflow.password}" in world.said
    assert "already" in world.airflow.up()


def test_nobody_gets_in_without_the_password_and_nobody_hears_of_it_from_elsewhere(world):
    assert httpx.get(f"{world.airflow.address}/api/v2/dags").status_code == 401
    wrong = {"username": "admin", "password": "admin"}
    assert httpx.post(f"{world.airflow.address}/auth/token", json=wrong).status_code == 401
    assert listeners_of(world.airflow.processes()) == {("127.0.0.1", world.airflow.port)}


@pytest.mark.promise(18)
def test_a_worker_that_dies_while_it_reads_is_replaced_and_the_hour_is_published(world):
    airflow = world.airflow
    (task,) = wait_for(
        lambda: [one for one in airflow.tasks("read_facts") if one["task_id"] == "read_facts" and one["pid"]],
        bool,
        180,
        "a task that reads facts",
    )
    os.kill(task["pid"], signal.SIGKILL)
    collected, *_ = airflow.wait_for_runs("collect_news", 1)
    assert (collected["run_type"], collected["state"]) == ("scheduled", "success")
    published, *_ = airflow.wait_for_runs("publish_warehouse", 1)
    assert published["state"] == "success"
    read, *_ = airflow.wait_for_runs("read_facts", 1)
    assert read["state"] == "success"
    task, *_ = [one for one in airflow.tasks("read_facts") if one["task_id"] == "read_facts"]
    assert (task["state"], task["try_number"]) == ("success", 2)
    assert pages_of(world.home) == 1


def test_a_run_by_hand_takes_what_has_come_and_readers_have_it(world, reference):
    airflow = world.airflow
    shutil.copy(SECOND, world.inbox)
    run_id = airflow.trigger("collect_news")
    wait_for(lambda: pages_of(world.home), lambda pages: pages == 2, 300, "the second page is published")
    (by_hand,) = [run for run in airflow.runs("collect_news") if run["dag_run_id"] == run_id]
    assert by_hand["state"] == "success"
    assert digest(world.home / "published" / "daybook.duckdb") == reference(world)


def test_metrics_lineage_and_logs_tell_what_ran(world):
    ended = world.metrics.of("airflow.ti.finish")
    assert {"read_facts", "build", "publish"} <= {attributes.get("task_id") for attributes, _ in ended}
    events = [json.loads(line) for line in world.lineage.read_text().splitlines()]
    jobs = {event["job"]["name"] for event in events}
    assert {"publish_warehouse.build", "collect_news.discover"} <= jobs
    parents = {
        event["run"]["facets"]["parent"]["job"]["name"] for event in events if "parent" in event["run"]["facets"]
    }
    # The task is told as what made the models, its run as what made the task.
    assert {"publish_warehouse.build", "publish_warehouse"} <= parents
    assert "marts.daybook.events.build.run" in jobs
    (log, *_) = (world.home / "airflow" / "logs").glob(
        "dag_id=read_facts/run_id=*/task_id=read_facts/map_index=0/attempt=2.log"
    )
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    (did,) = [line for line in lines if line["event"].startswith("read_facts did batch")]
    assert {did["dag_id"], did["task_id"], did["try_number"]} == {"read_facts", 2}
    assert did["batch_id"].endswith("-0000")
    assert did["run_id"].startswith("asset_triggered__")


def test_whoever_is_on_call_is_told_what_failed_and_what_to_do(world):
    world.airflow.trigger("backfill_archive", archives=["/nowhere/a.warc.gz"])
    told = world.ears.wait_for("Daybook: backfill_archive.list_archives failed")
    assert "/nowhere/a.warc.gz does not exist" in told["message"]
    assert "a path is wrong; the log names it, trigger anew" in told["message"]
    assert told["type"] == "failure"
    (run,) = world.airflow.wait_for_runs("backfill_archive", 1)
    assert run["state"] == "failed"


def test_whoever_is_on_call_is_told_of_a_run_that_is_late(world):
    run_id = world.airflow.trigger("late")
    told = world.ears.wait_for("Daybook: late is late", seconds=90)
    assert told["message"] == f"run {run_id} has not ended 0:00:02 after it was queued: see its page in Airflow"


@pytest.mark.promise(18)
def test_a_task_that_takes_too_long_ends_with_all_that_it_started(world):
    world.airflow.trigger("impatient")
    wait_for(lambda: workers_of(world.home), bool, 60, "workers of the task")
    (run,) = world.airflow.wait_for_runs("impatient", 1, seconds=60)
    assert run["state"] == "failed"
    told = world.ears.wait_for("Daybook: impatient.extract failed")
    assert "Timeout" in told["message"]
    wait_for(lambda: workers_of(world.home), lambda left: not left, 10, "no worker is left")


@pytest.mark.skipif(BROWSER is None, reason="Chromium is not here: apt-get install chromium")
def test_the_first_runs_are_there_in_the_browser(world):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(world.airflow.address)
        page.get_by_label("Username").fill("admin")
        page.get_by_label("Password").fill(world.airflow.password)
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{world.airflow.address}/dags")
        for dag_id in ("collect_news", "read_facts", "publish_warehouse", "backfill_archive", "maintain"):
            expect(page.get_by_role("link", name=dag_id, exact=True).first).to_be_visible(timeout=30_000)
        page.screenshot(path=SCREENSHOTS / "dags.png")
        page.goto(f"{world.airflow.address}/dags/publish_warehouse")
        expect(page.get_by_text("check_marts").first).to_be_visible(timeout=30_000)
        page.screenshot(path=SCREENSHOTS / "publish_warehouse.png")
        browser.close()


def test_down_leaves_no_process_and_no_port(world):
    before = world.airflow.processes()
    assert len(before) >= 5
    assert "Airflow is stopped" in world.airflow.down()
    assert world.airflow.processes() == {}
    assert workers_of(world.home) == []
    with pytest.raises(httpx.ConnectError):
        httpx.get(world.airflow.address)
    assert "no Airflow" in world.airflow.down()


@pytest.fixture
def reference(tmp_path):
    """The digest of what a home publishes that gets the same runs without Airflow, and without a worker that dies."""

    def digest_of(world):
        for run_id, pages in offered_by(world.home):
            run_daybook(tmp_path, "discover", *pages, "--run-id", run_id)
        run_daybook(tmp_path, "run", world.inbox)
        return digest(tmp_path / "published" / "daybook.duckdb")

    return digest_of
