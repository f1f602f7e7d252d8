"""Commands to try, written as one would type them here and now."""

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path


def near(path: str | Path) -> str:
    """A path as one would type it from here."""
    return min(str(path), os.path.relpath(path), key=len)


def command_line(home: Path | None) -> str:
    """The program as it was called, with its home where one was given."""
    given = sys.argv[0]
    found = shutil.which("daybook")
    program = "daybook" if found and Path(found) == Path(given) else shlex.quote(near(given))
    return f"{program} --home {shlex.quote(str(home))}" if home is not None else program


def rewrite_hint(hint: str, commands: Iterable[str], home: Path | None) -> str:
    """The hint with each `daybook COMMAND` in it as one would type it; paths that hold the word stay."""
    names = "|".join(map(re.escape, commands))
    typed = command_line(home)
    return re.sub(rf"(?<![\w/.-])daybook (?=(?:{names})(?![\w-]))", lambda _: f"{typed} ", hint)
