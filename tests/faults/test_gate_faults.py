"""Bad data is not published: the gate says why, the old generation stays, and a crash inside it counts as failure."""

from datetime import UTC, datetime

import duckdb
import pytest

from extract.errors import GateFailed, WarehouseError
from extract.quality.gates import check_batches, check_marts
from extract.store.candidate import discard_candidate, mark_done, open_candidate
from extract.store.digest import digest
from extract.store.engine import read_only_url
from extract.store.load import load_batch, loaded_since, quarantine_batch
from extract.store.publish import publish_candidate
from extract.store.published import published_path
from extract.store.warehouse import candidate_path

pytestmark = [pytest.mark.promise(3), pytest.mark.xdist_group("gates")]

NOON = datetime(2025, 7, 4, 12, tzinfo=UTC)


@pytest.fixture
def steps(tmp_path, make_marts):
    """The steps from batches to the published file, as the pipeline joins them."""

    class Steps:
        def load(self, *batches):
            with open_candidate(tmp_path) as candidate:
                return [load_batch(candidate, batch) for batch in batches]

        def check_batches(self):
            with open_candidate(tmp_path) as candidate:
                new = loaded_since(candidate, "check_batches")
            url = read_only_url(candidate_path(tmp_path))
            report = check_batches(url, list(new), tmp_path / "quality", run_name="1", checked_at=NOON)
            with open_candidate(tmp_path) as candidate:
                for batch_id, reason in report.red_batches.items():
                    quarantine_batch(candidate, batch_id, new[batch_id], reason)
                mark_done(candidate, "check_batches")
            return report

        def pass_unchecked(self):
            with open_candidate(tmp_path) as candidate:
                mark_done(candidate, "check_batches")

        def build(self, *statements):
            with open_candidate(tmp_path) as candidate:
                make_marts(candidate, marked=False)
                for statement in statements:
                    candidate.connection.execute(statement)
                mark_done(candidate, "link")
                mark_done(candidate, "build")

        def check_marts(self, **options):
            url = read_only_url(candidate_path(tmp_path))
            try:
                check_marts(url, tmp_path / "quality", run_name="1", checked_at=NOON, **options)
            except GateFailed as error:
                discard_candidate(tmp_path, error.message)
                raise
            with open_candidate(tmp_path) as candidate:
                mark_done(candidate, "check_marts")

        def publish(self):
            return publish_candidate(tmp_path, daybook_version="0", run_id="r", published_at=NOON)

        def read(self, query):
            with duckdb.connect(str(published_path(tmp_path)), read_only=True) as connection:
                return connection.execute(query).fetchall()

    return Steps()


def test_a_batch_that_lost_its_titles_stays_out_and_the_others_go_on(steps, make_batch):
    bad = make_batch("bad", range(10, 20), untitled=3)
    steps.load(make_batch("good", range(5)), bad)
    report = steps.check_batches()
    assert report.red_batches == {
        "bad": "articles: at most a fifth of a batch's articles have no title, plain text left out (broken by 1)"
    }
    steps.build()
    steps.check_marts()
    assert steps.publish().row_counts["articles"] == 5
    assert steps.read("select batch_count, quarantined_batch_count from meta.publication") == [(1, 1)]
    # Delivered again as it is, it stays out; nothing is left to check.
    assert steps.load(bad) == ["quarantined"]
    assert steps.check_batches().results == ()


def test_red_marts_leave_the_old_file_to_readers_and_no_candidate(tmp_path, steps, make_batch):
    steps.load(make_batch("b1", range(3)))
    steps.pass_unchecked()
    steps.build()
    steps.check_marts()
    old = steps.publish()
    steps.load(make_batch("b2", range(3, 6)))
    steps.pass_unchecked()
    steps.build("update marts.events set status = 'perhaps'")
    with pytest.raises(GateFailed, match=r"closed lists \(type, status, .* [0-9a-z]+ status, ") as error:
        steps.check_marts()
    assert error.value.exit_code == 3
    assert not candidate_path(tmp_path).exists()
    assert (tmp_path / "quality" / "red" / "check_marts-1.json").exists()
    with pytest.raises(WarehouseError, match="no candidate"):
        steps.publish()
    assert digest(published_path(tmp_path)) == old.digest
    # Mended, the same batches go through.
    assert steps.load(make_batch("b1", range(3)), make_batch("b2", range(3, 6))) == ["up_to_date", "loaded"]
    steps.pass_unchecked()
    steps.build()
    steps.check_marts()
    assert steps.publish().row_counts["articles"] == 6


@pytest.mark.extended
def test_a_mass_loss_is_red_until_it_is_said_to_be_meant(tmp_path, steps, make_batch):
    steps.load(make_batch("b1", range(40)))
    steps.pass_unchecked()
    steps.build()
    steps.check_marts()
    old = steps.publish()

    def lose():
        steps.load(make_batch("b1", range(19), wording=" again"))
        steps.pass_unchecked()
        steps.build()

    lose()
    with pytest.raises(GateFailed, match="articles fell from 40 to 19; event_mentions fell from 40 to 19;") as error:
        steps.check_marts()
    assert "--allow-shrink" in error.value.hint
    assert digest(published_path(tmp_path)) == old.digest
    # The numbers to compare with are those of the build, however often it is tried.
    lose()
    steps.check_marts(allow_shrink=True)
    assert steps.publish().row_counts["articles"] == 19


def test_a_crash_inside_a_gate_lets_nothing_through(tmp_path, steps, make_batch, monkeypatch):
    steps.load(make_batch("b1", range(3)))
    monkeypatch.setenv("DAYBOOK_FAILPOINT", "gate.check=raise")
    with pytest.raises(GateFailed, match="the check itself broke"):
        steps.check_batches()
    steps.build()
    with pytest.raises(WarehouseError, match="`check_batches` has not seen"):
        steps.publish()
    assert not published_path(tmp_path).exists()
