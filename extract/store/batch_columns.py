"""Whether a batch's Parquet files have the contract's columns: one that is gone or retyped blocks it, a new one is told."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from extract.contract.derive import arrow_schema
from extract.contract.tables import BATCH_TABLES
from extract.errors import ContractError


def check_columns(batch_id: str, files: Mapping[str, Sequence[Path]]) -> list[str]:
    """The columns that the contract does not know, as `table.column`: they stay in the file and are not loaded.

    files: table name to its Parquet files. Only their footers are read. Raises ContractError naming every column that is
    missing or of another type.
    """
    unknown: set[str] = set()
    wrong: list[str] = []
    for table in BATCH_TABLES:
        wanted = {field.name: field.type for field in arrow_schema(table)}
        for path in files.get(table.table, ()):
            found = {field.name: field.type for field in pq.read_schema(path)}
            unknown |= {f"{table.table}.{name}" for name in found.keys() - wanted.keys()}
            wrong += [f"{table.table}.{name} is missing" for name in wanted if name not in found]
            wrong += [
                f"{table.table}.{name} is {found[name]}, not {kind}"
                for name, kind in wanted.items()
                if name in found and found[name] != kind
            ]
    if wrong:
        raise ContractError(
            f"batch {batch_id} does not fit the contract: {'; '.join(wrong)}",
            hint="daybook run (a batch that an older contract made is made again)",
        )
    return sorted(unknown)
