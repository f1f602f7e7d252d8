"""Hourly: find new pages, keep their bodies, extract their articles.

A run stands for one hour, by UTC. What is missing after an outage or a pause `daybook status` names, with the command that
backfills it; nothing is caught up by itself, as sources tell what they have now, and the next hour takes it.

**When red.** `discover`: a folder is missing or `sources.yml` is wrong; the log names the line, and `daybook sources check` says
what to do. A source that does not answer turns nothing red: it is a row in `source_checks`, or in `rejects` where it is a folder
or an archive. `fetch_pages`, `extract_articles`: the batch named in the log could not be done (disk, memory); clear the task once
that is mended. A bad page never turns a task red: it is a row in `rejects`. `all_green` is red where another task is.
`fetch_pages` is mapped over batches that share no host; a lock keeps two tasks from asking one host at once all the same.
"""

from datetime import timedelta

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, CronDataIntervalTimetable, get_current_context, task

from dags._alerts import deadline
from dags._common import ARTICLES, DEFAULT_ARGS, MAPPED_TASKS, START, in_groups, step
from extract import pipeline

with DAG(
    dag_id="collect_news",
    # UTC has no daylight saving: each hour comes once.
    schedule=CronDataIntervalTimetable("0 * * * *", timezone="UTC"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    deadline=deadline(timedelta(hours=2)),
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["daybook", "hourly"],
):

    @task
    def discover() -> list[list[str]]:
        """New pages into batches; every batch that is due, those an earlier hour left included, in at most 500 groups."""
        run = get_current_context()["dag_run"]
        # The hour a run stands for, not the clock: a run done again finds its own batches. One by hand stands for none.
        is_hour = run.run_type in ("scheduled", "backfill")
        by_hand = run.logical_date.strftime("%Y%m%dT%H%M%S") if run.logical_date else run.run_id.replace(":", "")
        name = pipeline.run_of_hour(run.data_interval_start) if is_hour else by_hand
        with step() as context:
            return in_groups(pipeline.discover(context, run_id=name))

    # A batch asks one host a hundred times, five seconds apart.
    @task(execution_timeout=timedelta(hours=2))
    def fetch_pages(batch_ids: list[str]) -> dict[str, int]:
        """The bodies of a group of batches."""
        with step() as context:
            return pipeline.fetch_pages(context, batch_ids).as_dict()

    # all_done: an hour without new pages, or with a batch that failed, still extracts what is there.
    @task(trigger_rule="all_done")
    def list_stale_batches() -> list[list[str]]:
        """The fetched batches whose articles are missing, or extracted by older rules, in groups."""
        with step() as context:
            return in_groups(pipeline.list_stale_batches(context, "extract_articles"))

    @task(max_active_tis_per_dag=MAPPED_TASKS)
    def extract_articles(batch_ids: list[str]) -> dict[str, int]:
        """The articles of a group of batches."""
        with step() as context:
            return pipeline.extract_articles(context, batch_ids).as_dict()

    fetched, due = fetch_pages.expand(batch_ids=discover()), list_stale_batches()
    extracted = extract_articles.expand(batch_ids=due)
    # Once for all batches, those that failed left aside: an older hour's articles may wait to be read.
    articles = EmptyOperator(task_id="articles", outlets=[ARTICLES], trigger_rule="all_done")
    fetched >> due >> extracted >> articles
    # A run is as green as its last tasks: this one asks all the others.
    articles >> EmptyOperator(task_id="all_green", trigger_rule="none_failed") << [fetched, extracted]
