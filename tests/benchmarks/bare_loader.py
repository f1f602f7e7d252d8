"""The rows that `load` takes, inserted into a DuckDB file as they are: `python bare_loader.py HOME FILE`; prints rows as JSON.

No ledger, no lineage, no look for what an older batch said: what a user would write for a first day.
"""

import json
import sys
from pathlib import Path

import duckdb

# What `load` takes of each step's batches.
STEPS = ("fetch_pages", "extract_articles", "read_facts")


def main() -> None:
    """Insert and count."""
    batches, file = Path(sys.argv[1]) / "batches", sys.argv[2]
    tables: dict[str, list[str]] = {}
    for step in STEPS:
        for path in sorted((batches / step).glob("*/*.parquet")):
            tables.setdefault(path.stem, []).append(str(path))
    rows = {}
    with duckdb.connect(file) as connection:
        for table, paths in tables.items():
            connection.execute(f'create table "{table}" as select * from read_parquet($paths)', {"paths": paths})
            rows[table] = connection.execute(f'select count(*) from "{table}"').fetchall()[0][0]
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
