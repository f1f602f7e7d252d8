"""Mentions of a made-up world as rows of `participants`, and the true entity of each."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from linking_world.articles import Desk
from linking_world.material import without_marks
from linking_world.world import World

from extract.contract.derive import arrow_schema
from extract.contract.tables import Participant
from extract.runtime.cycles import without_search_for_cycles

# As sure as our reading is of one-word names and of longer ones, by kind.
_CONFIDENCE = {
    "person": (0.656, 0.97), "organisation": (0.924, 0.859), "country": (0.803, 0.775), "place": (0.23, 0.258),
    "group": (0.586, 0.717),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mentions:
    """Rows and what is true of them, in the same order."""

    table: pa.Table
    entity: np.ndarray  # number of the true entity
    kind: np.ndarray  # its true kind
    form: np.ndarray  # full, variant, short, typo, cut, wrong kind
    is_ambiguous: np.ndarray  # another entity of the kind bears the same name, as written here

    @property
    def is_of_interest(self) -> np.ndarray:
        """Neither countries, which are easy, nor groups, which are of their article alone."""
        return (self.kind != "country") & (self.kind != "group")

    @property
    def is_hard(self) -> np.ndarray:
        """Of these: homonyms, short names, other forms, misread ones."""
        return (self.is_ambiguous | (self.form != "full")) & self.is_of_interest


def generate(count: int, seed: int = 7) -> Mentions:
    """So many mentions. Topics grow slower than mentions (power 0.75), as new names do in a growing archive."""
    rng = random.Random(seed)  # noqa: S311 - the same world for the same seed
    world = World(rng, topic_count=max(20, round(0.2 * count**0.75)))
    with without_search_for_cycles():
        made = Desk(world, rng).write(count, seed)
    entity = np.array(made["entity"], dtype=np.int64)
    return Mentions(
        _table(made), entity, np.array(made["true_kind"]), np.array(made["form"]), _ambiguous(made, entity.tolist())
    )


def _table(made: dict[str, Sequence]) -> pa.Table:
    schema, count = arrow_schema(Participant), len(made["name"])
    names = pa.array(made["name"], pa.string())
    ends, zeros = pc.cast(pc.utf8_length(names), pa.int64()), np.zeros(count, dtype=np.int64)
    columns = made | {
        "article_version_id": made["article_id"],
        "confidence": [_CONFIDENCE[k][" " in n] for k, n in zip(made["kind"], made["name"], strict=True)],
        "evidence": names, "mention_text": names, "char_end": ends, "mention_end": ends,
        "sentence_index": zeros, "char_start": zeros, "mention_start": zeros, "is_evidence_cut": zeros.astype(bool),
        "method": ["generated"] * count, "model_version": ["1"] * count,
    }  # fmt: skip
    arrays = [pa.array(columns.get(field.name, [None] * count), field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _ambiguous(made: dict[str, Sequence], entities: list[int]) -> np.ndarray:
    """Which mentions bear a name that another entity of their kind bears too; groups aside."""
    owner: dict[tuple[str, str], int] = {}
    shared: set[tuple[str, str]] = set()
    keys = [(without_marks(name).casefold(), kind) for name, kind in zip(made["name"], made["true_kind"], strict=True)]
    for key, entity in zip(keys, entities, strict=True):
        if key[1] != "group" and owner.setdefault(key, entity) != entity:
            shared.add(key)
    return np.array([key in shared for key in keys], dtype=bool)
