"""Every column of every raw table, declared once: its meaning, unit, bounds and closed list.

The type and whether it may be null stand in `tables.py`, where the column is used; a name means the same thing in each.
"""

from dataclasses import dataclass

from extract.contract.data import read_csv


@dataclass(frozen=True, slots=True)
class Column:
    """What a column says.

    meaning: one sentence for the DDL comment and the dbt docs. values: the closed list, where there is one.
    low, high: inclusive bounds of a number. max_chars: the longest text allowed (published text is kept short).
    """

    meaning: str
    values: tuple[str, ...] | None = None
    low: float | None = None
    high: float | None = None
    max_chars: int | None = None


EVIDENCE_MAX_CHARS = 300

PARTICIPANT_KINDS = ("person", "organisation", "country", "place", "group")
ROLES = ("host", "actor", "target", "participant", "speaker", "affected")
QUALIFIERS = ("exact", "about", "less_than", "at_most", "more_than", "at_least")
TRENDS = ("up", "down", "none")
FIGURE_KINDS = (
    "count", "money", "percent", "fraction", "multiple", "length", "area", "volume", "mass", "duration", "age",
    "speed", "temperature", "energy", "score", "rate", "other",
)  # fmt: skip
EVENT_TYPES = tuple(row["type"] for row in read_csv("event_types"))
EVENT_STATUSES = ("cancelled", "denied", "planned", "possible", "ongoing", "alleged", "occurred")
DATE_METHODS = ("explicit", "relative", "inherited", "none")
DATE_PRECISIONS = ("minute", "hour", "day", "week", "month", "quarter", "year", "decade", "none")
PLACE_METHODS = ("text", "dateline", "title", "inferred", "none")
SOURCE_KINDS = ("files", "urls", "feed", "sitemap", "archive")
# Their pages lie on this machine; those of the others are asked for over HTTP.
ON_DISK_KINDS = ("files", "archive")
# What became of a request. Those of TRANSIENT_OUTCOMES may end otherwise another time: the page is asked for again.
TRANSIENT_OUTCOMES = (
    "timed_out", "unreachable", "server_error", "rate_limited", "incomplete", "circuit_open", "robots_unavailable",
)  # fmt: skip
OUTCOMES = (
    "ok", "not_modified", "robots", "opted_out", "gone", "refused", "too_big", "bad_encoding", "too_many_redirects",
    "forbidden_address", "bad_url", "bad_tls", "unreadable", *TRANSIENT_OUTCOMES,
)  # fmt: skip
OPT_OUTS = ("noindex", "noarchive", "tdm_reservation")
PAYWALLS = ("none", "metered", "closed")
# Where a value of an article's metadata can be read.
FIELD_SOURCES = (
    "json_ld",
    "meta",
    "microdata",
    "element",
    "byline",
    "url",
    "title_tag",
    "text",
    "source",
    "trafilatura",
    "htmldate",
)
ARTICLE_FIELDS = ("title", "authors", "publisher", "published", "modified", "section", "language", "url", "paywall")
STATEMENT_KINDS = ("direct", "indirect", "mixed")
SECTORS = (
    "government", "parliament", "party", "court", "police", "military", "armed_group", "international", "diplomacy",
    "finance", "industry", "energy", "technology", "transport", "trade", "agriculture", "health", "education", "research",
    "media", "culture", "sport", "religion", "civil_society", "labour",
)  # fmt: skip

