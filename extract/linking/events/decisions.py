"""What people decided about events: two are one, or a mention is in the wrong one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from extract.contract.keys import hash_id
from extract.linking.clusters import Components
from extract.linking.overrides import Override


@dataclass(frozen=True, slots=True)
class Place:
    """Where one article's telling of an event stands, by its key: in which event, why, and what a person undid."""

    event_id: str
    rule: str
    score: float
    undone_event_id: str | None = None
    undone_at: date | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """Places after people's decisions, and the decisions that name something that is not there."""

    places: dict[str, Place]
    unmatched: tuple[Override, ...]


def decide(places: Mapping[str, Place], key_of: Mapping[str, str], overrides: Collection[Override]) -> Decided:
    """Apply decisions to what the rules found.

    places: by key. key_of: mention id to key. A mention leaves before events are made one, so that it can leave one event and
    be put into another; what it left keeps its id. Of two decisions that say opposite things the later holds.
    """
    if not overrides:
        return Decided(dict(places), ())
    wanted = sorted(set(overrides), key=lambda o: (o.decided_at, o.action, o.one, o.other or "", o.who, o.why))
    members: dict[str, list[str]] = {}
    for key, place in sorted(places.items()):
        members.setdefault(place.event_id, []).append(key)
    known = {*members, *key_of}
    unmatched = [o for o in wanted if not _names(o, key_of) <= known]
    kept = [o for o in wanted if _names(o, key_of) <= known]
    splits = {key_of[o.one]: o for o in kept if o.action == "split"}
    merges = [o for o in kept if o.action == "merge"]
    surviving = [merge for merge in merges if not _takers(merge, splits, key_of, members)]
    left = {key: o for key, o in splits.items() if len(members[places[key].event_id]) > 1}
    # A mention that is alone can only take back that it was made one with another.
    taking_back = {key for merge in merges for key in _takers(merge, splits, key_of, members)}
    unmatched += [o for key, o in splits.items() if key not in left and key not in taking_back]
    return Decided(_placed(places, key_of, left, surviving, members), tuple(unmatched))


def _names(override: Override, key_of: Mapping[str, str]) -> set[str]:
    """The ids that a decision must find; a split is of a mention, so that another id is one that nothing has."""
    if override.action == "split":
        return {override.one if override.one in key_of else ""}
    return {override.one, override.other or ""}


def _takers(
    merge: Override, splits: Mapping[str, Override], key_of: Mapping[str, str], members: Mapping[str, Sequence[str]]
) -> set[str]:
    """Keys of the mentions that a merge names, or whose whole event it names, and that a later split takes back out of it."""
    named = set()
    for end in (merge.one, merge.other or ""):
        alone = members.get(end, ())
        named.add(key_of.get(end, alone[0] if len(alone) == 1 else ""))
    return {key for key in named if key in splits and splits[key].decided_at > merge.decided_at}


def _placed(
    places: Mapping[str, Place],
    key_of: Mapping[str, str],
    left: Mapping[str, Override],
    merges: Sequence[Override],
    members: Mapping[str, Sequence[str]],
) -> dict[str, Place]:
    own = {key: hash_id("event", key, "split") for key in left}
    home = {key: own.get(key, place.event_id) for key, place in places.items()}
    joined = Components([*members, *own.values()])
    for merge in merges:
        ends = [home[key_of[end]] if end in key_of else end for end in (merge.one, merge.other or "")]
        joined.join(*ends)
    named = _names_of_groups(joined, set(own.values()))
    return {
        key: _moved(place, named[joined.find(home[key])], named[joined.find(place.event_id)], left.get(key))
        for key, place in places.items()
    }


def _moved(place: Place, event_id: str, before: str, undone: Override | None) -> Place:
    """before: the event it would be in, had nobody taken it out."""
    if undone is None or event_id == before:
        return place if event_id == place.event_id else replace(place, event_id=event_id, rule="override", score=1.0)
    return Place(event_id, "override", 1.0, before, undone.decided_at)


def _names_of_groups(joined: Components[str], own: set[str]) -> dict[str, str]:
    """The id of each set of events: its smallest, and one that a mention got by leaving only where there is no other."""
    return {root: min(ids, key=lambda i: (i in own, i)) for root, ids in joined.groups().items()}
