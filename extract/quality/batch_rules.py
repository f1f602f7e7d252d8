"""All rules of the raw tables. Each holds, or breaks, within one batch: a batch is quarantined by itself."""

from collections.abc import Iterator, Mapping

from extract.contract.tables import BATCH_TABLES, Row
from extract.quality.contract_rules import contract_rules
from extract.quality.rules import Rule, TableRules
from extract.quality.scope import BatchScope
from extract.quality.structure_rules import structure_rules
from extract.quality.written_rules import written_rules


def batch_rules(scope: BatchScope) -> list[TableRules]:
    """The rules of every raw table, over the rows of the scope's batches."""
    names = _names(scope)
    return [
        TableRules(table.table, scope.rows(table.table), tuple(_rules(table, scope, names))) for table in BATCH_TABLES
    ]


def _rules(table: type[Row], scope: BatchScope, names: Mapping[str, str]) -> Iterator[Rule]:
    yield from contract_rules(table)
    yield from structure_rules(table, scope)
    yield from written_rules("batches", table.table, names)


def _names(scope: BatchScope) -> dict[str, str]:
    # What a source is does not change with the batches: few rows, and no look-back.
    names = {"all_source_checks": "raw.source_checks"}
    for table in (table.table for table in BATCH_TABLES):
        names[table] = f"({scope.rows(table)})"
        names[f"known_{table}"] = f"({scope.rows_known(table)})"
        if scope.before:
            names[f"before_{table}"] = f"({scope.rows_before(table)})"
    return names
