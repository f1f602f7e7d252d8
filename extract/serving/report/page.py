"""Puts a report together and writes it as one HTML page, which needs no network and runs no script."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from extract.serving.report import axes, series_plot, wording
from extract.serving.report.contents import QUOTES_OF_ENTITY, Contents
from extract.serving.report.event_views import EventDesk
from extract.serving.report.excerpts import Excerpt, places_of
from extract.serving.report.fact_views import (
    article_views,
    entity_views,
    figure_views,
    series_views,
    statement_views,
)
from extract.serving.report.left_out import left_out
from extract.serving.report.readable import readable
from extract.serving.report.subject import Subject
from extract.serving.report.timeline import Timeline, plot_timeline

# Events of the summary at the top.
IN_BRIEF = 5


def write_page(subject: Subject, contents: Contents, excerpts: list[Excerpt]) -> str:
    """The page. The same rows give the same bytes."""
    places = places_of(excerpts)
    desk = EventDesk(contents, places)
    events = desk.make(contents.events)
    told_events = desk.make(contents.told_events)
    unsure_events = desk.make(contents.unsure_events)
    best = [*contents.events, *contents.told_events, *contents.unsure_events]
    return _environment().get_template("report.html").render(
        subject=subject,
        publication=contents.publication,
        counts=contents.counts,
        aliases=contents.aliases,
        description=next((one.description for one in contents.entities if one.entity_id == subject.key), None),
        in_brief=[desk.made[event.event_id] for event in best[:IN_BRIEF]],
        disputed=[view for view in (*events, *told_events) if view.disputes],
        events=events,
        told_events=told_events,
        unsure_events=unsure_events,
        timeline=_timeline(subject, contents),
        entities=entity_views(contents.entities, contents.participants, places, QUOTES_OF_ENTITY),
        figures=figure_views(contents.figures, places, desk.made, contents.articles, "f"),
        unsure_figures=figure_views(contents.unsure_figures, places, desk.made, contents.articles, "g"),
        series=series_views(contents.series, places),
        statements=statement_views(contents.statements, places, contents.articles, "s"),
        unsure_statements=statement_views(contents.unsure_statements, places, contents.articles, "t"),
        articles=article_views(contents.articles, excerpts),
        left_out=left_out(contents),
    )  # fmt: skip


def _timeline(subject: Subject, contents: Contents) -> Timeline | None:
    if subject.kind == "day":
        return None
    published = [article.published_date for article in contents.articles if article.published_date is not None]
    return plot_timeline(contents.days, (min(published), max(published)) if published else None)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.globals.update(wording=wording, axes=axes, signs=series_plot.SIGNS)
    return environment


def _finalize(value: object) -> object:
    """Whatever the templates print passes here, so that no text of a stranger reaches the page as it is."""
    if value is None:
        return ""
    return readable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
