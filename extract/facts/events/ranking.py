"""Ranks an article's events: which one the headline is about, and how much each matters."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from extract.facts.events.cast import Cast
from extract.facts.events.clues import Headline, read_clues
from extract.facts.events.event_span import EventSpan
from extract.facts.events.salience import headline_score, key_chance

# Of two events of one sentence the second tells less that is new.
_SAME_SENTENCE = 0.6


def rank_events(events: Sequence[EventSpan], cast: Cast, *, headline: Headline, sentence_count: int) -> list[EventSpan]:
    """The events with salience and confidence, the most salient first; the first is the headline's.

    confidence: the probability that annotators would list it; salience: the same, less for each event of its sentence that
    comes before it, and 1 for the headline's.
    """
    if not events:
        return []
    clues = [read_clues(cast.doc, event, headline, sentence_count) for event in events]
    scores = [headline_score(one) for one in clues]
    first = max(range(len(events)), key=lambda i: (scores[i], -events[i].trigger.start))
    chances = [key_chance(one) for one in clues]
    worth = _worth(events, chances, first)
    ranked = [
        replace(
            event,
            is_headline=i == first,
            salience=round(worth[i], 3),
            confidence=round(chances[i], 3),
            clues=clues[i],
        )
        for i, event in enumerate(events)
    ]
    return sorted(ranked, key=lambda event: (not event.is_headline, -event.salience, event.trigger.start))


def _worth(events: Sequence[EventSpan], chances: Sequence[float], first: int) -> list[float]:
    """The chance of each event, less for every one of its sentence that comes before it; first is the headline's."""
    by_sentence: defaultdict[int, list[int]] = defaultdict(list)
    for i in sorted(range(len(events)), key=lambda i: (i != first, -chances[i], events[i].trigger.start)):
        by_sentence[events[i].sentence.index].append(i)
    worth = [0.0] * len(events)
    for members in by_sentence.values():
        for before, i in enumerate(members):
            worth[i] = chances[i] * _SAME_SENTENCE**before
    worth[first] = 1.0
    return worth
