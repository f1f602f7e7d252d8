"""What the gates found, kept in the candidate so that it is published with the marts."""

from collections.abc import Iterable

from extract.store.candidate import Candidate
from extract.store.warehouse import roll_back

_COLUMNS = "gate, table_name, expectation, column_name, is_success, unexpected_count, severity"


def record_results(
    candidate: Candidate, gate: str, results: Iterable[tuple[str, str, str | None, bool, int | None, str]]
) -> None:
    """Replace a gate's results: (table, expectation, column, whether it held, rows that break it, severity) of each check."""
    rows = [[gate, *result] for result in results]
    candidate.connection.execute("begin")
    try:
        candidate.connection.execute("delete from raw.quality_results where gate = $1", [gate])
        if rows:
            insert = f"insert into raw.quality_results ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?)"
            candidate.connection.executemany(insert, rows)
        candidate.connection.execute("commit")
    except BaseException:
        roll_back(candidate.connection)
        raise
