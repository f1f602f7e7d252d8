"""Hourly: find new pages, keep their bodies, extract their articles.

**When red.** `discover`: a folder is missing or `sources.yml` is wrong; the log names the line, and `daybook sources check` says
what to do. A source that does not answer turns nothing red: it is a row in `source_checks`, or in `rejects` where it is a folder
or an archive. `fetch_pages`, `extract_articles`: the batch named in the log could not be done (disk, memory); clear the task once
that is mended. A bad page never turns a task red: it is a row in `rejects`. `fetch_pages` is mapped over batches that share no
host; a lock keeps two tasks from asking one host at once all the same.
"""

from airflow.sdk import DAG, get_current_context, task

from dags._common import ARTICLES, DEFAULT_ARGS, START, step
from extract import pipeline

with DAG(
    dag_id="collect_news",
    schedule="@hourly",
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["daybook"],
):

    @task
    def discover() -> list[list[str]]:
        """New pages into batches; every batch that is due, those an earlier hour left included, in at most 500 groups."""
        run = get_current_context()["dag_run"]
        # The slot a run stands for, not the clock: a run done again finds its own batches.
        name = run.logical_date.strftime("%Y%m%dT%H%M%S") if run.logical_date else run.run_id.replace(":", "")
        with step() as context:
            due = pipeline.discover(context, run_id=name)
        # Airflow maps a task at most 1,024 times: a year of archives has more batches.
        size = max(1, -(-len(due) // 500))
        return [due[start : start + size] for start in range(0, len(due), size)]

    @task
    def fetch_pages(batch_ids: list[str]) -> dict[str, int]:
        """The bodies of a group of batches."""
        with step() as context:
            return pipeline.fetch_pages(context, batch_ids).as_dict()

    # all_done: an hour without new pages, or with a batch that failed, still extracts what is there.
    @task(outlets=[ARTICLES], trigger_rule="all_done")
    def extract_articles() -> dict[str, int]:
        """The articles of every fetched batch that is due."""
        with step() as context:
            return pipeline.extract_articles(context).as_dict()

    fetch_pages.expand(batch_ids=discover()) >> extract_articles()
