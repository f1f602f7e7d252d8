"""Starts readers of a published warehouse, each a process of its own, and ends them."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

_READER = Path(__file__).with_name("reader.py")
_ENDS_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Readers:
    """How many readers, with how long a pause between two queries in seconds, with how many threads each."""

    count: int
    pause: float
    threads: int
    seed: int

    def without_pause(self) -> "Readers":
        """The same readers in a hurry, asking other things."""
        return replace(self, pause=0, seed=self.seed + 1)


@contextmanager
def reading(home: Path, folder: Path, readers: Readers) -> Iterator[None]:
    """Readers, started and at work, that write into a folder what was answered. Raises RuntimeError where one ended by itself."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    started = [_start(home, folder, readers, number) for number in range(readers.count)]
    try:
        while sum(path.stat().st_size > 0 for path in folder.glob("*.jsonl")) < readers.count:
            _require_alive(started)
            time.sleep(0.2)
        yield
        _require_alive(started)
    finally:
        (folder / "stop").touch()
        for reader in started:
            _end(reader)


def _start(home: Path, folder: Path, readers: Readers, number: int) -> subprocess.Popen[bytes]:
    habit = "connect" if number % 2 else "keep"
    numbers = (str(readers.seed + 10 * number), habit, str(readers.pause), str(readers.threads))
    return subprocess.Popen([sys.executable, _READER, home, folder / f"{number}.jsonl", *numbers])


def _require_alive(started: list[subprocess.Popen[bytes]]) -> None:
    ended = [str(code) for code in (reader.poll() for reader in started) if code is not None]
    if ended:
        # A negative number is the signal that ended it.
        raise RuntimeError(
            f"{len(ended)} of {len(started)} readers ended by themselves, with exit codes {', '.join(ended)}"
        )


def _end(reader: subprocess.Popen[bytes]) -> None:
    try:
        reader.wait(_ENDS_SECONDS)
    except subprocess.TimeoutExpired:
        reader.kill()
        reader.wait()
