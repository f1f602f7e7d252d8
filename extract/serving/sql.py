"""One query against the published warehouse and its whole answer, for the parts of Daybook that ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.errors import InputError
from extract.serving.cells import distinct_names, json_value
from extract.serving.session import open_session
from extract.serving.statements import LOOK_HINT
from extract.store.lake.place import LakePlace
from extract.store.published import DEFAULT_LIMITS, QueryLimits


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query and the names of their columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def ask(
    where: Path | LakePlace, query: str, parameters: tuple[object, ...] = (), limits: QueryLimits = DEFAULT_LIMITS
) -> Answer:
    """The answer to a query, of several the last one's.

    Raises InputError with DuckDB's own words for a query that is wrong or not allowed.
    """
    with open_session(where, limits) as session:
        statements = session.split(query)
        if not statements:
            raise InputError("the query is empty", hint=LOOK_HINT)
        for statement in statements[:-1]:
            with session.run(statement):
                pass
        with session.run(statements[-1], parameters) as result:
            return Answer(result.columns, tuple(result.rows()))


def json_rows(answer: Answer) -> Iterator[dict[str, object]]:
    """A row as what JSON can say: numbers that are none become null, of two columns of one name the later is `name_1`."""
    names = distinct_names(answer.columns)
    for row in answer.rows:
        yield {name: json_value(value) for name, value in zip(names, row, strict=True)}
