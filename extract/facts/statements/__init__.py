"""Finds what people are quoted or paraphrased as saying: the words, who says them, to whom, and what they are about."""

from extract.facts.statements.find import find_statements
from extract.facts.statements.spans import StatementSpan

__all__ = ["StatementSpan", "find_statements"]
