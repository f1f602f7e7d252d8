"""Entities, figures, statements and articles as the page shows them, each with where its words stand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from extract.serving.report import rows
from extract.serving.report.excerpts import Excerpt, Place
from extract.serving.report.readable import language_tag, web_address
from extract.serving.report.series_plot import plot_series
from extract.serving.report.views import (
    ArticleView,
    EntityView,
    EventView,
    FigureView,
    SeriesView,
    StatementView,
)


def entity_views(
    entities: Iterable[rows.Entity], participants: Iterable[rows.Participant], places: Mapping[str, Place], most: int
) -> list[EntityView]:
    """Entities with the sentences that name them, at most `most` of each."""
    found: dict[str | None, list[Place]] = defaultdict(list)
    for one in participants:
        place = places.get(f"participant {one.participant_id}")
        if place is not None:
            found[one.entity_id].append(place)
    return [
        EntityView(f"w{number}", entity, sorted(found[entity.entity_id], key=_in_order)[:most])
        for number, entity in enumerate(entities, start=1)
    ]


def _in_order(place: Place) -> tuple[int, ...]:
    return (*(int(part) for part in place.label.split(".")), int(place.anchor[1:]))


def figure_views(
    figures: Iterable[rows.Figure],
    places: Mapping[str, Place],
    events: Mapping[str, EventView],
    articles: Sequence[rows.Article],
    letter: str,
) -> list[tuple[str, list[FigureView]]]:
    """Figures under the titles of their articles, as they stand there; anchors begin with `letter`."""
    of_article: dict[str, list[rows.Figure]] = defaultdict(list)
    for figure in figures:
        of_article[figure.article_id].append(figure)
    groups: list[tuple[str, list[FigureView]]] = []
    count = 0
    for article in articles:
        views = []
        for one in sorted(of_article[article.article_id], key=lambda figure: (figure.mark_start, figure.figure_id)):
            count += 1
            place = places.get(f"figure {one.figure_id}")
            views.append(FigureView(f"{letter}{count}", one, place, events.get(one.event_id or "")))
        if views:
            groups.append((article.title or "(untitled)", views))
    return groups


def series_views(reports: Iterable[rows.SeriesReport], places: Mapping[str, Place]) -> list[SeriesView]:
    """The reports of each number, in order, with a plot."""
    grouped: dict[str, list[rows.SeriesReport]] = defaultdict(list)
    for report in reports:
        grouped[report.series_id].append(report)
    return [
        SeriesView(f"n{number}", [(one, places.get(f"figure {one.figure_id}")) for one in found], plot_series(found))
        for number, found in enumerate(grouped.values(), start=1)
    ]


def statement_views(
    statements: Iterable[rows.Statement], places: Mapping[str, Place], articles: Sequence[rows.Article], letter: str
) -> list[StatementView]:
    """Statements as they follow each other in the articles; anchors begin with `letter`."""
    order = {article.article_id: number for number, article in enumerate(articles)}
    ordered = sorted(
        statements, key=lambda one: (order.get(one.article_id, len(order)), one.char_start, one.statement_id)
    )
    return [
        StatementView(
            anchor=f"{letter}{number}",
            statement=one,
            place=places.get(f"statement {one.statement_id}"),
            speaker_place=places.get(f"participant {one.speaker_participant_id}"),
        )
        for number, one in enumerate(ordered, start=1)
    ]


def article_views(articles: Sequence[rows.Article], excerpts: Iterable[Excerpt]) -> list[ArticleView]:
    """All articles, with their sentences."""
    of_article: dict[str, list[Excerpt]] = defaultdict(list)
    for excerpt in excerpts:
        of_article[excerpt.article_id].append(excerpt)
    return [
        ArticleView(
            anchor=f"a{number}",
            number=number,
            article=article,
            url=web_address(article.url),
            language=language_tag(article.language),
            excerpts=of_article[article.article_id],
        )
        for number, article in enumerate(articles, start=1)
    ]
