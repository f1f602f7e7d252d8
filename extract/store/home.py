"""Who wrote a home last, in `home.json`: an older program refuses it, and a restore that was cut off is told."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from extract import __version__
from extract.contract.derive import CONTRACT_VERSION
from extract.errors import NewerHome, WarehouseError
from extract.store.batches import BatchStore
from extract.store.files import write_file
from extract.store.ledger import LEDGER_VERSION

NAME = "home.json"
# Where a restore lies until it is in place; with this file in it, it is to be put in place, whatever else happens.
RESTORING = ".restore"
READY = "_ready.json"


@dataclass(frozen=True, slots=True)
class Maker:
    """The latest Daybook that wrote a home: its contract, its ledger's version, and its own, for people."""

    contract_version: int = 0
    ledger_version: int = 0
    daybook_version: str = ""


THIS = Maker(CONTRACT_VERSION, LEDGER_VERSION, __version__)


def read_maker(home: Path) -> Maker:
    """Who wrote a home last; without `home.json`, what its batches say. Raises WarehouseError where the file says nothing."""
    path = home / NAME
    try:
        return parse_maker(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return Maker(contract_version=BatchStore(home).latest_contract())
    except (ValueError, TypeError, KeyError) as error:
        raise WarehouseError(
            f"{path} does not say who wrote the home: {error}",
            hint=f"rm {path} (it is made anew from what the batches say)",
        ) from error


def require_usable(home: Path) -> None:
    """Raise NewerHome where a newer Daybook wrote the home, WarehouseError where a restore of it was cut off."""
    if (home / RESTORING / READY).exists():
        raise WarehouseError(
            f"a restore of {home} was cut off, and is half in place",
            hint="daybook restore the same backup again: it goes on",
        )
    refuse_newer_maker(home, read_maker(home))


def parse_maker(said: Mapping[str, object]) -> Maker:
    """A maker from what was written down of it. Raises KeyError, TypeError or ValueError for what says nothing of one."""
    contract_version, ledger_version = (int(str(said[name])) for name in ("contract_version", "ledger_version"))
    return Maker(contract_version, ledger_version, str(said["daybook_version"]))


def refuse_newer_maker(place: object, maker: Maker) -> None:
    """Raise NewerHome where a newer Daybook wrote a home or a lake. place: which, for the message."""
    if newer := what_is_newer(maker):
        raise NewerHome(
            f"{place} was written by a newer Daybook {maker.daybook_version}".rstrip() + f": {newer}",
            hint="install that Daybook, or daybook restore a backup that this one made; nothing was changed",
        )


def what_is_newer(maker: Maker) -> str | None:
    """What of a home this program does not know, naming both versions; None where it knows all."""
    if maker.contract_version > THIS.contract_version:
        return f"contract {maker.contract_version}, this one ({THIS.daybook_version}) has {THIS.contract_version}"
    if maker.ledger_version > THIS.ledger_version:
        return f"ledger version {maker.ledger_version}, this one ({THIS.daybook_version}) has {THIS.ledger_version}"
    return None


def note_maker(home: Path) -> None:
    """Say that this program writes the home now. It changes the file once after an upgrade."""
    path = home / NAME
    if not path.exists() or read_maker(home) != THIS:
        write_file(path, json.dumps(asdict(THIS), indent=1).encode() + b"\n")
