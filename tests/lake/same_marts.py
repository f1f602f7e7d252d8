"""Whether the marts of a lake are those of a published file: row by row, columns and what they say included."""

from pathlib import Path

from extract.contract.quoting import identifier, literal
from extract.store.lake.connection import open_lake
from extract.store.lake.history import lake_history
from extract.store.lake.ledger import read_lake_ledger
from extract.store.lake.place import LakePlace

_COLUMNS = (
    "select table_name, list((column_name, data_type) order by column_index) from duckdb_columns() "
    "where database_name = '{of}' and schema_name = 'marts' group by table_name"
)


def differences(place: LakePlace, file: Path, left_out: frozenset[str] = frozenset()) -> dict[str, object]:
    """Mart to the rows that one has and the other has not, or to both sides' columns; empty where all are the same.

    left_out: columns that are not compared.
    """
    found: dict[str, object] = {}
    with open_lake(place, snapshot=lake_history(read_lake_ledger(place)).current_snapshot) as connection:
        connection.execute(f"attach {literal(str(file))} as file (read_only)")
        lake, other = (dict(connection.execute(_COLUMNS.format(of=of)).fetchall()) for of in ("lake", "file"))
        assert lake.keys() == other.keys()
        for table, columns in lake.items():
            if columns != other[table]:
                found[table] = (columns, other[table])
                continue
            names = ", ".join(identifier(name) for name, _ in columns if name not in left_out)
            ours, theirs = (f"select {names} from {identifier(of, 'marts', table)}" for of in ("lake", "file"))
            unlike = f"(({ours} except all {theirs}) union all ({theirs} except all {ours}))"
            if rows := connection.execute(f"from {unlike} limit 5").fetchall():
                found[table] = rows
    return found
