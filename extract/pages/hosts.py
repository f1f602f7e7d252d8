"""Politeness: one connection a host at a time, a gap between two requests to it, pauses it asks for, a circuit that opens."""

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from extract.pages.answers import FetchRules, Stop
from extract.pages.robots import Robots
from extract.pages.tdm_file import TdmFile

# A host that could not be talked to three times in a row will hardly answer the fourth.
MAX_STRIKES = 3
_LOCK_POLL_SECONDS = 0.2


class HostLocks(Protocol):
    """Turns that are shared with other processes. Every call returns at once; a host is its name in lower case."""

    def try_hold(self, host: str) -> bool:
        """Take the host if no other process has it; false where one has."""

    def release(self, host: str) -> None:
        """Let the host go."""

    def seconds_since_start(self, host: str) -> float | None:
        """How long ago the last request to the host started, in any process; None where that is not known."""

    def note_start(self, host: str) -> None:
        """A request to the host starts now; called by the holder."""


@dataclass(slots=True)
class HostState:
    """What is known of one host; times are those of `time.monotonic`, in seconds."""

    last_start: float = -math.inf
    open_from: float = -math.inf
    closed_until: float = -math.inf
    closed_as: str = ""
    strikes: int = 0


@dataclass(slots=True)
class HostStates:
    """What a run has learned of its hosts; give the same one to each `fetch_all` of a run, one after the other.

    hosts: by name. robots, tdm_files: by origin; a Stop is how robots.txt could not be had.
    """

    hosts: dict[str, HostState] = field(default_factory=dict)
    robots: dict[str, Robots | Stop] = field(default_factory=dict)
    tdm_files: dict[str, TdmFile] = field(default_factory=dict)


class Turns:
    """Whose turn it is, by the host's name: ports and schemes of one host share its turn."""

    def __init__(self, rules: FetchRules, states: HostStates, locks: HostLocks | None = None) -> None:
        self._rules = rules
        self._states = states
        self._locks = locks
        self._turns: dict[str, asyncio.Lock] = {}
        self._connections = asyncio.Semaphore(rules.max_connections)

    @asynccontextmanager
    async def turn(self, name: str, gap_seconds: float) -> AsyncIterator[None]:
        """Wait until the host may be asked; it is ours until the block ends. Raises Stop where it is closed."""
        host = self._host(name)
        async with self._turns.setdefault(name, asyncio.Lock()):
            self._refuse_closed(host)
            await self._hold(name)
            try:
                await asyncio.sleep(self._wait_seconds(name, host, gap_seconds))
                async with self._connections:
                    host.last_start = _now()
                    if self._locks:
                        self._locks.note_start(name)
                    yield
            finally:
                if self._locks:
                    self._locks.release(name)

    def note_answer(self, name: str) -> None:
        """The host answered: failures in a row start again from none."""
        self._host(name).strikes = 0

    def note_failure(self, name: str, stop: Stop) -> None:
        """A request to the host ended badly: it may have asked for a pause, or be out of reach.

        A Retry-After longer than the rules wait for closes the host: `rate_limited` after a 429, else `circuit_open`.
        """
        host = self._host(name)
        if stop.is_transport or stop.outcome == "rate_limited":
            host.strikes += 1
            if host.strikes >= MAX_STRIKES:
                host.closed_until, host.closed_as = math.inf, "circuit_open"
        else:
            host.strikes = 0
        pause = stop.retry_after_seconds or 0.0
        host.open_from = max(host.open_from, _now() + min(pause, self._rules.max_pause_seconds))
        if pause > self._rules.max_pause_seconds:
            host.closed_until = max(host.closed_until, _now() + pause)
            host.closed_as = "rate_limited" if stop.outcome == "rate_limited" else "circuit_open"

    def _host(self, name: str) -> HostState:
        return self._states.hosts.setdefault(name, HostState())

    def _refuse_closed(self, host: HostState) -> None:
        left = host.closed_until - _now()
        if left == math.inf:
            raise Stop("circuit_open", f"not asked: {host.strikes} requests to this host failed in a row")
        if left > 0:
            detail = f"not asked: the host wants to be left alone for another {left:.0f} s"
            raise Stop(host.closed_as, detail, retry_after_seconds=left)

    async def _hold(self, name: str) -> None:
        while self._locks and not self._locks.try_hold(name):
            await asyncio.sleep(_LOCK_POLL_SECONDS)

    def _wait_seconds(self, name: str, host: HostState, gap_seconds: float) -> float:
        elsewhere = self._locks.seconds_since_start(name) if self._locks else None
        return max(
            0.0,
            host.last_start + gap_seconds - _now(),
            host.open_from - _now(),
            0.0 if elsewhere is None else gap_seconds - elsewhere,
        )


def _now() -> float:
    return time.monotonic()
