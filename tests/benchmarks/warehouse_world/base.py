"""A home whose warehouse holds the first articles of a made-up world, as if they had been loaded batch by batch."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from warehouse_world.made import BATCH_ARTICLES, World

from extract.contract.derive import CONTRACT_VERSION
from extract.contract.keys import hash_id
from extract.pipeline.linking import links_made_by
from extract.store.batches import BatchStore, Manifest
from extract.store.candidate import Candidate, mark_done, open_candidate
from extract.store.ledger import LedgerLine

STEPS = ("discover", "fetch_pages", "extract_articles", "read_facts")
# How many articles are made at a time: what DuckDB then holds stays below two gigabytes.
_CHUNK = 50_000


def write_base(home: Path, articles: int, seed: int, *, are_checked: bool = True) -> None:
    """Write a home with a candidate of so many articles, linked, that is yet to be built.

    are_checked: mark the batches as checked; else the first `check_batches` has to look at all of them.
    """
    with open_candidate(home) as candidate:
        world = World(candidate.connection, seed)
        world.prepare()
        for first in range(0, articles, _CHUNK):
            world.make(first, min(first + _CHUNK, articles), "base-")
            candidate.connection.execute("begin")
            world.insert_rows()
            world.insert_own_links()
            candidate.connection.execute("commit")
        candidate.connection.execute("begin")
        world.insert_entities()
        _note_batches(home, candidate, articles)
        candidate.connection.execute("insert into raw.link_rules values ($1)", [links_made_by()])
        for step in ("check_batches", "link") if are_checked else ("link",):
            mark_done(candidate, step)
        candidate.connection.execute("commit")


def _note_batches(home: Path, candidate: Candidate, articles: int) -> None:
    """What the loader keeps of each batch: its row, its changes, its line in the ledger, its manifests on disk."""
    connection = candidate.connection
    batch_ids = [f"base-{number:07d}" for number in range(-(-articles // BATCH_ARTICLES))]
    shas = [_write_manifests(home, batch_id) for batch_id in batch_ids]
    connection.execute(
        "insert into raw.loaded_batches select unnest($1::varchar[]), unnest($2::varchar[]), unnest($3::bigint[]), $4",
        [batch_ids, shas, list(range(1, len(batch_ids) + 1)), BATCH_ARTICLES * 35],
    )
    connection.execute("update raw.candidate set load_seq = $1", [len(batch_ids)])
    connection.execute(
        "insert into raw.article_changes (article_version_id, article_id, load_seq, op) "
        "select article_version_id, article_id, load_seq, 'upsert' from raw.articles"
    )
    lines = [
        LedgerLine(event="loaded", candidate=candidate.number, batch_id=batch_id, sha256=sha256, load_seq=load_seq)
        for load_seq, (batch_id, sha256) in enumerate(zip(batch_ids, shas, strict=True), 1)
    ]
    with candidate.ledger.path.open("a") as ledger:
        # One by one, each flushed to the disk, would take minutes.
        ledger.writelines(json.dumps({k: v for k, v in asdict(line).items() if v is not None}) + "\n" for line in lines)


def _write_manifests(home: Path, batch_id: str) -> str:
    """The manifests of a batch's four steps without their rows: `load` reads no more of a batch that it holds."""
    store, shas = BatchStore(home), []
    for step in STEPS:
        manifest = Manifest(step, batch_id, shas[-1] if shas else None, CONTRACT_VERSION, {"made-up": "1"}, {}, {})
        folder = store.path(step, batch_id)
        folder.mkdir(parents=True)
        (folder / "_manifest.json").write_bytes(manifest.as_json())
        shas.append(hashlib.sha256(manifest.as_json()).hexdigest())
    return hash_id(*shas)
