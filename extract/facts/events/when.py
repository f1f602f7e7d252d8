"""Finds when an event happened: the date that stands nearest to it in its sentence's grammar."""

from collections.abc import Sequence

from extract.facts.dates import DateSpan
from extract.facts.events.cast import role_words
from extract.facts.events.date_roles import tells_of_something_else
from extract.facts.events.triggers import Trigger
from extract.facts.grammar import steps_between
from extract.facts.language_model import Doc, Token

_MAX_STEPS = 5
# Where no other event of the sentence stands between, its only date may be further: "a mix of anger and criticism ... Monday".
_FAR_STEPS = 9
_NOT_OWN = 2  # links that a date under another event of the sentence counts more
_VAGUE = 10  # "in recent years" is better than nothing and worse than a day


def find_event_date(
    doc: Doc,
    trigger: Trigger,
    dates: Sequence[DateSpan],
    heads: frozenset[int],
) -> DateSpan | None:
    """The date of the trigger's clause, or null: never that of publication. dates, heads: those of its sentence."""
    head = doc[trigger.head]
    best: tuple[int, int, DateSpan] | None = None
    for order, date in enumerate(dates):
        if _says_no_day(date):
            continue
        span = doc.char_span(date.start, date.end, alignment_mode="expand")
        if span is None or tells_of_something_else(span, head, trigger.type, date):
            continue
        steps = _distance(head, span.root, heads, is_speech=trigger.type == "STATE")
        if steps is None:
            continue
        if date.date_start is None and date.date_end is None:
            steps += _VAGUE
        if best is None or (steps, order) < best[:2]:
            best = (steps, order, date)
    return best[2] if best else None


def _says_no_day(date: DateSpan) -> bool:
    """Whether it is "three weeks", "now", or a clock time of an unknown day."""
    if date.date_start is None and date.date_end is None:
        return date.kind in ("duration", "time") or date.value == "PRESENT_REF"
    # "over the last five days" has both its days, "for the coming weeks" has not.
    return date.kind == "duration" and (date.date_start is None or date.date_end is None)


def _distance(head: Token, date: Token, heads: frozenset[int], *, is_speech: bool) -> int | None:
    """Links from an event to a date, more where it is another's; null where it is too far or tells when it was said."""
    steps = steps_between(head, date, _FAR_STEPS)
    if steps is None:
        return None
    is_own = _is_own(head, date, heads)
    # When something was said is the time of a speech, and of nothing else that was said.
    if is_own is None and not is_speech:
        return None
    steps += 0 if is_own else _NOT_OWN
    is_only = is_own and not any(above.i in heads for above in head.ancestors)
    return steps if steps <= (_FAR_STEPS if is_only else _MAX_STEPS) else None


def _is_own(head: Token, date: Token, heads: frozenset[int]) -> bool | None:
    """Whether the first trigger above the date is this one; null where the date tells when something was said."""
    for token in (date, *date.ancestors):
        if token.i in heads:
            return token.i == head.i
        if token.pos_ == "VERB" and token.lemma_ in role_words("say"):
            # "divulged in a meeting on Friday": what is done by saying has its time.
            return True if _is_told_at(head, token) else None
    return True


def _is_told_at(head: Token, verb: Token) -> bool:
    return head.dep_ == "pobj" and head.head.lower_ in ("in", "at", "during") and head.head.head.i == verb.i
