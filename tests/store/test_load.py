"""Loading: a batch is there whole, once, and replaces itself; the ledger knows what must be there."""

import json

import pytest

from extract.contract.tables import BATCH_TABLES, LINK_TABLES
from extract.errors import ContractError, WarehouseError
from extract.store.candidate import discard_candidate, mark_done, open_candidate, require_done
from extract.store.ledger import Ledger, LedgerLine
from extract.store.load import load_batch, loaded_since, quarantine_batch
from extract.store.warehouse import build_path, candidate_path


def count(candidate, table, where="true"):
    return candidate.connection.execute(f"select count(*) from raw.{table} where {where}").fetchone()[0]


def changes(candidate):
    return candidate.connection.execute(
        "select load_seq, op, count(*) from raw.article_changes group by all order by all"
    ).fetchall()


def test_a_new_candidate_has_every_table_with_its_meaning(tmp_path):
    with open_candidate(tmp_path) as candidate:
        rows = candidate.connection.execute(
            "select table_name, comment from duckdb_tables() where schema_name = 'raw'"
        ).fetchall()
        storage = candidate.connection.execute("select tags from duckdb_databases() where database_name = 'candidate'")
        assert storage.fetchone()[0]["storage_version"].startswith("v1.5.0")
    assert {table.table for table in (*BATCH_TABLES, *LINK_TABLES)} <= {name for name, _ in rows}
    assert all(comment for _, comment in rows)


def test_a_build_of_an_older_contract_takes_the_batches_of_this_one(tmp_path, make_batch):
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b1", range(3)))
        candidate.connection.execute("alter table raw.figures drop column unit_head")
    candidate_path(tmp_path).rename(build_path(tmp_path))
    with open_candidate(tmp_path) as candidate:
        assert count(candidate, "figures", "unit_head is null") == 3
        assert load_batch(candidate, make_batch("b2", range(3, 5))) == "loaded"
        assert count(candidate, "figures") == 5


def test_a_candidate_left_open_by_an_older_version_gets_the_new_columns(tmp_path, make_batch):
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b1", range(3)))
        candidate.connection.execute("alter table raw.figures drop column unit_head")
    with open_candidate(tmp_path) as candidate:
        assert count(candidate, "figures", "unit_head is null") == 3


@pytest.mark.promise(4)
def test_a_batch_is_loaded_once(tmp_path, make_batch):
    batch = make_batch("b1", range(3))
    with open_candidate(tmp_path) as candidate:
        assert load_batch(candidate, batch) == "loaded"
        assert load_batch(candidate, batch) == "up_to_date"
        assert [count(candidate, table.table) for table in BATCH_TABLES[:-1]] == [3] * 10
        assert changes(candidate) == [(1, "upsert", 3)]


@pytest.mark.promise(4)
def test_a_batch_that_changed_replaces_itself(tmp_path, make_batch):
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b1", range(3)))
        load_batch(candidate, make_batch("b2", range(1, 2)))
        assert load_batch(candidate, make_batch("b1", range(2), wording=" again")) == "loaded"
        assert count(candidate, "articles", "batch_id = 'b1'") == 2
        # Two old wordings are gone, the third still stands in b2, two are new.
        assert changes(candidate)[-2:] == [(3, "delete", 2), (3, "upsert", 3)]


@pytest.mark.promise(15)
def test_a_batch_that_breaks_the_contract_changes_nothing(tmp_path, make_batch):
    good, other = make_batch("b1", range(2)), make_batch("b2", range(2))
    # Figures where statements belong.
    broken = type(good)("b1", "new", {**good.files, "statements": other.files["figures"]})
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, good)
        with pytest.raises(ContractError, match="batch b1 does not fit") as error:
            load_batch(candidate, broken)
        assert error.value.hint.startswith("daybook run")
        assert count(candidate, "articles") == 2
        assert load_batch(candidate, good) == "up_to_date"
        assert load_batch(candidate, other) == "loaded"


