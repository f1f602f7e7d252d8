"""Finds when an event happened: the date that stands nearest to it in its sentence's grammar."""

from collections.abc import Sequence

from extract.facts.dates import DateSpan
from extract.facts.events.cast import role_words
from extract.facts.events.triggers import Trigger
from extract.facts.grammar import steps_between
from extract.facts.language_model import Doc, Token

_MAX_STEPS = 5


def find_event_date(
    doc: Doc,
    trigger: Trigger,
    dates: Sequence[DateSpan],
    heads: frozenset[int],
) -> DateSpan | None:
    """The date of the trigger's clause, or null: never that of publication. dates, heads: those of its sentence."""
    head = doc[trigger.head]
    # When something was said is the time of a speech, and of nothing else that was said.
    is_speech = trigger.type == "STATE"
    best: tuple[int, int, DateSpan] | None = None
    for order, date in enumerate(dates):
        if date.kind == "duration":
            continue
        span = doc.char_span(date.start, date.end, alignment_mode="expand")
        if span is None:
            continue
        steps = steps_between(head, span.root, _MAX_STEPS)
        if steps is None:
            continue
        is_own = _is_own(head, span.root, heads)
        if is_own is None and not is_speech:
            continue
        steps += 0 if is_own else 2
        if date.date_start is None and date.date_end is None:
            # "in recent years" is better than nothing and worse than a day.
            steps += 10
        elif steps > _MAX_STEPS:
            continue
        if best is None or (steps, order) < best[:2]:
            best = (steps, order, date)
    return best[2] if best else None


def _is_own(head: Token, date: Token, heads: frozenset[int]) -> bool | None:
    """Whether the first trigger above the date is this one; null where the date tells when something was said."""
    for token in (date, *date.ancestors):
        if token.i in heads:
            return token.i == head.i
        if token.pos_ == "VERB" and token.lemma_ in role_words("say"):
            return None
    return True
