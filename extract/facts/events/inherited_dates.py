"""Gives the headline's event, where no sentence of its own dates it, the day that the article tells it for.

News says its day once, often in another sentence than the one that tells the event best: "A bomb went off outside the bank. The
blast on Thursday ...". The headline's event takes such a day where it has happened, or may have, and the day lies in the week
before the article's: from an event called the same, then from its own sentences and those beside them, a day that only tells
when something was said last. A date long before, that is not in the words that tell the event, is background and gives way to it.

Where no sentence near gives a day, a headline over a lead that tells what has just happened ("A bomb has gone off outside the
bank") makes it the news of the article's own day (`news_day`). Its event then has that day; its words are the day printed in the
article, where one is, else none. Either way the method is `inherited`, so nobody takes it for a day that the text gives the
event. Events that go on, are planned, possible yet, cancelled or only alleged, all events but the headline's, and texts without a
headline or a day of publication inherit no such day.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extract.facts.dates import DateSpan
from extract.facts.events.cast import role_words
from extract.facts.events.date_roles import is_repeated
from extract.facts.events.event_span import EventSpan
from extract.facts.events.news_day import LEAD, article_day, is_ahead, is_told_as_news
from extract.facts.language_model import Doc, Token, text_of
from extract.facts.sentences import Sentence

# News is told within so many days.
_NEWS_DAYS = 8
# Sentences between a day and the event that may be told for it.
_NEAR = 6
# Where the lead tells the news of the day, a day further down counts only this near.
_BESIDE = 1
# Mentions that count: a thousand of them must not cost a thousand times each date.
_MENTIONS = 50
_SAID, _WEEK = 3, 4  # sentences that a day of speaking, and a mere week, are further away
_NAMED = -2  # and a day that the text gives an event called the same is nearer
_WIDE = frozenset({"year", "decade", "century"})


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
    if reference_date is None or is_ahead(title_doc):
        return list(events)
    starts = [sentence.start for sentence in sentences]
    return [
        _inherit(
            event,
            doc,
            news_days=[(_sentence_at(starts, one), one) for one in dates if _is_news_day(doc, one, reference_date)],
            namesake_days=_namesake_days(event, events),
            article_day=article_day(dates, reference_date),
            is_news=is_told_as_news(doc, title_doc, event.told_in, sentences),
            is_dated=_is_dated(event, starts, reference_date),
        )
        if event.is_headline and _is_past(event, doc) and not _lasts(event, doc, starts, dates)
        else event
        for event in events
    ]


def _inherit(
    event: EventSpan,
    doc: Doc,
    *,
    news_days: Sequence[tuple[int, DateSpan]],
    namesake_days: frozenset[int],
    article_day: DateSpan,
    is_news: bool,
    is_dated: bool,
) -> EventSpan:
    """news_days: each day of the last week, after the number of its sentence; namesake_days: where dates of namesakes start."""
    if is_dated:
        return event
    told_in = event.told_in[:_MENTIONS]
    best: tuple[int, int, DateSpan] | None = None
    for at, one in news_days:
        away = min(abs(at - told) for told in told_in)
        if is_news and at >= LEAD and away > _BESIDE:
            continue
        cost = away + _WEEK * (one.precision == "week")
        cost += _NAMED if one.start in namesake_days else _SAID * _is_said(doc, one)
        if best is None or (cost, one.start) < best[:2]:
            best = (cost, one.start, one)
    if best is not None and best[0] <= _NEAR:
        return replace(event, date=replace(best[2], method="inherited"))
    return replace(event, date=replace(article_day, method="inherited")) if is_news else event


def _is_past(event: EventSpan, doc: Doc) -> bool:
    """Whether it has happened, or may have: "could have crashed"."""
    status = event.status.first()
    aids = {child.tag_ if child.tag_ == "MD" else child.lower_ for child in doc[event.trigger.head].children}
    return status == "occurred" or (status == "possible" and aids >= {"MD", "have"})


def _lasts(event: EventSpan, doc: Doc, starts: Sequence[int], dates: Sequence[DateSpan]) -> bool:
    """Whether a sentence that tells it says that it took "for weeks", "for years": no one day is its own."""
    spans = [one for one in dates if one.value.startswith("PX") and _sentence_at(starts, one) in event.told_in]
    return any(text_of(doc)[max(0, one.start - 4) : one.start].lower() == "for " for one in spans)


def _namesake_days(event: EventSpan, events: Sequence[EventSpan]) -> frozenset[int]:
    """Where the dates start that the text gives other events of its type and name."""
    return frozenset(
        other.date.start for other in events if other.date and other.type == event.type and other.keys & event.keys
    )


def _sentence_at(starts: Sequence[int], one: DateSpan) -> int:
    """The number of a date's sentence; starts: where each sentence starts."""
    return max(0, bisect_right(starts, one.start) - 1)


def _is_dated(event: EventSpan, starts: Sequence[int], today: date) -> bool:
    """Whether it has a date of its own that may be the news's: not one ahead, nor one long before, of other words."""
    found = event.date
    if found is None or (found.date_start is None and found.date_end is None):
        return False
    if found.date_start is None or found.date_start >= _first_news_day(today):
        return not (found.date_start and found.date_start > today)
    is_in_its_words = event.sentence.start <= found.start < event.sentence.end
    return is_in_its_words or (found.precision not in _WIDE and _sentence_at(starts, found) < LEAD)


def _first_news_day(today: date) -> date:
    """The first of the days that news may be of; of a day that some pages print for none, 0001-01-01, itself."""
    return date.fromordinal(max(1, today.toordinal() - _NEWS_DAYS))


def _is_news_day(doc: Doc, one: DateSpan, today: date) -> bool:
    if one.date_start is None or one.date_end is None or one.kind == "duration":
        return False
    if one.precision not in ("day", "hour", "minute", "week"):
        return False
    span = doc.char_span(one.start, one.end, alignment_mode="expand")
    if span is None or is_repeated(span):
        return False
    return _first_news_day(today) <= one.date_start and one.date_end <= today


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