@pytest.mark.promise(3)
def test_a_quarantined_batch_stays_out_until_its_bytes_change(tmp_path, make_batch):
    batch = make_batch("b1", range(2))
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, batch)
        load_batch(candidate, make_batch("b2", range(1)))
        quarantine_batch(candidate, "b1", batch.sha256, "no titles")
        assert count(candidate, "articles") == count(candidate, "figures") == 1
        assert changes(candidate)[-2:] == [(3, "delete", 1), (3, "upsert", 1)]
        assert load_batch(candidate, batch) == "quarantined"
    with open_candidate(tmp_path) as candidate:
        assert load_batch(candidate, batch) == "quarantined"
        assert load_batch(candidate, make_batch("b1", range(2), wording=" mended")) == "loaded"
        assert count(candidate, "quarantined_batches") == 0


def test_a_step_has_seen_the_candidate_until_it_changes(tmp_path, make_batch):
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b1", range(1)))
        with pytest.raises(WarehouseError, match="`check_batches` has not seen"):
            require_done(candidate.connection, "check_batches")
        mark_done(candidate, "check_batches")
        require_done(candidate.connection, "check_batches")
        assert loaded_since(candidate, "check_batches") == {}
        batch = make_batch("b2", range(1))
        load_batch(candidate, batch)
        assert loaded_since(candidate, "check_batches") == {"b2": batch.sha256}
        with pytest.raises(WarehouseError) as error:
            require_done(candidate.connection, "check_batches")
    assert error.value.hint == "daybook check-batches"


@pytest.mark.promise(1)
def test_a_candidate_that_lost_an_acknowledged_batch_is_made_again(tmp_path, make_batch, caplog):
    batches = [make_batch("b1", range(1)), make_batch("b2", range(1, 2))]
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, batches[0])
        lost = candidate.number
    Ledger(tmp_path).append(
        LedgerLine(event="loaded", candidate=lost, batch_id="b2", sha256=batches[1].sha256, load_seq=2)
    )
    with caplog.at_level("WARNING", logger="daybook"), open_candidate(tmp_path) as candidate:
        assert candidate.number == lost + 1
        assert [load_batch(candidate, batch) for batch in batches] == ["loaded", "loaded"]
    assert "discarded" in caplog.text
    events = [json.loads(line) for line in Ledger(tmp_path).path.read_text().splitlines()]
    assert [event.get("reason") for event in events if event["event"] == "discarded"] == [
        "acknowledged batches are lost: b2"
    ]


@pytest.mark.promise(13)
def test_a_damaged_candidate_is_made_again(tmp_path, make_batch):
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b1", range(1)))
    candidate_path(tmp_path).write_bytes(b"no database" * 1000)
    with open_candidate(tmp_path) as candidate:
        assert load_batch(candidate, make_batch("b1", range(1))) == "loaded"


@pytest.mark.promise(13)
def test_a_damaged_build_is_named_and_kept(tmp_path):
    build_path(tmp_path).parent.mkdir(parents=True)
    build_path(tmp_path).write_bytes(b"no database" * 1000)
    with pytest.raises(WarehouseError, match=r"build\.duckdb is damaged") as error, open_candidate(tmp_path):
        pass
    assert "daybook load" in error.value.hint
    assert build_path(tmp_path).exists()


def test_a_discarded_candidate_is_gone_with_its_log(tmp_path, make_batch):
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b1", range(1)))
    discard_candidate(tmp_path, "check_marts is red")
    discard_candidate(tmp_path, "again")
    assert list(candidate_path(tmp_path).parent.iterdir()) == []
    assert [line.event for line in Ledger(tmp_path).read()] == ["opened", "loaded", "discarded"]


@pytest.mark.promise(1)
def test_a_torn_ledger_line_was_never_acknowledged(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.append(LedgerLine(event="loaded", candidate=1, batch_id="b1", sha256="s", load_seq=1))
    with ledger.path.open("a") as file:
        file.write('{"event": "loaded", "candidate": 1, "batch_id": "b2"')
    assert ledger.acknowledged(1) == {"b1": 1}
    ledger.append(LedgerLine(event="loaded", candidate=1, batch_id="b3", sha256="s", load_seq=2))
    assert ledger.acknowledged(1) == {"b1": 1, "b3": 2}


@pytest.mark.promise(13)
def test_a_damaged_ledger_line_is_named(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.append(LedgerLine(event="opened", candidate=1))
    ledger.path.write_text(ledger.path.read_text() + '{"event": \n{"event": "opened", "candidate": 2}\n')
    with pytest.raises(WarehouseError, match="line 2 is damaged"):
        ledger.read()
