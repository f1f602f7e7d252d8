"""Promise 15: a new field stays in its file and is told; one that is gone or retyped blocks its batch by name, and no other."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extract.errors import ContractError
from extract.store.batch_columns import check_columns
from extract.store.candidate import open_candidate
from extract.store.load import load_batch

pytestmark = pytest.mark.promise(15)


def rewrite(batch, table, change):
    path = batch.files[table][0]
    pq.write_table(change(pq.read_table(path)), path)
    return batch


def test_a_new_field_is_told_and_not_loaded(tmp_path, make_batch):
    batch = make_batch("new", range(2))
    assert check_columns(batch.batch_id, batch.files) == []
    rewrite(batch, "figures", lambda rows: rows.append_column("mood", pa.array(["sunny"] * len(rows))))
    assert check_columns(batch.batch_id, batch.files) == ["figures.mood"]
    with open_candidate(tmp_path) as candidate:
        assert load_batch(candidate, batch) == "loaded"
        ((found,),) = candidate.connection.execute(
            "select count(*) from duckdb_columns() where table_name = 'figures' and column_name = 'mood'"
        ).fetchall()
        assert found == 0
        assert candidate.connection.execute("select count(*) from raw.figures").fetchall() == [(2,)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.drop_columns(["value"]), "figures.value is missing"),
        (
            lambda rows: rows.set_column(
                rows.schema.get_field_index("char_start"), "char_start", rows["char_start"].cast(pa.string())
            ),
            "figures.char_start is string, not",
        ),
    ],
)
def test_a_field_that_is_gone_or_retyped_is_named(make_batch, change, said):
    bad = rewrite(make_batch("bad", range(2)), "figures", change)
    with pytest.raises(ContractError, match=said) as error:
        check_columns(bad.batch_id, bad.files)
    assert error.value.message.count("figures.") == 1
    assert "batch bad" in error.value.message


def test_a_batch_that_lacks_a_field_is_not_loaded_and_the_others_are(tmp_path, make_batch):
    bad = rewrite(make_batch("bad", range(2)), "figures", lambda rows: rows.drop_columns(["qualifier"]))
    with open_candidate(tmp_path) as candidate:
        with pytest.raises(ContractError, match=r"batch bad .*qualifier"):
            load_batch(candidate, bad)
        assert load_batch(candidate, make_batch("good", range(3, 5))) == "loaded"
        assert candidate.connection.execute("select distinct batch_id from raw.articles").fetchall() == [("good",)]