COLUMNS: dict[str, Column] = {
    # -- pages and articles
    "discovery_id": Column(
        "Id of an offer: from the page's address, its capture time and, for a file, its size and age."
    ),
    "page_id": Column("SHA-256 of the page's bytes, in hex."),
    "page_uri": Column("The address the page was read from: a URL, a file path, or an archive record's URI."),
    "captured": Column("When the page was captured, ISO 8601 with the offset as given."),
    "captured_at": Column("When the page was captured, UTC."),
    "media_type": Column("The media type the body was read as.", values=("text/html", "text/plain")),
    "length_bytes": Column("Size of the page's decoded body in bytes.", low=0),
    "article_id": Column("Stable id of an article: from its URL, or from publisher, title and day where it has none."),
    "article_version_id": Column("Id of one wording of an article: from the article's id and its text."),
    "ordinal": Column("Position of the article on its page, from 1.", low=1),
    "is_primary": Column("True for the page's main article, false for the related ones it carries whole."),
    "url": Column("The article's own address, or null where the page does not give one."),
    "title": Column("The headline of an article, or a short label of an event made from its evidence."),
    "text": Column("The article's text; every offset counts its characters."),
    "publisher_name": Column("Who published the article, as the page says it."),
    "authors": Column("The people who signed the article."),
    "published": Column("When the article was published, as precise as the page gives it, with its offset."),
    "published_date": Column("The local day of publication; the reference day for words like 'Thursday'."),
    "published_at": Column("The moment of publication, UTC; null where only the day is known."),
    "published_precision": Column(
        "How precise `published` is.", values=("second", "minute", "hour", "day", "month", "none")
    ),
    "published_from": Column(
        "Where `published` was read: metadata, text, dateline, age (counted from the capture), none."
    ),
    "language": Column("ISO 639-1 code of the article's language."),
    "length_chars": Column("Length of the text in characters.", low=1),
    "is_text_publishable": Column("True where the source's terms let the whole text into the published warehouse."),
    "modified": Column("When the article was last changed, as precise as the page gives it, with its offset."),
    "section": Column(
        "The section of its site that the article stands in, as the page says it.", max_chars=EVIDENCE_MAX_CHARS
    ),
    "paywall": Column(
        "What the page says of readers who do not pay: none (free, or nothing said), metered, closed.", values=PAYWALLS
    ),
    "is_truncated": Column(
        "True where the page holds only the beginning of the article: a teaser, a paywall, a page cut by its size or depth."
    ),
    "charset": Column("The charset the page was read in."),
    "charset_from": Column(
        "What decided the charset.", values=("bom", "content", "header", "meta", "detector", "default")
    ),
    "field": Column("Which part of the metadata.", values=ARTICLE_FIELDS),
    "value_from": Column("Where on the page, or beside it, the value was read.", values=FIELD_SOURCES),
    # -- sources and fetching
    "source_name": Column("The name of the source in sources.yml, or `files` for pages given on the command line."),
    "source_kind": Column("What a source is.", values=SOURCE_KINDS),
    "archive_uri": Column("The archive that holds the page."),
    "archive_offset": Column("Where the page's record starts in the archive, in bytes from 0.", low=0),
    "address": Column("The address that was asked: a feed's or sitemap's URL, a folder, an archive."),
    "checked_at": Column("When it was asked, UTC."),
    "requested_at": Column("When the page was asked for, UTC."),
    "outcome": Column("What became of the request.", values=OUTCOMES),
    "http_status": Column("The last HTTP status of the answer; null where none came.", low=100, high=999),
    "final_url": Column("The address after redirects."),
    "redirect_count": Column("How many redirects were followed.", low=0),
    "etag": Column("The ETag that the answer came with."),
    "last_modified": Column("The Last-Modified that the answer came with."),
    "terms": Column("Hash of what decides which pages are taken from the source: its kind, keep and drop."),
    "offered_count": Column("Pages that the source offered.", low=0),
    "new_count": Column("Pages among them that no run had seen before.", low=0),
    "http_charset": Column("The charset that the HTTP answer declared."),
    "opt_outs": Column("What the page asks robots not to do: noindex, noarchive, tdm_reservation."),
    # -- rejects
    "stage": Column("The step that refused the item."),
    "reason": Column("Why it was refused: a short code that is counted."),
    "key": Column("What was refused: a page's address, an article's id, a line's number."),
    "sha256": Column("SHA-256 of what was refused, in hex; null where nothing could be read."),
    "first_lines": Column("The first characters of what was refused.", max_chars=EVIDENCE_MAX_CHARS),
    "detail": Column("More about the reason, for a person.", max_chars=EVIDENCE_MAX_CHARS),
    # -- evidence, shared by all facts
    "char_start": Column("Where the evidence starts in the article's text, in characters from 0.", low=0),
    "char_end": Column("Where the evidence ends, exclusive.", low=1),
    "evidence": Column("The words the row was read from: at most one sentence.", max_chars=EVIDENCE_MAX_CHARS),
    "is_evidence_cut": Column("True where the sentence was longer and the evidence is a part of it."),
    "sentence_index": Column("Number of the sentence in its article, from 0.", low=0),
    "confidence": Column("Probability that the row is right, three decimals.", low=0, high=1),
    "method": Column("How the row was found: the rule or component."),
    "model_version": Column("The language model and rule version that read it."),
    # -- figures
    "figure_id": Column("Id of a figure: from the article version and its offsets."),
    "figure_start": Column("Where the figure's own words start, in characters from 0.", low=0),
    "figure_end": Column("Where the figure's own words end, exclusive.", low=1),
    "figure_text": Column("The figure's own words with qualifier and unit.", max_chars=EVIDENCE_MAX_CHARS),
    "value": Column("The number, fully expanded (12.9bn is 12900000000); the low end of a range."),
    "value_high": Column("The high end of a range; null for a single number."),
    "qualifier": Column("How the text bounds the number.", values=QUALIFIERS),
    "unit": Column(
        "Canonical unit: an ISO 4217 code, a measure, or for a count the counted noun with what qualifies it, singular, "
        "words joined by _ (`shipping_container`); null for a bare number."
    ),
    "unit_head": Column("The unit without what qualifies a counted noun (`container`): group by this."),
    "unit_surface": Column("The unit's words in the text."),
    "value_si": Column("The value in SI units, where they exist."),
    "unit_si": Column("The SI unit of `value_si`."),
    "item": Column("What is measured, in the text's words.", max_chars=EVIDENCE_MAX_CHARS),
    "item_start": Column("Where the item starts in the article's text, in characters from 0.", low=0),
    "item_end": Column("Where the item ends, exclusive.", low=1),
    "item_head": Column("The item's head noun, lower-case singular."),
    "item_participant_id": Column(
        "The participant that the item is, or whose shares or index it is; null where the item is something else."
    ),
    "item_entity_id": Column("The entity that the item is, or whose shares or index it is."),
    "trend": Column("Whether the thing rose or fell by or to this figure.", values=TRENDS),
    "alternative_of_figure_id": Column("The figure that this one restates in another unit."),
    "change_from_figure_id": Column("The earlier figure this one changed from."),
    "period_start": Column(
        "First day of the time the figure refers to, where the sentence names it; null where open or unknown."
    ),
    "period_end": Column(
        "Last day of the time the figure refers to, where the sentence names it; null where open or unknown."
    ),
    # -- participants
    "participant_id": Column("Id of a participant: from the article version, its kind and its name."),
    "name": Column("The fullest form of the name in the article, without title.", max_chars=EVIDENCE_MAX_CHARS),
    "aliases": Column(
        'The other forms of the name used in the article: surname, acronym, short form, nationality, and "ministry" where '
        "only one is meant."
    ),
    "description": Column(
        "The words of the text that say who it is: a person's title or role, what an organisation is.",
        max_chars=EVIDENCE_MAX_CHARS,
    ),
    "affiliation": Column(
        "The organisation, country or place it belongs to, as the text says it.", max_chars=EVIDENCE_MAX_CHARS
    ),
    "headcount": Column("The figure's words for a counted group.", max_chars=EVIDENCE_MAX_CHARS),
    "headcount_figure_id": Column("The figure that counts the group."),
    "represents_participant_id": Column("The participant it stands for: a minister's ministry, a ministry's country."),
    "country_code": Column("ISO 3166-1 alpha-2 code of the country."),
    "mention_start": Column("Where the first full mention of the name starts, in characters from 0.", low=0),
    "mention_end": Column("Where the first full mention of the name ends, exclusive.", low=1),
    "mention_text": Column("The first full mention, as written.", max_chars=EVIDENCE_MAX_CHARS),
    # -- events
    "event_mention_id": Column("Id of an event as one article reports it: from the article version and its trigger."),
    "event_status": Column(
        "Whether it happened, goes on, is planned, possible or cancelled, polarity and attribution apart."
    ),
    "polarity": Column("Whether the text affirms or denies it.", values=("affirmed", "denied")),
    "attribution": Column("Whether the text gives its own word or withholds it.", values=("stated", "alleged")),
    "plover_type": Column("PLOVER's type, where the words tell a finer one than the event type's own."),
    "reported_by": Column("Who reports it, where the text says so.", max_chars=EVIDENCE_MAX_CHARS),
    "status": Column(
        "First that holds: cancelled, denied, planned, possible, ongoing, alleged, occurred.", values=EVENT_STATUSES
    ),
    "trigger_start": Column("Where the words that name the event start, in characters from 0.", low=0),
    "trigger_end": Column("Where the words that name the event end, exclusive.", low=1),
    "trigger_text": Column("The words that name the event.", max_chars=60),
    "date_start": Column("First day of the event; null where the text gives none."),
    "date_end": Column("Last day of the event; null means open or unknown."),
    "date_precision": Column("How precise the dates are.", values=DATE_PRECISIONS),
    "date_text": Column("The words the dates were read from.", max_chars=EVIDENCE_MAX_CHARS),
    "date_method": Column(
        "How the dates were found; inherited: of other sentences that tell the headline's event, or the article's own day.",
        values=DATE_METHODS,
    ),
    "reference_date": Column("The day against which relative words were resolved."),
    "place_text": Column("The place in the text's words.", max_chars=EVIDENCE_MAX_CHARS),
    "place_name": Column("The place's common name."),
    "place_kind": Column("What the place is: country, region, city, venue, other."),
    "region_name": Column("State, province or region that the place is or lies in; null where no list has it."),
    "lat": Column("Latitude in degrees.", low=-90, high=90),
    "lon": Column("Longitude in degrees.", low=-180, high=180),
    "place_precision": Column("How precise the coordinates are: venue, city, region, country, none."),
    "place_method": Column("How the place was found.", values=PLACE_METHODS),
    "is_headline": Column("True for the event the headline is about."),
    "salience": Column("How much the event matters in its article; 1 for the headline's.", low=0, high=1),
    "role": Column("What the participant does in the event.", values=ROLES),
    "role_method": Column("How the role was found.", values=("grammar", "default")),
    # -- statements
    "statement_id": Column("Id of a statement: from the article version and its offsets."),
    "speaker_participant_id": Column("Who said it."),
    "addressee_participant_id": Column("To whom it was said."),
    "about": Column("What it is about, in the text's words.", max_chars=EVIDENCE_MAX_CHARS),
    # -- linking
    "entity_id": Column("Id of a real person, organisation, country, place or group across articles."),
    "entity_rule": Column("The rule by which the participant was found to be the entity."),
    "entity_score": Column("Probability that the participant is the entity, three decimals.", low=0, high=1),
    "alias": Column("A form of the entity's name that was seen."),
    "story_id": Column("Id of a set of articles about one thing."),
    "event_id": Column("Id of a real event across articles."),
    "first_article_version_id": Column("The earliest version among those that are copies of each other."),
    "similarity": Column("Share of the two texts' shingles that both have (Jaccard), 0 to 1.", low=0, high=1),
    "containment": Column("Share of the shorter text's shingles that the longer one has, 0 to 1.", low=0, high=1),
    "score": Column("How alike the two were found, 0 to 1.", low=0, high=1),
    "rule": Column("The rule that linked the two."),
    "block": Column(
        "Which others it was compared with: those of the same block. What arrives in other blocks does not change its link."
    ),
    "name_key": Column("A name folded for comparison, with its kind."),
    "sector": Column(
        "The field the entity works in, as the words about it say; null where they do not.", values=SECTORS
    ),
    "article_count": Column("Number of articles.", low=0),
    "series_id": Column("Id of one number as it is reported over time and by several sources."),
    "measure": Column("What the series counts or measures, in a word or two: dead, injured, missing, cost."),
    "undone_event_id": Column(
        "The event that the mention was merged into before a person undid it; null where nobody did."
    ),
    "undone_at": Column("When a person undid the merge; null while it holds."),
    "old_id": Column("An id that was published and is no longer used."),
    "new_id": Column("The id that stands for it now."),
    # -- corrections of people, in the marts
    "uncorrected": Column(
        "What was read, of the columns that a person corrected: column to value; null where nobody did."
    ),
    "corrected_columns": Column(
        "The columns that do not stand as they were read: a person corrected them, or one that they hang on; null where nobody "
        "did."
    ),
}

# Closed lists and meanings that differ by table: a group of a participant is not a group of figures.
COLUMNS_BY_TABLE: dict[tuple[str, str], Column] = {
    ("participants", "kind"): Column("What the participant is.", values=PARTICIPANT_KINDS),
    ("entities", "kind"): Column("What the entity is.", values=PARTICIPANT_KINDS),
    ("figures", "kind"): Column("What sort of quantity it is.", values=FIGURE_KINDS),
    ("statements", "kind"): Column("Whether the words are quoted, paraphrased, or both.", values=STATEMENT_KINDS),
    ("id_redirects", "kind"): Column("What the ids name.", values=("entity", "story", "event")),
    ("article_fields", "value"): Column("The value as text; several authors are separated by `; `."),
    ("event_mentions", "type"): Column("What sort of event it is.", values=EVENT_TYPES),
}
