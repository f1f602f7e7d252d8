"""The damages: one class each, done to a good batch, with the rule that must catch it."""

import dataclasses
import itertools
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from news import Batch, batch, reject

from extract.contract.keys import hash_id
from extract.contract.tables import (
    Article,
    EventMention,
    EventParticipant,
    Figure,
    Page,
    Participant,
    Row,
    SourceCheck,
    Statement,
)

HOSTILE = "<script>alert('x')</script>"
SMALL, LARGE = 6, 26

Change = Callable[[list[Row]], list[Row]]
_numbers = itertools.count(10_000, 100)


@dataclasses.dataclass(frozen=True)
class Damage:
    """What is done to the rows of a batch, and the rule of a table that must say so. size: articles in the batch."""

    name: str
    table: str
    rule: str
    change: Change
    size: int = SMALL
    options: dict = dataclasses.field(default_factory=dict)
    first: int = dataclasses.field(default_factory=lambda: next(_numbers))

    def batch(self) -> Batch:
        good = batch(f"{self.name}-0000", range(self.first, self.first + self.size), **self.options)
        return Batch(good.name, self.change(good.rows))


def each(table, **values) -> Change:
    """Other values in every row; a function is given the row."""

    def new(row):
        return {name: value(row) if callable(value) else value for name, value in values.items()}

    return lambda rows: [dataclasses.replace(row, **new(row)) if isinstance(row, table) else row for row in rows]


def first(table, **values) -> Change:
    """The same in the first row only."""

    def change(rows):
        found = next(row for row in rows if isinstance(row, table))
        return [each(table, **values)([row])[0] if row is found else row for row in rows]

    return change


def without(*tables, keep=lambda _row: False) -> Change:
    return lambda rows: [row for row in rows if not isinstance(row, tables) or keep(row)]


def twice(table, **values) -> Change:
    """Every row again, with other values."""
    return lambda rows: rows + each(table, **values)([row for row in rows if isinstance(row, table)])


def also(*more: Row) -> Change:
    return lambda rows: [*rows, *more]


def swapped_evidence(rows):
    figures = [row for row in rows if isinstance(row, Figure)]
    other = dict(
        zip((row.figure_id for row in figures), [row.evidence for row in figures[4:] + figures[:4]], strict=True)
    )
    return each(Figure, evidence=lambda row: other[row.figure_id])(rows)


def articles_gone(rows):
    """Six of ten articles, with their facts; their pages stay."""
    gone = {
        row.article_version_id for number, row in enumerate(r for r in rows if isinstance(r, Article)) if number % 5 < 3
    }
    return [row for row in rows if getattr(row, "article_version_id", None) not in gone]


def without_facts(rows):
    return without(Figure, Participant, EventMention, EventParticipant, Statement)(rows)


def teasers(rows):
    return each(Article, text=lambda row: row.text[:400], length_chars=400)(without_facts(rows))


def one_text(rows):
    text = next(row.text for row in rows if isinstance(row, Article))
    return each(Article, text=text, length_chars=len(text))(without_facts(rows))


def one_text_of_one_version(rows):
    """An article's second copy on another page, with other words."""
    found = next(row for row in rows if isinstance(row, Article))
    return [
        *rows,
        dataclasses.replace(found, ordinal=2, text=found.text + "More.", length_chars=found.length_chars + 5),
    ]


def fewer_events(rows):
    """One event an article is left, of five."""
    kept = {row.event_mention_id for row in rows if isinstance(row, EventMention) and row.is_headline}
    return [row for row in rows if getattr(row, "event_mention_id", None) in kept or not hasattr(row, "event_mention_id")
            or isinstance(row, Figure)]  # fmt: skip


def garble(row):
    return row.text + " The minister’s caf\ufffd â€™ â€œ Ã©"


