"""The folders of a home that are for whoever runs Daybook, and their group: readers need what is published, and no more."""

import stat
from pathlib import Path

# Whole addresses, with the tokens in them; pages and texts that nobody may be shown; what dbt wrote down meanwhile.
PRIVATE = ("batches", "pages", "warehouse", "dbt")
# Less the umask. Whoever opens one of them to others later has meant it.
_MODE = 0o770


def make_private_folders(home: Path) -> None:
    """Make those that are not there yet; nobody outside the group can enter them. The home itself may be read by all."""
    for name in PRIVATE:
        (home / name).mkdir(mode=_MODE, parents=True, exist_ok=True)


def close_private_folders(home: Path) -> None:
    """Keep everybody outside the group out of those that are there: whoever made them may not have thought of it."""
    for folder in (home / name for name in PRIVATE):
        if folder.is_dir():
            folder.chmod(stat.S_IMODE(folder.stat().st_mode) & ~stat.S_IRWXO)
