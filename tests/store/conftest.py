"""Publishing made-up articles: load, make the marts, publish."""

from datetime import UTC, datetime

import pytest

from extract.store.candidate import open_candidate
from extract.store.load import load_batch
from extract.store.publish import publish_candidate

NOON = datetime(2025, 7, 4, 12, tzinfo=UTC)


@pytest.fixture
def publish(tmp_path, make_batch, make_marts):
    """Load articles into the candidate, make the marts, and publish; `statements` change the marts before."""

    def run(*numbers, statements="", marked=True, **options):
        with open_candidate(tmp_path) as candidate:
            for number in numbers:
                load_batch(candidate, make_batch(f"b{number}", range(number, number + 1)))
            make_marts(candidate, marked=marked)
            if statements:
                candidate.connection.execute(statements)
        options = {"daybook_version": "0.1.0", "run_id": "r1", "published_at": NOON} | options
        return publish_candidate(tmp_path, **options)

    return run
