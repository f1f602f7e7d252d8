"""Named places where a test makes the process fail, set by one environment variable.

    DAYBOOK_FAILPOINT=publish.rename=kill daybook publish

Called before every commit, fsync and rename. Actions: kill (SIGKILL, as a power cut), raise (RuntimeError),
enospc (disk full), sleep (one second). `name=action@3` acts at the third passage only.
"""

import errno
import os
import signal
import time
from collections import Counter

VARIABLE = "DAYBOOK_FAILPOINT"
_passed: Counter[str] = Counter()


def failpoint(name: str) -> None:
    """Fail here if the environment says so; otherwise do nothing."""
    setting = os.environ.get(VARIABLE)
    if not setting:
        return
    wanted, _, action = setting.partition("=")
    if wanted != name:
        return
    action, _, passage = action.partition("@")
    _passed[name] += 1
    if passage and _passed[name] != int(passage):
        return
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif action == "raise":
        raise RuntimeError(f"failpoint {name}")
    elif action == "enospc":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
    elif action == "sleep":
        time.sleep(1)
    else:
        raise ValueError(f"{VARIABLE}={setting}: the action is one of kill, raise, enospc, sleep")
