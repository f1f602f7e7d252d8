"""What a report is made of: rows of the published tables, with no more columns than it shows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Publication:
    """The publication that everything was read from."""

    generation: int
    published_at: datetime
    marts_version: str
    daybook_version: str
    latest_captured_at: datetime | None
    model_versions: list[str]


@dataclass(frozen=True, slots=True)
class Article:
    """An article that the report rests on, or that belongs to what it is about."""

    article_id: str
    title: str | None
    publisher_name: str | None
    url: str | None
    language: str | None
    published: str | None
    published_date: date | None
    captured_at: datetime | None
    is_truncated: bool | None
    is_text_publishable: bool | None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article: `char_start` to `char_end` is the evidence, `mark_start` to `mark_end` what to mark in it."""

    article_id: str
    article_version_id: str
    char_start: int
    char_end: int
    evidence: str
    is_evidence_cut: bool
    mark_start: int
    mark_end: int


@dataclass(frozen=True, slots=True)
class Event:
    """A real event across articles; `is_main` is false for one that is only told in the news of a day."""

    event_id: str
    type: str
    status: str
    title: str
    date_start: date | None
    date_end: date | None
    date_precision: str
    place_name: str | None
    place_kind: str | None
    country_code: str | None
    is_headline: bool
    salience: float
    confidence: float
    mention_count: int
    article_count: int
    source_count: int
    is_date_disputed: bool
    is_place_disputed: bool
    is_status_disputed: bool
    is_figure_disputed: bool
    do_figures_differ: bool
    is_main: bool


@dataclass(frozen=True, slots=True)
class Mention(Quote):
    """An event as one article reports it."""

    event_mention_id: str
    event_id: str
    status: str
    date_start: date | None
    date_end: date | None
    date_precision: str
    place_name: str | None
    country_code: str | None
    reported_by: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Role:
    """Who takes part in an event, and how."""

    event_id: str
    role: str
    entity_id: str | None
    participant_id: str
    name: str
    kind: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Participant(Quote):
    """Somebody whom one article names."""

    participant_id: str
    entity_id: str | None
    name: str
    description: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something real, and how often it is there in what the report is about."""

    entity_id: str
    name: str
    kind: str
    country_code: str | None
    description: str | None
    event_count: int
    article_count: int
    roles: list[str]


@dataclass(frozen=True, slots=True)
class Figure(Quote):
    """A figure stated in one sentence."""

    figure_id: str
    event_id: str | None
    figure_text: str
    value: Decimal
    value_high: Decimal | None
    qualifier: str
    unit: str | None
    kind: str
    item: str | None
    trend: str
    period_start: date | None
    period_end: date | None
    confidence: float


@dataclass(frozen=True, slots=True)
class SeriesReport(Quote):
    """One report of a number that several articles give."""

    series_id: str
    figure_id: str
    measure: str
    unit: str | None
    value: Decimal
    value_high: Decimal | None
    qualifier: str
    publisher_name: str | None
    reported_date: date | None
    report_number: int
    report_count: int
    change_from_previous: Decimal | None
    do_sources_differ: bool
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class Statement(Quote):
    """What somebody said."""

    statement_id: str
    event_id: str | None
    kind: str
    about: str | None
    speaker_participant_id: str | None
    speaker_name: str | None
    addressee_name: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many events begin on a day."""

    day: date
    event_count: int
    planned_count: int
