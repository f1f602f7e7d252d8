"""Blocks: name groups that share a key, directly or through others. What is outside a block does not matter to it."""

from collections.abc import Sequence

from extract.linking.clusters import Components
from extract.linking.entities.units import Units, row_keys


def group_keys(units: Units) -> list[list[str]]:
    """Of each name group, the keys by which it is looked up, sorted."""
    columns = units.columns
    found = []
    for group in range(len(units.groups)):
        rows = range(units.unit_rows[units.group_units[group]], units.unit_rows[units.group_units[group + 1]])
        said = {
            (columns["kind"][row], columns["name"][row], tuple(columns["aliases"][row]), columns["country_code"][row])
            for row in rows
        }
        article = units.articles[units.group_units[group]]
        keys = {key for kind, name, aliases, code in said for key in row_keys(kind, name, list(aliases), code, article)}
        found.append(sorted(keys | {units.groups[group]}))
    return found


def blocks_of(keys: Sequence[Sequence[str]]) -> dict[int, list[int]]:
    """Groups that belong together, by the smallest of them. keys: of each group those that it is looked up by."""
    components = Components(range(len(keys)))
    first: dict[str, int] = {}
    for group, own in enumerate(keys):
        for key in own:
            other = first.setdefault(key, group)
            if other != group:
                components.join(group, other)
    return components.groups()
