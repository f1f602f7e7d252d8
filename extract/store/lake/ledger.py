"""The ledger of a lake: a table in PostgreSQL. What was loaded stands in the lake itself, committed with its rows."""

import dataclasses
import json
from typing import TYPE_CHECKING

from extract.store.lake.catalog import open_catalog
from extract.store.lake.place import LakePlace
from extract.store.ledger import LedgerLine, parse_line

if TYPE_CHECKING:
    from psycopg2 import extensions

# One commit writes a batch's rows and its line in `raw.loaded_batches` or `raw.quarantined_batches`: nothing is lost between.
_IN_THE_LAKE = ("loaded", "quarantined")


class LakeLedger:
    """The ledger as steps know it. connection: to the catalogue's database."""

    def __init__(self, connection: "extensions.connection") -> None:
        self._connection = connection

    def append(self, line: LedgerLine) -> None:
        """Add a line; when this returns, it survives a power cut."""
        if line.event in _IN_THE_LAKE:
            return
        document = {name: value for name, value in dataclasses.asdict(line).items() if value is not None}
        with self._connection.cursor() as cursor:
            cursor.execute("insert into daybook.ledger (line) values (%s)", [json.dumps(document)])

    def read(self) -> list[LedgerLine]:
        """Every line, oldest first. Raises NewerHome for a line that says more than is known."""
        with self._connection.cursor() as cursor:
            cursor.execute("select id, line from daybook.ledger order by id")
            return [parse_line(f"line {number} of daybook.ledger", document) for number, document in cursor.fetchall()]

    def last_candidate(self) -> int:
        """The highest number a candidate has had; 0 before the first."""
        return max((line.candidate for line in self.read()), default=0)

    def next_load_seq(self) -> int:
        """A number for a change that no other change has."""
        with self._connection.cursor() as cursor:
            cursor.execute("select nextval('daybook.load_seq')")
            (number,) = cursor.fetchone() or (0,)
        return int(number)


def read_lake_ledger(place: LakePlace) -> list[LedgerLine]:
    """Every line of a lake's ledger, oldest first."""
    with open_catalog(place, "read_ledger") as connection:
        return LakeLedger(connection).read()