# The classes. A name is the batch's name too.
DAMAGES = [
    # Words and offsets
    Damage("shifted_offsets", "event_mentions", "slice", each(EventMention, char_start=lambda row: row.char_start + 1)),
    Damage("evidence_of_another_article", "figures", "slice", swapped_evidence),
    Damage("offsets_outside_text", "participants", "slice", each(Participant, char_end=10_000)),
    Damage("swapped_offsets", "statements", "slice",
           each(Statement, char_start=lambda row: row.char_end, char_end=lambda row: row.char_start + 1)),
    Damage("truncated_texts", "figures", "slice", each(Article, text=lambda row: row.text[:300], length_chars=300)),
    Damage("length_of_another_text", "articles", "length", first(Article, length_chars=7)),
    # Ids
    Damage("doubled_rows", "figures", "unique", twice(Figure)),
    Damage("one_id_everywhere", "statements", "unique", each(Statement, statement_id=HOSTILE)),
    Damage("one_plain_id_everywhere", "statements", "unique", each(Statement, statement_id="same")),
    Damage("doubled_under_new_ids", "event_mentions", "spot",
           twice(EventMention, event_mention_id=lambda row: hash_id(row.event_mention_id), is_headline=False)),
    Damage("two_texts_of_one_wording", "articles", "one_wording", one_text_of_one_version),
    Damage("other_text_than_before", "articles", "one_wording",
           each(Article, text=lambda row: row.text + "More.", length_chars=lambda row: row.length_chars + 5), first=200),
    Damage("other_values_than_before", "figures", "one_figure", each(Figure, value=Decimal(7)), first=300),
    Damage("other_types_than_before", "event_mentions", "one_event", each(EventMention, type="OTHER"), first=400),
    # Orphans
    Damage("facts_without_articles", "figures", "reference", without(Article)),
    Damage("articles_without_pages", "articles", "reference", without(Page)),
    Damage("facts_of_another_article", "participants", "reference", first(Participant, article_id="nobody")),
    Damage("roles_without_participants", "event_participants", "reference", without(Participant)),
    Damage("speaker_who_is_nobody", "statements", "reference", first(Statement, speaker_participant_id="nobody")),
    # Values of single rows
    Damage("unknown_kind", "figures", "one_of", first(Figure, kind=HOSTILE)),
    Damage("confidence_above_one", "figures", "bounds", first(Figure, confidence=1.5)),
    Damage("no_number", "event_mentions", "bounds", first(EventMention, lat=float("nan"))),
    Damage("endless_name", "participants", "bounds", first(Participant, name="x" * 301)),
    Damage("low_end_above_high_end", "figures", "order", first(Figure, value_high=Decimal(1))),
    Damage("end_before_start", "event_mentions", "order", first(EventMention, date_end=date(2024, 1, 1))),
    Damage("head_without_unit", "figures", "together", first(Figure, unit=None)),
    Damage("country_in_language", "articles", "codes_of_articles", first(Article, language="NO")),
    Damage("names_in_country_codes", "event_mentions", "codes_of_events",
           each(EventMention, country_code=lambda row: row.place_name)),
    Damage("small_country_codes", "participants", "codes_of_participants", each(Participant, country_code="no")),
    Damage("two_headlines", "event_mentions", "one_headline", each(EventMention, is_headline=True)),
    # Dates
    Damage("event_in_the_year_3025", "event_mentions", "event_dates",
           first(EventMention, date_start=None, date_end=date(3025, 1, 1))),
    Damage("events_in_the_year_25", "event_mentions", "mostly_wrong_event_dates",
           each(EventMention, date_start=date(25, 1, 1), date_end=None)),
    Damage("one_date_in_1970", "articles", "published_dates", first(Article, published_date=date(1970, 1, 1))),
    Damage("all_dates_in_1970", "articles", "mostly_wrong_dates", each(Article, published_date=date(1970, 1, 1))),
    Damage("dates_in_the_future", "articles", "mostly_wrong_dates", each(Article, published_date=date(2026, 7, 1))),
    # What is missing
    Damage("no_titles", "articles", "untitled", each(Article, title=None)),
    Damage("no_publishers", "articles", "missing_of_articles", each(Article, publisher_name=None), LARGE),
    Damage("no_dates", "articles", "missing_of_articles", each(Article, published_date=None), LARGE),
    Damage("no_event_dates", "event_mentions", "missing_of_events", each(EventMention, date_start=None), LARGE),
    Damage("no_countries", "event_mentions", "missing_of_events", each(EventMention, country_code=None), LARGE),
    Damage("no_items", "figures", "missing_of_figures",
           each(Figure, item=None, item_start=None, item_end=None, item_head=None), LARGE),
    Damage("no_units", "figures", "no_units", each(Figure, unit=None, unit_head=None), LARGE),
    # Volume
    Damage("most_articles_gone", "articles", "articles_per_page", articles_gone, LARGE),
    Damage("most_events_gone", "articles", "facts_per_article", fewer_events, LARGE),
    Damage("all_figures_gone", "articles", "facts_gone", without(Figure), LARGE),
    Damage("articles_unread", "rejects", "unread", also(*(reject(f"u{number}", "read_facts") for number in range(3)))),
    Damage("mostly_rejects", "rejects", "more_rejects_than_pages", also(*(reject(f"m{number}") for number in range(12)))),
    Damage("rejects_tripled", "rejects", "rejects_rose", also(*(reject(f"t{number}") for number in range(12))), LARGE),
    Damage("source_without_pages", "source_checks", "silent_sources", each(SourceCheck, offered_count=0, new_count=0)),
    Damage("source_with_a_page_or_two", "source_checks", "silent_sources", each(SourceCheck, offered_count=2, new_count=0)),
    Damage("teasers_only", "articles", "shorter_texts", teasers, LARGE),
    # Drift
    Damage("events_of_another_kind", "event_mentions", "event_type_mix",
           each(EventMention, type=lambda row: "DISASTER" if row.char_start % 2 else "HARM"), LARGE),
    Damage("one_event_type", "event_mentions", "one_event_type", each(EventMention, type="OTHER"), LARGE),
    Damage("figures_of_another_kind", "figures", "figure_kind_mix", each(Figure, kind="other"), LARGE),
    Damage("figures_of_another_unit", "figures", "unit_mix", each(Figure, unit="USD", unit_head="USD"), LARGE),
    Damage("another_language", "articles", "language_mix", without_facts, 52, {"language": "de"}),
    Damage("language_flipped", "articles", "language_fits_text", each(Article, language="de"), LARGE),
    Damage("confidence_one_everywhere", "event_mentions", "constant_confidence", each(EventMention, confidence=1.0), LARGE),
    Damage("latitude_and_longitude_swapped", "event_mentions", "places_moved",
           each(EventMention, lat=lambda row: row.lon, lon=lambda row: row.lat)),
    # Texts
    Damage("mojibake", "articles", "garbled", each(Article, text=garble, length_chars=lambda row: len(garble(row)))),
    Damage("one_notice_for_all", "articles", "repeated_text", one_text),
    Damage("title_and_publisher_swapped", "articles", "repeated_title",
           each(Article, title=lambda row: row.publisher_name, publisher_name=lambda row: row.title)),
]  # fmt: skip
