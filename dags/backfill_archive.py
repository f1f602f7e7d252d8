"""By hand: take WARC archives and folders of saved pages from another time, one a group of tasks, until their facts are read.

Trigger it with the paths, as the workers see them; the other DAGs go on meanwhile. What is read is published as each archive
is done. Triggered again with the same paths it does what is left; other terms are written into what was taken.

**When red.** `list_archives`: a path is wrong; the log names it, trigger anew. `discover_archive`: another run is finding pages
(it is tried again). `fetch_pages`, `extract_articles`, `read_facts`: the batch that the log names could not be done (disk,
memory); clear the task once that is mended, and only what is left is done. A damaged record or a bad page turns nothing red:
it is a row in `rejects`.
"""

from datetime import timedelta

from airflow.sdk import DAG, Param, get_current_context, task, task_group

from dags._alerts import deadline
from dags._common import DEFAULT_ARGS, FACTS, MAPPED_TASKS, START, step
from extract import pipeline

with DAG(
    dag_id="backfill_archive",
    schedule=None,
    start_date=START,
    max_active_runs=1,
    # Slots are left for the hour's news.
    max_active_tasks=MAPPED_TASKS,
    deadline=deadline(timedelta(hours=48)),
    # An archive of a news crawl holds tens of thousands of pages; what is done stays done where a task is cut off.
    default_args=DEFAULT_ARGS | {"execution_timeout": timedelta(hours=12)},
    params={
        "archives": Param(
            type="array",
            items={"type": "string", "minLength": 1},
            minItems=1,
            uniqueItems=True,
            description="Paths of WARC archives (.warc, .warc.gz, .warc.zst), of saved pages, or of folders of either.",
        ),
        "publisher": Param(
            None, type=["null", "string"], minLength=1, maxLength=100, description="Of pages that do not name it."
        ),
        "publish_text": Param(False, type="boolean", description="Whether whole texts of them may be published."),
    },
    doc_md=__doc__,
    tags=["daybook", "by hand"],
):

    @task
    def list_archives() -> list[str]:
        """The archives and folders that the paths name or hold."""
        with step() as context:
            return pipeline.list_archives(context, get_current_context()["params"]["archives"])

    # One at a time: they write the same list of what was found.
    @task(max_active_tis_per_dag=1)
    def discover_archive(uri: str) -> list[str]:
        """The pages of an archive into batches; returns all batches that hold pages of it."""
        task, params = get_current_context()["ti"], get_current_context()["params"]
        run_id = f"{task.run_id.replace(':', '')}-{task.map_index:04d}"
        terms = {"publisher": params["publisher"], "publish_text": params["publish_text"]}
        with step() as context:
            return pipeline.discover_archive(context, uri, run_id, **terms)

    @task
    def fetch_pages(batch_ids: list[str]) -> dict[str, int]:
        """The bodies of an archive's pages."""
        with step() as context:
            return pipeline.fetch_pages(context, batch_ids).as_dict()

    @task
    def extract_articles(batch_ids: list[str]) -> dict[str, int]:
        """The articles on them."""
        with step() as context:
            return pipeline.extract_articles(context, batch_ids).as_dict()

    @task(outlets=[FACTS])
    def read_facts(batch_ids: list[str]) -> dict[str, int]:
        """The facts of their articles."""
        with step() as context:
            return pipeline.read_facts(context, batch_ids).as_dict()

    @task_group(group_id="archive", prefix_group_id=False)
    def archive(uri: str) -> None:
        """Everything of one archive; another that fails does not stop it."""
        batches = discover_archive(uri)
        fetch_pages(batches) >> extract_articles(batches) >> read_facts(batches)

    archive.expand(uri=list_archives())
