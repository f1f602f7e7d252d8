"""Participants in, entities out."""

from collections.abc import Sequence

import pyarrow as pa

from extract.linking.entities.beside import read_beside
from extract.linking.entities.blocks import blocks_of, group_keys
from extract.linking.entities.clues import Reader
from extract.linking.entities.decisions import Decisions, is_any_named
from extract.linking.entities.joining import Node
from extract.linking.entities.resolve import resolve_block
from extract.linking.entities.rows import EntityLinks, Writer
from extract.linking.entities.units import read_units, row_keys
from extract.linking.overrides import Override
from extract.runtime.cycles import without_search_for_cycles


@without_search_for_cycles()
def link_entities(
    participants: pa.Table, overrides: Sequence[Override] = (), context: pa.Table | None = None
) -> EntityLinks:
    """The entity of each participant.

    participants: rows of `participants`, of all blocks to resolve, whole; a participant delivered twice counts once. overrides:
    what people decided. context: all participants of the article versions that those of `participants` come from, where these
    are not all of them already; who stands beside whom is evidence. The order of rows does not show.
    """
    units = read_units(participants)
    columns = units.columns
    beside = read_beside(
        participants if context is None else context,
        columns["article_version_id"],
        (identity for identity in columns["represents_participant_id"] if identity),
    )
    reader = Reader(units, beside, {key: number for number, key in enumerate(beside.keys)})
    keys = group_keys(units)
    writer = Writer(units)
    # Only what people decided about waits for the others: all entities at once are most of the memory.
    nodes: dict[int, Node] = {}
    blocks: dict[int, str] = {}
    block_names: dict[int, str] = {}
    named = {name for override in overrides for name in (override.one, override.other) if name}
    for smallest, groups in blocks_of(keys).items():
        found = resolve_block(groups, reader)
        block = units.groups[smallest]
        block_names.update(dict.fromkeys(groups, block))
        if named and is_any_named(found, named, units):
            for node in found:
                node.cluster.profile.forget_names()
                blocks[len(nodes)] = block
                nodes[len(nodes)] = node
        else:
            for node in found:
                writer.add(node, block, None)
    decisions = Decisions(nodes, blocks, reader)
    unmatched = decisions.apply(overrides)
    joined = decisions.joined_blocks()
    for number, node in nodes.items():
        writer.add(node, joined.get(blocks[number], blocks[number]), decisions.names.get(number))
    for group, own in enumerate(keys):
        block = joined.get(block_names[group], block_names[group])
        writer.keys.extend((key, block) for key in own)
    writer.keys = sorted(set(writer.keys))
    return writer.links(unmatched)


def name_keys(participants: pa.Table) -> list[str]:
    """Every key by which the rows are looked up in `entity_keys`, sorted, each once."""
    columns = [participants[name].to_pylist() for name in ("kind", "name", "aliases", "country_code", "article_id")]
    distinct = {
        (kind, name, tuple(aliases), code, article if kind == "group" else "")
        for kind, name, aliases, code, article in zip(*columns, strict=True)
    }
    return sorted(
        {key for kind, name, aliases, *rest in distinct for key in row_keys(kind, name, list(aliases), *rest)}
    )
