"""Ranks an article's events: which one the headline is about, and how much each matters."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.facts.events.cast import Cast
from extract.facts.events.clues import Headline, compare_clues, read_clues
from extract.facts.events.event_span import EventSpan
from extract.facts.events.merging import families
from extract.facts.events.salience import confidence_of, headline_score, key_chance

# Of two events of one sentence the second tells less that is new.
_SAME_SENTENCE = 0.6
# Two called alike may be one that was not known as such.
_CALLED_ALIKE = 0.6
# What no table names and is no likelier than this is left out.
_LEAST_UNLISTED = 0.2


def rank_events(events: Sequence[EventSpan], cast: Cast, *, headline: Headline, sentence_count: int) -> list[EventSpan]:
    """The events with salience and confidence, the most salient first; the first is the headline's.

    confidence: the probability that annotators of news would list it; salience: its chance by the clues, less for each event
    before it that its sentence tells or that is called alike, and 1 for the headline's.
    """
    if not events:
        return []
    clues = compare_clues([read_clues(cast.doc, event, headline, sentence_count) for event in events])
    scores = [headline_score(one, is_titled=bool(headline.stems)) for one in clues]
    first = max(range(len(events)), key=lambda i: (scores[i], -events[i].trigger.start))
    chances = [key_chance(one) for one in clues]
    worth = _worth(events, chances, first)
    ranked = [
        replace(
            event,
            is_headline=i == first,
            salience=round(worth[i], 3),
            confidence=round(confidence_of(chances[i]), 3),
            clues=clues[i],
        )
        for i, event in enumerate(events)
    ]
    return sorted(ranked, key=lambda event: (not event.is_headline, -event.salience, event.trigger.start))


def drop_unlikely(events: Sequence[EventSpan]) -> list[EventSpan]:
    """Without the events that no table names and that are not likely either; the headline's stays."""
    return [
        event
        for event in events
        if event.is_headline or not event.setting.is_unlisted or event.confidence >= _LEAST_UNLISTED
    ]


def _worth(events: Sequence[EventSpan], chances: Sequence[float], first: int) -> list[float]:
    """The chance of each event, less for every one before it that its sentence tells or that is called alike.

    first: the headline's, which comes before all.
    """
    told: Counter[tuple[str, int | str]] = Counter()
    worth = [0.0] * len(events)
    for i in sorted(range(len(events)), key=lambda i: (i != first, -chances[i], events[i].trigger.start)):
        event = events[i]
        called = [(event.type, family) for family in sorted(families(event.keys) or event.keys)]
        before = max((told[one] for one in called), default=0)
        worth[i] = chances[i] * _SAME_SENTENCE ** told["sentence", event.sentence.index] * _CALLED_ALIKE**before
        told.update([("sentence", event.sentence.index), *called])
    worth[first] = 1.0
    return worth
