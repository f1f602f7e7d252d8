"""All that a report claims, and the published text around its words."""

import duckdb

from extract.serving.report import queries, rows
from extract.serving.report.contents import Contents
from extract.serving.report.context import add_context, pieces_of
from extract.serving.report.excerpts import Claim, Excerpt, make_excerpts


def find_excerpts(connection: duckdb.DuckDBPyConnection, contents: Contents) -> list[Excerpt]:
    """The sentences that a report rests on, with their marks, and what stands around them where it is published."""
    excerpts = make_excerpts(_claims(contents), [article.article_id for article in contents.articles])
    pieces = pieces_of(excerpts)
    found = connection.execute(
        queries.TEXTS,
        [[one.article_version_id for one in pieces], [one.start for one in pieces], [one.size for one in pieces]],
    ).fetchall()
    add_context(excerpts, dict(found))
    return excerpts


def _claims(contents: Contents) -> list[Claim]:
    figures: list[rows.Figure | rows.SeriesReport] = [*contents.figures, *contents.unsure_figures, *contents.series]
    statements = (*contents.statements, *contents.unsure_statements)
    return [
        *(Claim(f"event {one.event_mention_id}", one) for one in contents.mentions),
        *(Claim(f"figure {one.figure_id}", one) for one in figures),
        *(Claim(f"statement {one.statement_id}", one) for one in statements),
        *(Claim(f"participant {one.participant_id}", one) for one in contents.participants),
    ]
