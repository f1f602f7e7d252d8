"""Rows put together for the page: an event with who took part and where it is told, a figure with its event."""

from dataclasses import dataclass

from extract.serving.report import rows
from extract.serving.report.excerpts import Excerpt, Place
from extract.serving.report.series_plot import SeriesPlot
from extract.serving.report.wording import STATUSES


@dataclass(frozen=True, slots=True)
class Named:
    """A name and where it is read; null where that is not on the page."""

    name: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Telling:
    """An event as one source tells it; `said` is what it says otherwise than others, empty where they agree."""

    publisher: str
    place: Place | None
    said: str


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as the page shows it."""

    anchor: str
    event: rows.Event
    when: str
    where: str
    words: str
    cast: list[tuple[str, list[Named]]]
    tellings: list[Telling]
    more_tellings: int
    disputes: list[str]

    @property
    def status_class(self) -> str:
        """The status as a name of ours: a class of the style sheet never comes from data."""
        return self.event.status if self.event.status in STATUSES else "other"


@dataclass(frozen=True, slots=True)
class EntityView:
    """Who is named, and where."""

    anchor: str
    entity: rows.Entity
    places: list[Place]


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure with its event, where that is on the page."""

    anchor: str
    figure: rows.Figure
    place: Place | None
    event: EventView | None


@dataclass(frozen=True, slots=True)
class SeriesView:
    """The reports of one number, and their plot where there is one."""

    anchor: str
    reports: list[tuple[rows.SeriesReport, Place | None]]
    plot: SeriesPlot | None

    @property
    def first(self) -> rows.SeriesReport:
        """What all reports have in common stands in each."""
        return self.reports[0][0]


@dataclass(frozen=True, slots=True)
class StatementView:
    """What somebody said, and where it is read."""

    anchor: str
    statement: rows.Statement
    place: Place | None
    speaker_place: Place | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with its sentences; `url` only where it may be a link."""

    anchor: str
    number: int
    article: rows.Article
    url: str | None
    language: str | None
    excerpts: list[Excerpt]
