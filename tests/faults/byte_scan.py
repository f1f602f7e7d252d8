"""Looks for words in every byte of a home, however it is packed: gzip, Parquet, DuckDB, SQLite, plain."""

import gzip
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq


def scan(home: Path, *words: str) -> tuple[int, list[str]]:
    """How many files were looked through, and `file: word` of every find; case is ignored."""
    wanted = [word.casefold() for word in words]
    files = [path for path in sorted(home.rglob("*")) if path.is_file()]
    found = []
    for path in files:
        texts = [text.casefold() for text in _texts(path)]
        found += [f"{path.relative_to(home)}: {word}" for word in wanted if any(word in text for text in texts)]
    return len(files), found


def _texts(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    yield str(path.name)
    yield data.decode("utf-8", "ignore")
    yield data.decode("cp1252", "ignore")
    if path.suffix == ".gz":
        try:
            yield gzip.decompress(data).decode("utf-8", "ignore")
            yield gzip.decompress(data).decode("cp1252", "ignore")
        except (OSError, EOFError, zlib.error):
            return
    elif path.suffix == ".parquet":
        yield repr(pq.read_table(path).to_pylist())
    elif path.suffix == ".duckdb":
        yield from _tables(path)
    elif data.startswith(b"SQLite format 3"):
        with sqlite3.connect(path) as connection:
            yield "\n".join(connection.iterdump())


def _tables(path: Path) -> Iterator[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        for schema, table in tables:
            yield repr(connection.execute(f'from "{schema}"."{table}"').fetchall())
        yield repr(connection.execute("select sql from duckdb_views()").fetchall())
