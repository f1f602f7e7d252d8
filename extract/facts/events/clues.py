"""What tells how much an event matters in its article: where and how it is told, with whom and what, and the headline's words.

Every clue is a number of 0 to about 1 under a name; `salience` weighs them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from extract.facts.events.cast import Cast
from extract.facts.events.event_span import EventSpan
from extract.facts.events.setting import read_keys
from extract.facts.events.triggers import Trigger, find_triggers, types_of_word
from extract.facts.language_model import Doc
from extract.facts.sentences import Sentence

_WORD = re.compile(r"[\w'’-]+")
_STEM_CHARS = 5
_SHORT = 3
_DEEP = 40  # a trigger under more words than this is not what a headline is about
_LONG_TRIGGER = 11  # characters: two words or a long one
# How a verb's clause hangs in its sentence; other places count as "else".
_PLACES = ("ROOT", "ccomp", "xcomp", "conj", "advcl", "relcl", "acl", "pcomp", "dobj", "pobj", "nsubj", "nsubjpass")
# Of these a word is what its sentence says, not a circumstance of it.
_MAIN = frozenset({"ROOT", "ccomp", "xcomp", "dobj", "nsubj", "nsubjpass", "attr"})


@dataclass(frozen=True, slots=True)
class Headline:
    """What a headline says: its words as stems, the types of event that they may name, and which participants they name.

    first_type, first_stems: of the trigger nearest to the head of its grammar, what the headline is about ("OK plan" in "EU
    to OK plan despite protests"); empty without a parsed title.
    """

    stems: frozenset[str]
    types: frozenset[str]
    participants: frozenset[int]
    first_type: str | None
    first_stems: frozenset[str]


def read_headline(title: str | None, title_doc: Doc | None, cast: Cast) -> Headline:
    """The headline's clues; without a title all are empty."""
    words = {word for word in _WORD.findall((title or "").lower()) if len(word) >= _SHORT}
    named = {
        index
        for index, one in enumerate(cast.participants)
        if any(
            part in words for name in (one.name, *one.aliases) for part in name.lower().split() if len(part) > _SHORT
        )
    }
    types = {kind for word in words for kind in types_of_word(word)}
    first = _first_trigger(title_doc) if title_doc is not None else None
    return Headline(
        stems=frozenset(stem(word) for word in words),
        types=frozenset(types),
        participants=frozenset(named),
        first_type=first.type if first else None,
        first_stems=frozenset(stem(key) for key in read_keys(title_doc[first.head], first))
        if first and title_doc is not None
        else frozenset(),
    )


def _first_trigger(title: Doc) -> Trigger | None:
    """The trigger under the fewest other words; of two the first."""
    triggers = find_triggers(title, [])
    return min(
        triggers,
        key=lambda one: (one.is_weak, sum(1 for _ in islice(title[one.head].ancestors, _DEEP)), one.start),
        default=None,
    )


def stem(word: str) -> str:
    """The word's first letters: enough to tell "visits" from "voted", and to find "visit" again in "visited"."""
    return word[:_STEM_CHARS]


def read_clues(doc: Doc, event: EventSpan, headline: Headline, sentence_count: int) -> dict[str, float]:
    """The clues of one event of an article of so many sentences."""
    return dict(
        [
            *_told(event, sentence_count),
            *_phrased(event),
            *_with(event, headline),
            *_headline(doc, event, headline),
            (f"type={event.type}", 1.0),
        ]
    )


def _told(event: EventSpan, sentence_count: int) -> Iterator[tuple[str, float]]:
    first = min(event.told_in)
    yield "early", 1 / (1 + 0.3 * first)
    yield "first_sentence", float(first == 0)
    yield "late", first / max(1, sentence_count)
    yield "told_again", min(len(set(event.told_in)) - 1, 3) / 3
    yield "long_article", min(sentence_count, 60) / 60


def _phrased(event: EventSpan) -> Iterator[tuple[str, float]]:
    setting, status = event.setting, event.status.first()
    yield "weak", float(event.trigger.is_weak)
    yield "noun", float(event.trigger.is_noun)
    yield "phrase", float(event.trigger.end - event.trigger.start > _LONG_TRIGGER)
    yield "deep", min(setting.depth, 3) / 3
    yield "finite", float(setting.is_finite)
    yield "present", float(setting.is_present)
    yield "definite", float(setting.is_definite)
    yield "quoted", float(setting.is_quoted)
    is_main = setting.depth == 0 and setting.dependency in _MAIN
    yield "main_clause", float(is_main)
    yield "lead_main", float(is_main and event.sentence.index == 0)
    yield "opens", float(setting.opens)
    yield "opened", float(setting.is_opened)
    yield "unlisted", float(setting.is_unlisted)
    place = setting.dependency if setting.dependency in _PLACES else "else"
    yield f"place={place}", 1.0
    yield f"status={status}", 1.0


def _with(event: EventSpan, headline: Headline) -> Iterator[tuple[str, float]]:
    who = {role.participant for role in event.roles}
    yield "roles", min(len(who), 3) / 3
    yield "no_roles", float(not who)
    yield "actor", float(any(role.role in ("actor", "host", "participant", "speaker") for role in event.roles))
    yield "target", float(any(role.role in ("target", "affected") for role in event.roles))
    yield "dated", float(event.date is not None)
    yield "day", float(event.date is not None and event.date.date_start is not None and event.date.precision == "day")
    yield "placed", float(event.place.text is not None and event.place.method == "text")
    yield "figures", min(len(event.figures), 3) / 3
    yield "counted", float(bool(event.figures))
    yield "in_headline_people", min(len(who & headline.participants), 2) / 2


def compare_clues(clues: Sequence[dict[str, float]]) -> list[dict[str, float]]:
    """The clues of an article's events, with how near each one's sentence comes to the headline beside the nearest."""
    nearest = max((one["headline_sentence"] for one in clues), default=0.0)
    return [one | {"headline_nearest": one["headline_sentence"] / nearest if nearest else 0.0} for one in clues]


def _headline(doc: Doc, event: EventSpan, headline: Headline) -> Iterator[tuple[str, float]]:
    stems = headline.stems
    words = [stem(key) for key in event.keys]
    yield "headline_word", float(any(word in stems for word in words))
    yield "headline_type", float(event.type in headline.types)
    yield "headline_first_word", float(any(word in headline.first_stems for word in words))
    yield "headline_first_type", float(event.type == headline.first_type)
    if not stems:
        yield "headline_sentence", 0.0
        yield "headline_clause", 0.0
        return
    yield "headline_sentence", len(stems & _stems_of(doc, event.sentence)) / len(stems)
    head = doc[event.trigger.head]
    near = {stem(token.lower_) for token in doc[head.left_edge.i : head.right_edge.i + 1]}
    yield "headline_clause", len(stems & near) / len(stems)


def _stems_of(doc: Doc, sentence: Sentence) -> frozenset[str]:
    """How the words of a sentence begin, made once for all its events."""
    key = f"stems {sentence.start} {sentence.end}"
    found: frozenset[str] | None = doc.user_data.get(key)
    if found is None:
        words = doc.char_span(sentence.start, sentence.end, alignment_mode="expand") or ()
        found = doc.user_data[key] = frozenset(stem(token.lower_) for token in words)
    return found
