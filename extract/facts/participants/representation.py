"""Whom a participant stands for: a minister the ministry, a ministry its country."""

from collections.abc import Sequence
from dataclasses import replace

from extract.facts.countries import find_country
from extract.facts.participants.spans import ParticipantSpan


def link_represented(found: Sequence[ParticipantSpan]) -> list[ParticipantSpan]:
    """Each participant with the index of the one that it stands for: a minister's ministry, a ministry's country."""
    index: dict[str, int] = {}
    for i, one in enumerate(found):
        if one.kind in ("organisation", "country", "place"):
            for form in (one.name, *one.aliases, *filter(None, [one.country_code])):
                index.setdefault(form, i)
    linked = []
    for i, one in enumerate(found):
        target = _target(index, one) if one.is_representing else None
        linked.append(replace(one, represents=target) if target is not None and target != i else one)
    return linked


def _target(index: dict[str, int], one: ParticipantSpan) -> int | None:
    if one.affiliation is None or one.affiliation in index:
        return index.get(one.affiliation or "")
    country = find_country(one.affiliation)
    return index.get(country.code) if country else None
