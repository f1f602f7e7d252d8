"""The rows of a made-up world as SQL: everything follows from an article's number and the seed, no row passes through Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from extract.contract.derive import arrow_schema, fields
from extract.contract.tables import (
    BATCH_TABLES,
    ArticleCopy,
    Entity,
    EntityAlias,
    EntityKey,
    EventMerge,
    FigureSeriesMember,
    ParticipantEntity,
    Row,
    StoryArticle,
)

BATCH_ARTICLES = 500
# Links that follow from an article alone, and those that are of all participants of an entity.
OWN_LINKS: tuple[type[Row], ...] = (ParticipantEntity, StoryArticle, ArticleCopy, EventMerge, FigureSeriesMember)
ENTITY_LINKS: tuple[type[Row], ...] = (Entity, EntityAlias, EntityKey)
_FOLDER = Path(__file__).parent
_LOADED = ("batch_id", "load_seq")


@dataclass(frozen=True, slots=True)
class World:
    """A made-up world on a connection, as temporary tables of the articles that were asked for last."""

    connection: duckdb.DuckDBPyConnection
    seed: int

    def prepare(self) -> None:
        """Make the macros and lists."""
        self._run("macros.sql")
        self._run("world.sql", folder=str(_FOLDER))

    def make(self, first: int, last: int, batch: str) -> None:
        """Make the articles numbered from `first` to `last` - 1; `batch` begins the ids of their batches."""
        self._run("articles.sql", first=first, last=last, batch=batch, batch_articles=BATCH_ARTICLES)
        self._run("sentences.sql")

    def insert_rows(self) -> dict[str, int]:
        """Insert the articles' rows into the raw tables, as loading would; rows by table."""
        return {table.table: self._insert(table, self.query(table), _LOADED) for table in BATCH_TABLES}

    def insert_own_links(self) -> None:
        """Insert what links the articles' rows, but for the entities."""
        for table in OWN_LINKS:
            self._insert(table, self._read(f"links/{table.table}.sql"))

    def insert_entities(self, chosen: str = "true") -> None:
        """Insert the entities of the participants that are linked. chosen: of which rows of `participant_entities`."""
        for table in ENTITY_LINKS:
            self._insert(table, self._read(f"links/{table.table}.sql", chosen=chosen))

    def batch_rows(self, tables: Iterable[type[Row]], batch_id: str) -> Mapping[type[Row], pa.Table]:
        """The rows of one of the batches that were made, by table, as a step would have written them."""
        return {table: self._batch_rows(table, batch_id) for table in tables}

    def query(self, table: type[Row]) -> str:
        """The query for the made rows of a table, `batch_id` and `load_seq` included."""
        return self._read(f"rows/{table.table}.sql", seed=self.seed)

    def _batch_rows(self, table: type[Row], batch_id: str) -> pa.Table:
        path = _FOLDER / "rows" / f"{table.table}.sql"
        schema = arrow_schema(table)
        if not path.exists():
            return schema.empty_table()
        columns = ", ".join(f'"{field.name}"' for field in fields(table))
        query = f"select {columns} from ({self.query(table)}) where batch_id = $1"
        return self.connection.execute(query, [batch_id]).to_arrow_table().cast(schema)

    def _insert(self, table: type[Row], query: str, more: tuple[str, ...] = ()) -> int:
        columns = ", ".join(f'"{name}"' for name in (*(field.name for field in fields(table)), *more))
        row = self.connection.execute(
            f"insert into raw.{table.table} ({columns}) select {columns} from ({query})"
        ).fetchone()
        return int(row[0]) if row else 0

    def _run(self, name: str, **given: object) -> None:
        self.connection.execute(self._read(name, seed=self.seed, **given))

    def _read(self, name: str, **given: object) -> str:
        return (_FOLDER / name).read_text().format(**given)
