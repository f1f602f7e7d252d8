"""Under which contract a home was made: what an upgrade has left to do, and what a newer Daybook wrote."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from extract.contract.derive import CONTRACT_VERSION
from extract.pipeline.status.sealed import SealedBatches

if TYPE_CHECKING:
    from extract.store.home import Maker
    from extract.store.lake.place import LakePlace

# What was offered is a record of its time: no step makes it anew, and it is read under any contract.
STEPS = ("fetch_pages", "extract_articles", "read_facts")


class Contract(TypedDict):
    """current: of this program. batches: contract to how many batches of steps were made under it. published: of readers' file.

    newer: what of the home this program does not know, null where it knows all. is_half_restored: a restore was cut off.
    """

    current: int
    batches: dict[str, int]
    published: int | None
    newer: str | None
    is_half_restored: bool


def read_contract(where: "Path | LakePlace", batches: SealedBatches, published: dict[str, object] | None) -> Contract:
    """What the batches, the published marts and `home.json` or its table say. Raises WarehouseError where that is damaged."""
    from extract.store.home import READY, RESTORING, Maker, what_is_newer

    found = Counter(manifest.contract_version for step in STEPS for manifest in batches.manifests(step))
    maker = _read_maker(where)
    latest = Maker(max([maker.contract_version, *found]), maker.ledger_version, maker.daybook_version)
    return Contract(
        current=CONTRACT_VERSION,
        batches={str(version): number for version, number in sorted(found.items())},
        published=int(str(published["contract_version"])) if published and "contract_version" in published else None,
        newer=what_is_newer(latest),
        is_half_restored=isinstance(where, Path) and (where / RESTORING / READY).exists(),
    )


def _read_maker(where: "Path | LakePlace") -> "Maker":
    from extract.store.home import Maker, read_maker

    if isinstance(where, Path):
        return read_maker(where) if (where / "home.json").exists() else Maker()
    from extract.store.lake.maker import read_lake_maker

    return read_lake_maker(where)


def count_older(contract: Contract) -> int:
    """How many batches of steps were made under an earlier contract than this program's."""
    return sum(number for version, number in contract["batches"].items() if int(version) < contract["current"])
