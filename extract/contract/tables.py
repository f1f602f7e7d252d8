"""Every raw table: a frozen dataclass whose docstring is the grain and whose fields are its columns.

Meanings and bounds stand in `columns.py`; Arrow schemas, DDL, dbt sources and gate expectations are derived in `derive.py`.
`grain` names the columns that identify a row inside one batch.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of some table."""

    table: ClassVar[str]
    grain: ClassVar[tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery(Row):
    """One row per page that a source offered to a run, before it was fetched."""

    table: ClassVar[str] = "discoveries"
    grain: ClassVar[tuple[str, ...]] = ("discovery_id",)

    discovery_id: str
    page_uri: str
    captured: str | None
    url: str | None
    publisher_name: str | None
    is_text_publishable: bool
    source_name: str
    source_kind: str
    archive_uri: str | None = None
    archive_offset: int | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCheck(Row):
    """One row per address of a source that a run asked for pages, and the outcome."""

    table: ClassVar[str] = "source_checks"
    grain: ClassVar[tuple[str, ...]] = ("source_name", "address", "checked_at")

    source_name: str
    source_kind: str
    address: str
    checked_at: datetime
    outcome: str
    http_status: int | None
    etag: str | None
    last_modified: str | None
    offered_count: int
    new_count: int
    terms: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch(Row):
    """One row per request for a page over HTTP, redirects followed, and the outcome."""

    table: ClassVar[str] = "fetches"
    grain: ClassVar[tuple[str, ...]] = ("page_uri", "requested_at")

    page_uri: str
    requested_at: datetime
    outcome: str
    http_status: int | None
    final_url: str
    redirect_count: int
    length_bytes: int
    page_id: str | None
    etag: str | None
    last_modified: str | None
    opt_outs: tuple[str, ...]
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Row):
    """One row per page read from one address at one moment."""

    table: ClassVar[str] = "pages"
    grain: ClassVar[tuple[str, ...]] = ("page_uri", "captured_at", "page_id")

    page_id: str
    page_uri: str
    captured: str
    captured_at: datetime
    media_type: str
    length_bytes: int
    url: str | None = None
    publisher_name: str | None = None
    is_text_publishable: bool = False
    source_name: str | None = None
    http_charset: str | None = None
    opt_outs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Row):
    """One row per article found on one page."""

    table: ClassVar[str] = "articles"
    grain: ClassVar[tuple[str, ...]] = ("page_uri", "captured_at", "page_id", "ordinal")

    article_version_id: str
    article_id: str
    page_id: str
    page_uri: str
    captured: str
    captured_at: datetime
    ordinal: int
    is_primary: bool
    url: str | None
    title: str | None
    text: str
    length_chars: int
    publisher_name: str | None
    authors: tuple[str, ...]
    published: str | None
    published_date: date | None
    published_at: datetime | None
    published_precision: str
    published_from: str
    language: str | None
    is_text_publishable: bool = False
    modified: str | None = None
    section: str | None = None
    paywall: str = "none"
    is_truncated: bool = False
    charset: str | None = None
    charset_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleField(Row):
    """One row per article and field of its metadata: the value, where on the page it was read, how sure that is."""

    table: ClassVar[str] = "article_fields"
    grain: ClassVar[tuple[str, ...]] = ("page_uri", "captured_at", "page_id", "ordinal", "field")

    article_version_id: str
    page_uri: str
    captured_at: datetime
    page_id: str
    ordinal: int
    field: str
    value: str
    value_from: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Row):
    """One row per item that a step refused, with the reason."""

    table: ClassVar[str] = "rejects"
    grain: ClassVar[tuple[str, ...]] = ("stage", "key", "reason")

    stage: str
    reason: str
    key: str
    sha256: str | None
    first_lines: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Row):
    """What all facts share: the article version, the words they were read from, and how."""

    article_version_id: str
    article_id: str
    sentence_index: int
    char_start: int
    char_end: int
    evidence: str
    is_evidence_cut: bool
    confidence: float
    method: str
    model_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Fact):
    """One row per figure stated in one sentence of one article version."""

    table: ClassVar[str] = "figures"
    grain: ClassVar[tuple[str, ...]] = ("figure_id",)

    figure_id: str
    figure_start: int
    figure_end: int
    figure_text: str
    value: Decimal
    value_high: Decimal | None = None
    qualifier: str
    unit: str | None
    unit_head: str | None = None
    kind: str
    unit_surface: str | None = None
    value_si: float | None = None
    unit_si: str | None = None
    item: str | None
    item_start: int | None = None
    item_end: int | None = None
    item_head: str | None = None
    item_participant_id: str | None = None
    trend: str
    alternative_of_figure_id: str | None = None
    change_from_figure_id: str | None = None
    event_mention_id: str | None = None
    period_start: date | None = None
    period_end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant(Fact):
    """One row per participant of one article version, all forms of its name together."""

    table: ClassVar[str] = "participants"
    grain: ClassVar[tuple[str, ...]] = ("participant_id",)

    participant_id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    description: str | None = None
    affiliation: str | None = None
    headcount: str | None = None
    headcount_figure_id: str | None = None
    represents_participant_id: str | None = None
    country_code: str | None = None
    mention_start: int
    mention_end: int
    mention_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention(Fact):
    """One row per real event reported in one article version; every mention of it there is evidence of the same row."""

    table: ClassVar[str] = "event_mentions"
    grain: ClassVar[tuple[str, ...]] = ("event_mention_id",)

    event_mention_id: str
    type: str
    plover_type: str | None = None
    title: str
    status: str
    event_status: str
    polarity: str
    attribution: str
    reported_by: str | None = None
    trigger_start: int
    trigger_end: int
    trigger_text: str
    date_start: date | None
    date_end: date | None
    date_precision: str
    date_text: str | None
    date_method: str
    reference_date: date | None
    place_text: str | None
    place_name: str | None
    place_kind: str | None
    region_name: str | None = None
    country_code: str | None
    lat: float | None
    lon: float | None
    place_precision: str
    place_method: str
    is_headline: bool
    salience: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EventParticipant(Row):
    """One row per event mention, participant and role."""

    table: ClassVar[str] = "event_participants"
    grain: ClassVar[tuple[str, ...]] = ("event_mention_id", "participant_id", "role")

    article_version_id: str
    article_id: str
    event_mention_id: str
    participant_id: str
    role: str
    role_method: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Fact):
    """One row per statement quoted or paraphrased: who said what, to whom, about what."""

    table: ClassVar[str] = "statements"
    grain: ClassVar[tuple[str, ...]] = ("statement_id",)

    statement_id: str
    kind: str
    speaker_participant_id: str | None
    addressee_participant_id: str | None
    about: str | None
    event_mention_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Row):
    """One row per real person, organisation, country, place or group across articles."""

    table: ClassVar[str] = "entities"
    grain: ClassVar[tuple[str, ...]] = ("entity_id",)

    entity_id: str
    name: str
    kind: str
    country_code: str | None
    sector: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAlias(Row):
    """One row per entity and form of its name."""

    table: ClassVar[str] = "entity_aliases"
    grain: ClassVar[tuple[str, ...]] = ("entity_id", "alias")

    entity_id: str
    alias: str
    rule: str
    confidence: float
    article_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantEntity(Row):
    """One row per participant: the entity it is."""

    table: ClassVar[str] = "participant_entities"
    grain: ClassVar[tuple[str, ...]] = ("participant_id",)

    participant_id: str
    entity_id: str
    rule: str
    score: float
    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityKey(Row):
    """One row per form of a name by which participants are brought together to be compared."""

    table: ClassVar[str] = "entity_keys"
    grain: ClassVar[tuple[str, ...]] = ("name_key",)

    name_key: str
    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleCopy(Row):
    """One row per article version that is a copy of an earlier one of another article: syndicated, mirrored or repeated."""

    table: ClassVar[str] = "article_copies"
    grain: ClassVar[tuple[str, ...]] = ("article_version_id",)

    article_version_id: str
    first_article_version_id: str
    similarity: float
    containment: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryArticle(Row):
    """One row per article: the story it belongs to."""

    table: ClassVar[str] = "story_articles"
    grain: ClassVar[tuple[str, ...]] = ("article_id",)

    article_id: str
    story_id: str
    rule: str
    score: float
    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMerge(Row):
    """One row per event mention: the event it reports."""

    table: ClassVar[str] = "event_merges"
    grain: ClassVar[tuple[str, ...]] = ("event_mention_id",)

    event_mention_id: str
    event_id: str
    rule: str
    score: float
    undone_event_id: str | None = None
    undone_at: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSeriesMember(Row):
    """One row per figure that states, at its time and in its source, a number that an event or story is reported with."""

    table: ClassVar[str] = "figure_series_members"
    grain: ClassVar[tuple[str, ...]] = ("figure_id",)

    figure_id: str
    series_id: str
    measure: str
    rule: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IdRedirect(Row):
    """One row per id that was published and is no longer used."""

    table: ClassVar[str] = "id_redirects"
    grain: ClassVar[tuple[str, ...]] = ("old_id",)

    kind: str
    old_id: str
    new_id: str


# What a batch of each step carries to the warehouse (discoveries stay in their batches), and what linking adds in the warehouse.
FACT_TABLES: tuple[type[Row], ...] = (Figure, Participant, EventMention, EventParticipant, Statement)
BATCH_TABLES: tuple[type[Row], ...] = (SourceCheck, Fetch, Page, Article, ArticleField, *FACT_TABLES, Reject)
LINK_TABLES: tuple[type[Row], ...] = (
    Entity, EntityAlias, ParticipantEntity, EntityKey, ArticleCopy, StoryArticle, EventMerge, FigureSeriesMember, IdRedirect,
)  # fmt: skip
TABLES: tuple[type[Row], ...] = (*BATCH_TABLES, *LINK_TABLES)
