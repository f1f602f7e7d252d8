"""Redirects: an id that was published stays resolvable when its things move to another."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from extract.contract.tables import IdRedirect


def redirect_ids(
    kind: str,
    old: Mapping[str, str],
    new: Mapping[str, str],
    previous: Iterable[IdRedirect] = (),
) -> list[IdRedirect]:
    """Where the ids that are no longer used point now.

    kind: entity, story or event. old, new: member (participant, article or mention) to its id, before and now. previous: the
    redirects so far; they are followed to where they lead now. An id whose members are all gone leads nowhere and has no row; an
    id that is used again has none either.
    """
    in_use = set(new.values())
    members: defaultdict[str, list[str]] = defaultdict(list)
    for member, old_id in old.items():
        members[old_id].append(member)
    leads = {row.old_id: row.new_id for row in previous if row.kind == kind}
    for old_id, its_members in members.items():
        still_there = sorted(member for member in its_members if member in new)
        if old_id not in in_use and still_there:
            leads[old_id] = new[still_there[0]]
    rows = []
    for old_id in sorted(set(leads) - in_use):
        new_id = _follow(leads, old_id, in_use)
        if new_id is not None:
            rows.append(IdRedirect(kind=kind, old_id=old_id, new_id=new_id))
    return rows


def _follow(leads: Mapping[str, str], old_id: str, in_use: set[str]) -> str | None:
    seen = {old_id}
    new_id: str | None = leads[old_id]
    while new_id is not None and new_id not in in_use:
        if new_id in seen:
            return None
        seen.add(new_id)
        new_id = leads.get(new_id)
    return new_id
