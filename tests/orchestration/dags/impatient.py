"""A task that has too little time for what its workers do. For the tests alone."""

from datetime import timedelta

from airflow.sdk import DAG, task

from dags._common import DEFAULT_ARGS, START, step
from extract.contract.tables import Page
from extract.pipeline.sandbox import ReadPage, extract_pages, open_workers

# Parsers compare each attribute of an element with all others: these take half a minute.
SLOW = b"<html><body><p " + b" ".join(b"a%d=1" % number for number in range(40_000)) + b">x</p></body></html>"

with DAG(dag_id="impatient", schedule=None, start_date=START, default_args=DEFAULT_ARGS, doc_md=__doc__):

    @task(execution_timeout=timedelta(seconds=15), retries=0)
    def extract() -> int:
        """Extract a page that takes longer than the task may."""
        page = Page(
            page_id="0" * 64,
            page_uri="slow.html",
            captured="2025-07-04T00:00:00+00:00",
            captured_at=START,
            media_type="text/html",
            length_bytes=len(SLOW),
        )
        with step() as context:
            patient = context.settings.model_copy(update={"extract_seconds": 600})
            with open_workers(patient) as workers:
                return len(list(extract_pages(workers, [ReadPage(page.page_uri, page, SLOW)])))

    extract()
