"""Runs a command and says what it took with all its processes: CPU seconds, seconds, memory."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Took:
    """cpu: of the command and all that it waited for; memory_mib: the most that its processes held together."""

    cpu: float
    seconds: float
    memory_mib: int
    output: str

    def as_dict(self) -> dict[str, float]:
        """Its numbers, rounded."""
        return {"cpu": round(self.cpu, 1), "seconds": round(self.seconds, 1), "memory_mib": self.memory_mib}


def measure(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Took:
    """Run a command to its end. Raises CalledProcessError where it fails; what it said of that stands on stderr."""
    began, before = time.perf_counter(), os.times()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True, env=environment)
    most, done = [0.0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, most, done))
    watcher.start()
    output, _ = process.communicate()
    done.set()
    watcher.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(map(str, command)))
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Took(cpu, time.perf_counter() - began, round(most[0] / 2**20), output)


def _watch(pid: int, most: list[float], done: threading.Event) -> None:
    while not done.wait(_LOOK_SECONDS):
        most[0] = max(most[0], _held(pid))


def _held(pid: int) -> float:
    """Bytes held by a process and its descendants; what several share is counted once."""
    held = 0.0
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for one in family:
        try:
            memory = one.memory_full_info()
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        held += getattr(memory, "pss", memory.rss)
    return held
