"""Participants in, entities out."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pyarrow as pa

from extract.linking.entities.beside import read_beside
from extract.linking.entities.blocks import blocks_of, group_keys
from extract.linking.entities.clues import Reader
from extract.linking.entities.decisions import Decisions
from extract.linking.entities.joining import Node
from extract.linking.entities.resolve import resolve_block
from extract.linking.entities.rows import EntityLinks, Writer
from extract.linking.entities.units import read_units, row_keys
from extract.linking.overrides import Override


def link_entities(
    participants: pa.Table, overrides: Sequence[Override] = (), context: pa.Table | None = None
) -> EntityLinks:
    """The entity of each participant.

    participants: rows of `participants`, of all blocks to resolve, whole; a participant delivered twice counts once. overrides:
    what people decided. context: all participants of the article versions that those of `participants` come from, where these
    are not all of them already; who stands beside whom is evidence. The order of rows does not show.
    """
    with _no_search_for_cycles():
        return _link(participants, overrides, participants if context is None else context)


def _link(participants: pa.Table, overrides: Sequence[Override], context: pa.Table) -> EntityLinks:
    units = read_units(participants)
    columns = units.columns
    beside = read_beside(
        context,
        columns["article_version_id"],
        (identity for identity in columns["represents_participant_id"] if identity),
    )
    reader = Reader(units, beside, {key: number for number, key in enumerate(beside.keys)})
    keys = group_keys(units)
    writer = Writer(units)
    nodes: dict[int, Node] = {}
    blocks: dict[int, str] = {}
    block_names: dict[int, str] = {}
    for smallest, groups in blocks_of(keys).items():
        for node in resolve_block(groups, reader):
            blocks[len(nodes)] = units.groups[smallest]
            nodes[len(nodes)] = node
            node.cluster.profile.forget_names()
        block_names.update(dict.fromkeys(groups, units.groups[smallest]))
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


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Without the search for cycles in memory: there are none, and it would look at millions of objects again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
