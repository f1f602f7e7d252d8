"""The lock files of the repository, and what they pin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PIN = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==(?P<version>[^ ;]+)(?: ; (?P<marker>[^\\]+?))?", re.IGNORECASE
)
_HASH = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True)
class Pin:
    """A package in one version. marker: where it is installed; hashes: of its files."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def lock_files() -> list[Path]:
    """Every lock of the repository."""
    folders = (ROOT / "docker", ROOT / "tests")
    return sorted([*ROOT.glob("*.lock"), *(path for folder in folders for path in folder.rglob("*.lock"))])


def read_lock(path: Path) -> Iterator[Pin]:
    """The pins of a lock. Raises ValueError for a line that is none: an address, an option, a pin without a hash."""
    for line in _lines(path.read_text(encoding="utf-8")):
        said, *hashes = (part.strip() for part in line.split("--hash="))
        pin = _PIN.fullmatch(said)
        if pin is None or not hashes or not all(map(_HASH.fullmatch, hashes)):
            raise ValueError(f"{path.name}: {line[:100]!r} is no version with its hashes")
        yield Pin(pin["name"], pin["version"], (pin["marker"] or "").strip(), tuple(hashes))


def _lines(text: str) -> Iterator[str]:
    """What stands on one line when lines that go on are put together; no comments."""
    kept = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    yield from (line.strip() for line in kept.replace("\\\n", " ").splitlines() if line.strip())
