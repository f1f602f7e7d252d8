"""Gives the headline's event, where no sentence of its own dates it, the day that the article tells it for.

News says its day once, often in another sentence than the one that tells the event best: "A bomb went off outside the bank. The
blast on Thursday ...". The headline's event takes such a day where it has happened and the day lies in the week before the
article's: from its other mentions, then from the sentences beside them, a day that only tells when something was said last.

Where no sentence near gives a day, a report that opens with what has just happened ("A bomb has gone off outside the bank")
tells it as the news of the article's own day. Its event then has that day; its words are the day printed in the article, where
one is, else none. Either way the method is `inherited`, so nobody takes it for a day that the text gives the event. Events that
go on, are planned, possible, cancelled or only alleged, and all events but the headline's, inherit nothing.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from extract.facts.dates import DateSpan
from extract.facts.events.cast import role_words
from extract.facts.events.event_span import EventSpan
from extract.facts.language_model import Doc, Token
from extract.facts.sentences import Sentence

# News is told within so many days.
_NEWS_DAYS = 8
# Sentences between a day and the event that may be told for it.
_NEAR = 6
# Mentions that count: a thousand of them must not cost a thousand times each date.
_MENTIONS = 50
# The lead: so many sentences at the start may tell the news of the day.
_LEAD = 4
_HAVE = frozenset({"has", "have", "'ve", "’ve"})
_SAID, _WEEK = 3, 4  # sentences that a day of speaking, and a mere week, are further away


def inherit_dates(
    events: Sequence[EventSpan],
    doc: Doc,
    *,
    sentences: Sequence[Sentence],
    dates: Sequence[DateSpan],
    title_doc: Doc | None = None,
    reference_date: date | None,
) -> list[EventSpan]:
    """The events, the headline's with the day that it inherits, where it has none of its own."""
    return [
        _inherit(event, doc, sentences=sentences, dates=dates, today=reference_date)
        if event.is_headline and not _is_ahead(title_doc)
        else event
        for event in events
    ]


def _inherit(
    event: EventSpan,
    doc: Doc,
    *,
    sentences: Sequence[Sentence],
    dates: Sequence[DateSpan],
    today: date | None,
) -> EventSpan:
    if event.status.first() != "occurred" or _is_dated(event, today) or today is None:
        return event
    starts = [sentence.start for sentence in sentences]
    told_in = event.told_in[:_MENTIONS]
    best: tuple[int, int, DateSpan] | None = None
    for one in dates:
        if not _is_news_day(one, today):
            continue
        at = max(0, bisect_right(starts, one.start) - 1)
        cost = min(abs(at - told) for told in told_in)
        cost += _SAID * _is_said(doc, one) + _WEEK * (one.precision == "week")
        if best is None or (cost, one.start) < best[:2]:
            best = (cost, one.start, one)
    if best is not None and best[0] <= _NEAR:
        return replace(event, date=replace(best[2], method="inherited"))
    if event.date is None and _is_told_as_news(doc, event, sentences):
        return replace(event, date=_article_day(dates, today))
    return event


def _is_told_as_news(doc: Doc, event: EventSpan, sentences: Sequence[Sentence]) -> bool:
    """Whether a sentence of the lead that tells the event has a verb in the past or present perfect."""
    for index in event.told_in:
        if index >= _LEAD:
            continue
        span = doc.char_span(sentences[index].start, sentences[index].end, alignment_mode="expand")
        for token in span or ():
            has = any(child.dep_ == "aux" and child.lower_ in _HAVE for child in token.children)
            if token.tag_ == "VBD" or (token.tag_ == "VBN" and has):
                return True
    return False


def _article_day(dates: Sequence[DateSpan], today: date) -> DateSpan:
    """The article's day in the words that print it; without words where it prints none."""
    for one in dates:
        if one.date_start == one.date_end == today:
            return replace(one, method="inherited")
    return DateSpan(0, 0, "", today.isoformat(), today, today, "day", "inherited", "date")


def _is_dated(event: EventSpan, today: date | None) -> bool:
    found = event.date
    if found is None or (found.date_start is None and found.date_end is None):
        return False
    return not (today and found.date_start and found.date_start > today)


def _is_ahead(title: Doc | None) -> bool:
    """Whether the headline tells what is to come: "Ministers to meet in Oslo"."""
    return title is not None and any(
        token.tag_ == "TO" and token.head.dep_ == "ROOT" and token.head.tag_ == "VB" for token in title
    )


def _is_news_day(one: DateSpan, today: date) -> bool:
    if one.date_start is None or one.date_end is None or one.kind == "duration":
        return False
    if one.precision not in ("day", "hour", "minute", "week"):
        return False
    return today - timedelta(days=_NEWS_DAYS) <= one.date_start and one.date_end <= today


def _is_said(doc: Doc, one: DateSpan) -> bool:
    """Whether the date hangs on a verb of speaking."""
    span = doc.char_span(one.start, one.end, alignment_mode="expand")
    if span is None:
        return False
    token: Token
    for token in span.root.ancestors:
        if token.pos_ == "VERB":
            return token.lemma_ in role_words("say")
    return False
