"""One reader of a published warehouse: asks as a dashboard does, looks whether the answers hold together, writes each down.

`python reader.py HOME ANSWERS.jsonl SEED HABIT PAUSE THREADS`; HABIT is `connect`, for each query anew, or `keep`, one connection
until a new file is published. A connection is opened as `daybook sql` opens it. It ends when a file
`stop` lies beside its answers.
"""

import json
import os
import random
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import duckdb

from extract.store.published import DEFAULT_LIMITS, QueryLimits, open_published, published_path

QUERIES = dict(
    re.findall(r"-- name: (.*?)\n(.*?);\n", Path(__file__).with_name("queries.sql").read_text("utf-8"), re.DOTALL)
)
# Queries that answer something where there is such a row. Values are drawn from what is published when the reader begins: a
# corrected article may take with it what it alone told of.
ANSWERED_WHERE = {
    "how fresh": "select 1",
    "row counts": "select 1",
    "most active organisations": "select 1",
    "what an entity did": "select 1 from entities where entity_id = $entity_id and event_count > 0",
    "a story": "select 1 from stories where story_id = $story_id",
    "the sentences of an event": "select 1 from events where event_id = $event_id",
}
# Connections of tools are pooled for a while, and not for ever.
_KEPT_SECONDS = 60
DRAWN = {
    "day": "select distinct first_published_date::varchar from events where first_published_date is not null order by 1",
    "country_code": "select country_code from events where country_code is not null group by 1 order by count(*) desc limit 20",
    "entity_id": "select entity_id from entities where event_count > 0 order by article_count desc, entity_id limit 2000",
    "story_id": "select story_id from stories order by article_count desc, story_id limit 2000",
    "event_id": "select event_id from events order by article_count desc, event_id limit 2000",
    "word": "select distinct string_split(title, ' ')[2] from stories where title like '% %' order by 1 limit 2000",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One query: when, how long it took with its connection, CPU seconds of it, of which publication, what was wrong."""

    name: str
    at: float
    seconds: float
    cpu: float
    generation: int
    rows: int = 0
    error: str | None = None


class Reader:
    """Asks the queries in a random order, with values that are drawn from the warehouse."""

    def __init__(self, home: Path, seed: int, *, keeps: bool, limits: QueryLimits = DEFAULT_LIMITS) -> None:
        self._home, self._keeps, self._limits = home, keeps, limits
        self._draw = random.Random(seed)  # noqa: S311 - no secret
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._opened = (0, 0.0)
        self.generation = 0
        connection = open_published(home, limits)
        self._values = {name: [row[0] for row in connection.execute(query).fetchall()] for name, query in DRAWN.items()}
        connection.close()

    def ask_any(self) -> Asked:
        """Ask one of the queries."""
        return self.ask(self._draw.choice(list(QUERIES)))

    def ask(self, name: str) -> Asked:
        """Ask a query; what goes wrong is an answer too."""
        query = QUERIES[name]
        values = {key: self._draw.choice(of) for key, of in self._values.items() if f"${key}" in query}
        asked, wall, cpu = Asked(name, time.time(), 0, 0, self.generation), time.perf_counter(), time.process_time()
        rows: list[tuple] = []
        error = None
        try:
            connection = self._connect()
            rows = connection.execute(query, values).fetchall()
        except Exception as problem:
            error = f"{type(problem).__name__}: {problem}"[:300]
        seconds, cpu = time.perf_counter() - wall, time.process_time() - cpu
        error = error or self._wrong(connection, name, values, rows)
        return replace(asked, seconds=seconds, cpu=cpu, generation=self.generation, rows=len(rows), error=error)

    def _connect(self) -> duckdb.DuckDBPyConnection:
        if self._connection is not None:
            if self._keeps and self._opened[0] == self._file() and time.monotonic() - self._opened[1] < _KEPT_SECONDS:
                return self._connection
            # DuckDB shares one open file in a process: a new one is seen only when the last connection to the old one is closed.
            self._connection.close()
            self._connection = None
        # Asked before it is opened: a file that is swapped in between is opened once more, and never missed.
        self._opened = (self._file(), time.monotonic())
        self._connection = open_published(self._home, self._limits)
        return self._connection

    def _file(self) -> int:
        return published_path(self._home).stat().st_ino

    def _wrong(
        self, connection: duckdb.DuckDBPyConnection, name: str, values: dict[str, object], rows: list[tuple]
    ) -> str | None:
        """What does not hold together: an older publication after a newer one, no answer, other row counts than are told."""
        try:
            (generation,) = connection.execute("select generation from meta.publication").fetchall()[0]
            if generation < self.generation:
                return f"generation {generation} after {self.generation}"
            self.generation = generation
            if not rows and name in ANSWERED_WHERE and connection.execute(ANSWERED_WHERE[name], values).fetchall():
                return f"no rows of generation {generation}"
            for table, told in rows if name == "row counts" else []:
                (count,) = connection.execute(f"select count(*) from marts.{table}").fetchall()[0]
                if count != told:
                    return f"generation {generation} tells {told} rows of {table} and has {count}"
        except duckdb.Error as problem:
            return f"{type(problem).__name__}: {problem}"[:300]
        return None


def read(reader: Reader, stop: Path, pauses: random.Random, pause: float) -> Iterator[Asked]:
    """Ask until there is a file `stop`, or nobody to read the answers; pauses are two to four thirds of `pause` seconds."""
    parent = os.getppid()
    while os.getppid() == parent and not stop.exists():
        yield reader.ask_any()
        time.sleep(pauses.uniform(2, 4) / 3 * pause)


def main() -> None:
    """Read, and write each answer down as it comes."""
    home, answers, seed, habit, pause, threads = sys.argv[1:]
    limits = replace(DEFAULT_LIMITS, threads=int(threads))
    reader = Reader(Path(home), int(seed), keeps=habit == "keep", limits=limits)
    pauses = random.Random(int(seed) + 1)  # noqa: S311 - no secret
    with Path(answers).open("w", encoding="utf-8") as file:
        for asked in read(reader, Path(answers).with_name("stop"), pauses, float(pause)):
            file.write(json.dumps(asdict(asked)) + "\n")
            file.flush()


if __name__ == "__main__":
    main()
