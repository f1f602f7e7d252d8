"""Links in folders that others may write into: one that somebody put there leads to nothing but what is theirs.

The rule of the kernel for shared folders (`fs.protected_symlinks`), for every folder that pages are read from: whoever may drop
a page could else have Daybook read, and publish, a file that Daybook may read and they may not.
"""

import os
import stat
from pathlib import Path

from extract.errors import PageError


def require_own(path: Path, opened: os.stat_result, name: str) -> None:
    """Raise PageError (unreadable) for a file that was opened by way of somebody's link to what is not theirs.

    opened: of the open file, so that a link that comes or goes meanwhile deceives nobody. A link of ours, or of the
    administrator, leads where it likes.
    """
    trusted = {os.geteuid(), 0}
    for part in (path, *path.absolute().parents):
        there = part.lstat()
        if stat.S_ISLNK(there.st_mode):
            if there.st_uid not in trusted | {opened.st_uid}:
                raise PageError("unreadable", f"{name} is reached by somebody's link to a file that is not theirs")
        elif part is path and not os.path.samestat(opened, there):
            raise PageError("unreadable", f"{name} was exchanged while it was opened")
