"""Ranks an article's events: which one the headline is about, and how much of the article each is."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.facts.events.cast import Cast
from extract.facts.events.event_span import EventSpan
from extract.facts.events.triggers import types_of_word


def rank_events(events: Sequence[EventSpan], title: str | None, cast: Cast) -> list[EventSpan]:
    """The events with salience, the most salient first; the first is the headline's."""
    words = {word for word in re.findall(r"[\w-]+", (title or "").lower()) if len(word) > 2}
    types = [kind for word in sorted(words) for kind in types_of_word(word)]
    scored = [(_score(event, words, types, cast), event) for event in events]
    scored.sort(key=lambda pair: (-pair[0], pair[1].trigger.start))
    top = max(scored[0][0], 0.1) if scored else 1.0
    return [
        replace(
            event,
            salience=round(min(1.0, max(0.0, score / top)), 3),
            is_headline=i == 0,
            confidence=0.4 if event.trigger.is_weak else 0.6,
        )
        for i, (score, event) in enumerate(scored)
    ]


def _score(event: EventSpan, title_words: set[str], title_types: Sequence[str], cast: Cast) -> float:
    """Early, told often, with people, time, place and figures; most of all what the headline's words name."""
    score = 2.0 / (1 + 0.25 * event.sentence.index)
    score += 0.1 * min(event.mentions - 1, 3) + 0.1 * min(len(event.roles), 3)
    score += 0.3 * (event.date is not None) + 0.3 * (event.place.text is not None) + 0.2 * bool(event.figures)
    score -= 1.0 * event.trigger.is_weak + 0.3 * event.trigger.is_noun
    score -= 0.5 * (not event.roles)
    score -= 0.3 * min(event.setting.depth, 3)
    score -= 0.4 * (event.status.event_status == "possible")
    if any(_alike(key, word) for key in event.keys for word in title_words):
        score += 1.5
    if event.type in title_types:
        score += 1.0
    named = {word for r in event.roles for word in cast.participants[r.participant].name.lower().split()}
    score += 0.3 * min(len(named & title_words), 2)
    return score


def _alike(lemma: str, word: str) -> bool:
    """Whether a word of the headline is a form of the lemma ("sues", "visited")."""
    stem = lemma[:-1] if len(lemma) > 4 else lemma
    return word.startswith(stem) and len(word) <= len(lemma) + 4
