"""Redirects: an id that was published stays resolvable when its things move to another."""

from collections.abc import Collection, Iterable, Mapping

from extract.contract.tables import IdRedirect


def known_leads(kind: str, moved: Mapping[str, str], previous: Iterable[IdRedirect]) -> dict[str, str]:
    """Old id to where it leads next, one step each: the redirects so far, then what moved since."""
    return {row.old_id: row.new_id for row in previous if row.kind == kind} | dict(moved)


def redirect_ids(kind: str, leads: Mapping[str, str], in_use: Collection[str]) -> list[IdRedirect]:
    """Where the ids that are no longer used point now, in one step.

    kind: entity, story or event. leads: as `known_leads` gives them. in_use: those of their ids that are used now. A chain is
    followed to its end; an id that leads nowhere has no row, and an id that is used again has none either.
    """
    used = set(in_use)
    rows = []
    for old_id in sorted(set(leads) - used):
        new_id = _follow(leads, old_id, used)
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
