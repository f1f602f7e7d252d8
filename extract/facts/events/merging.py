"""Merges an article's mentions of one real event: same type and time, called alike, and nobody in it contradicts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from extract.contract.data import read_csv
from extract.facts.events.event_span import EventSpan
from extract.facts.events.roles import Role
from extract.facts.participants import ParticipantSpan

# How many events of a type are compared: a list of thousands must not cost their square.
_REACH = 100
# Words that tell only that someone came: they add to a meeting told before.
_CAME = frozenset({"participate", "attend", "gather", "take", "bring", "discussion"})
_DOING = frozenset({"actor", "host", "speaker", "participant"})
# One subject of these can do the same thing again and again: only the same words and people make one event.
_MANY = frozenset({"RESULT", "STATE", "COMPETE", "OTHER"})


def agree_on_types(mentions: Sequence[EventSpan]) -> list[EventSpan]:
    """The mentions, an accident's as the disaster's where the article calls the same a disaster: "fire" beside "wildfire"."""
    disasters = {family for one in mentions if one.type == "DISASTER" for family in families(one.keys)}
    return [
        replace(one, trigger=replace(one.trigger, type="DISASTER"))
        if one.type == "ACCIDENT" and families(one.keys) & disasters
        else one
        for one in mentions
    ]


def merge_mentions(mentions: Sequence[EventSpan], participants: Sequence[ParticipantSpan]) -> list[EventSpan]:
    """One entry per event, in the order of the first mention; a later mention adds roles, figures, date and place.

    participants: those that the roles number.
    """
    named = frozenset(i for i, one in enumerate(participants) if one.kind != "group")
    merged: list[EventSpan] = []
    by_type: defaultdict[str, list[int]] = defaultdict(list)
    for mention in mentions:
        known = by_type[mention.type]
        at = next((i for i in known[-_REACH:] if _is_same(merged[i], mention, named)), None)
        if at is None:
            known.append(len(merged))
            merged.append(mention)
        else:
            merged[at] = _join(merged[at], mention)
    return merged


def _is_same(known: EventSpan, new: EventSpan, named: frozenset[int]) -> bool:
    if known.type == "MEET" and new.keys & _CAME and new.date is None:
        return True
    if not _dates_agree(known, new) or known.status.is_denied != new.status.is_denied:
        return False
    is_called_alike = _called_alike(known, new)
    if is_called_alike and new.setting.is_definite:
        return True
    if _contradict(known, new, named) or (known.type in _MANY and not known.keys & new.keys):
        return False
    return _shares_people(known, new, is_called_alike=is_called_alike)


def _shares_people(known: EventSpan, new: EventSpan, *, is_called_alike: bool) -> bool:
    left, right = _people(known), _people(new)
    if known.sentence.index == new.sentence.index:
        # Two words of one sentence tell one event where one only opens the other, or has nobody of its own ("a wildfire burned").
        return is_called_alike and (bool(left & right) or new.setting.is_opened or not left or not right)
    if not is_called_alike:
        return len(left & right) >= 2
    return bool(left & right) or not left or not right


def _called_alike(known: EventSpan, new: EventSpan) -> bool:
    return bool(known.keys & new.keys) or bool(families(known.keys) & families(new.keys))


def _people(event: EventSpan) -> set[int]:
    """Who takes part; who only reports it says nothing of which event it is."""
    return {
        r.participant for r in event.roles if r.role != "speaker" or event.type in ("STATE", "CRITICISE", "THREATEN")
    }


def _contradict(known: EventSpan, new: EventSpan, named: frozenset[int]) -> bool:
    """Whether both name who does it, or to whom, and nobody is the same; or both count and no number is the same.

    A description may mean whoever was named: only names contradict names.
    """
    sides = [(event, _people(event)) for event in (known, new)]
    for doing in (True, False):
        left, right = (
            {r.participant for r in event.roles if (r.role in _DOING) is doing and r.participant in people}
            for event, people in sides
        )
        if left and right and not left & right and not (left | right) - named:
            return True
    return bool(known.figures) and bool(new.figures) and known.type in _MANY


def _dates_agree(known: EventSpan, new: EventSpan) -> bool:
    if known.date is None or new.date is None:
        return True
    return (known.date.date_start, known.date.date_end) == (new.date.date_start, new.date.date_end)


@cache
def _family_of() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_csv("event_families", "extract.facts.data"):
        found[row["lemma"]].add(row["family"])
    return {lemma: frozenset(families) for lemma, families in found.items()}


def families(keys: frozenset[str]) -> set[str]:
    """The kinds of happening that words name ("fire" for blaze and wildfire); none for words of no family."""
    return {family for key in keys for family in _family_of().get(key, ())}


def _join(known: EventSpan, new: EventSpan) -> EventSpan:
    """Both in one: in the words that tell it best, with what either of them adds."""
    # The lead's words are the article's own summary of it.
    is_better = known.sentence.index > 0 and _is_full(new) and not _is_full(known)
    best, other = (new, known) if is_better else (known, new)
    roles: dict[int, Role] = {}
    for role in (*best.roles, *other.roles):
        roles.setdefault(role.participant, role)
    return replace(
        best,
        date=best.date or other.date,
        place=best.place if best.place.text or not other.place.text else other.place,
        roles=tuple(roles.values()),
        figures=tuple(sorted({*known.figures, *new.figures})),
        keys=known.keys | new.keys,
        told_in=(*known.told_in, *new.told_in),
    )


def _is_full(event: EventSpan) -> bool:
    """Whether a mention tells its event well: a verb with someone at it, in the text's own words."""
    return event.setting.is_finite and bool(event.roles) and not event.setting.is_quoted
