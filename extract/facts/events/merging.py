"""Merges an article's mentions of one real event: same type and time, and the same name or the same people."""

from collections.abc import Sequence
from dataclasses import replace

from extract.facts.events.event_span import EventSpan
from extract.facts.events.roles import Role

# Words that tell only that someone came: they add to a meeting told before.
_CAME = frozenset({"participate", "attend", "gather", "take", "bring", "discussion"})


def merge_mentions(mentions: Sequence[EventSpan]) -> list[EventSpan]:
    """One entry per event, in the order of the first mention; a later mention adds roles, figures, date and place."""
    merged: list[EventSpan] = []
    for mention in mentions:
        at = next((i for i, known in enumerate(merged) if _is_same(known, mention)), None)
        if at is None:
            merged.append(mention)
        else:
            merged[at] = _join(merged[at], mention)
    return merged


def _is_same(known: EventSpan, new: EventSpan) -> bool:
    if known.type != new.type or not _dates_agree(known, new):
        return False
    people, others = ({r.participant for r in event.roles} for event in (known, new))
    if known.type == "MEET" and new.keys & _CAME and new.date is None:
        return True
    if known.keys & new.keys and new.setting.is_definite:
        return True
    if not known.keys & new.keys:
        return bool(people & others) and len(people & others) >= 2
    if known.sentence.index == new.sentence.index and people and others and not people & others:
        return False
    return not people or not others or bool(people & others)


def _dates_agree(known: EventSpan, new: EventSpan) -> bool:
    if known.date is None or new.date is None:
        return True
    return (known.date.date_start, known.date.date_end) == (new.date.date_start, new.date.date_end)


def _join(known: EventSpan, new: EventSpan) -> EventSpan:
    roles: dict[int, Role] = {}
    for role in (*known.roles, *new.roles):
        roles.setdefault(role.participant, role)
    return replace(
        known,
        date=known.date or new.date,
        place=known.place if known.place.text or not new.place.text else new.place,
        roles=tuple(roles.values()),
        figures=tuple(sorted({*known.figures, *new.figures})),
        keys=known.keys | new.keys,
        told_in=(*known.told_in, *new.told_in),
    )
