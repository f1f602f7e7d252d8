"""What a rule is: words, and a query that finds the rows that break them. The rules themselves stand in the files beside."""

from dataclasses import dataclass

from extract.contract.data import read_csv


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold of one table.

    name: a short code. says: what must hold, to follow the column's name where there is one. query: selects `id` of each row
    that breaks it, and for a rule of batches its `batch_id`; `{batch}` stands for the rows that are checked. Only ids and
    codes may be selected: what a rule finds is shown in a web page, and text from the news must not be. remedy: what to do.
    is_warning: it is told and stops nothing.
    """

    name: str
    says: str
    query: str
    remedy: str
    column: str | None = None
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class TableRules:
    """A table, the query for the rows to check, and the rules they keep."""

    table: str
    rows: str
    rules: tuple[Rule, ...]


def remedies() -> dict[str, str]:
    """What to do about each kind of rule that is derived: of the contract, of the structure, of the marts' declaration."""
    return {row["kind"]: row["remedy"] for row in read_csv("remedies", "extract.quality")}
