"""Tells whether an article reports its headline's event as the news of its own day, by the tense of its headline and lead.

A headline tells news in the present ("Bomb kills two") or leaves out the verb "to be" ("Two killed"); the lead below it tells it
in the past, in the present perfect, or in the present as what is so now ("is facing criticism", "are champions"). Without a
headline nothing shows that the text is news at all, and none of this counts.
"""

from collections.abc import Sequence
from datetime import date

from extract.facts.dates import DateSpan
from extract.facts.language_model import Doc, Span, Token
from extract.facts.sentences import Sentence

# The lead: so many sentences at the start may tell the news of the day.
LEAD = 4
_HAVE = frozenset({"has", "have", "'ve", "’ve"})
_PRESENT = frozenset({"VBZ", "VBP"})


def is_told_as_news(doc: Doc, title: Doc | None, told_in: Sequence[int], sentences: Sequence[Sentence]) -> bool:
    """Whether the lead tells an event, by the numbers of its sentences, as what has just happened or goes on now."""
    if title is None or len(title) == 0 or is_ahead(title):
        return False
    told_in_lead = [index for index in told_in if index < LEAD]
    return any(_tells_news(_span(doc, sentences[index])) for index in told_in_lead) or (
        _is_present(title) and any(_tells_past(_span(doc, sentence)) for sentence in sentences[:LEAD])
    )


def is_ahead(title: Doc | None) -> bool:
    """Whether the headline tells what is to come: "Ministers to meet in Oslo"."""
    return title is not None and any(
        token.tag_ == "TO" and token.head.dep_ == "ROOT" and token.head.tag_ == "VB" for token in title
    )


def article_day(dates: Sequence[DateSpan], today: date) -> DateSpan:
    """The article's day in the words that print it; without words where it prints none."""
    for one in dates:
        if one.date_start == one.date_end == today:
            return one
    return DateSpan(0, 0, "", today.isoformat(), today, today, "day", "inherited", "date")


def _span(doc: Doc, sentence: Sentence) -> Span | None:
    return doc.char_span(sentence.start, sentence.end, alignment_mode="expand")


def _is_present(title: Doc) -> bool:
    return any(token.dep_ == "ROOT" and token.tag_ in _PRESENT for token in title)


def _tells_past(span: Span | None) -> bool:
    return any(token.tag_ == "VBD" or _is_perfect(token) for token in span or ())


def _tells_news(span: Span | None) -> bool:
    return _tells_past(span) or any(_goes_on(token) for token in span or ())


def _is_perfect(token: Token) -> bool:
    return token.tag_ == "VBN" and any(child.dep_ == "aux" and child.lower_ in _HAVE for child in token.children)


def _goes_on(token: Token) -> bool:
    """Whether the sentence itself says what is so now: "is facing criticism", "are champions"."""
    if token.dep_ != "ROOT":
        return False
    if token.tag_ == "VBG":
        return any(child.dep_ == "aux" and child.tag_ in _PRESENT for child in token.children)
    return token.tag_ in _PRESENT and token.lemma_ == "be"
