"""Politeness: one connection a host at a time, a gap between two requests to it, pauses it asks for, a circuit that opens."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from extract.pages.answers import FetchRules, Stop

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
class _Host:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    last_start: float = -math.inf
    open_from: float = -math.inf
    closed_until: float = -math.inf
    closed_as: str = ""
    strikes: int = 0


class Hosts:
    """Every host of a run, by name: ports and schemes of one host share its turn. Times are the event loop's, in seconds."""

    def __init__(self, rules: FetchRules, locks: HostLocks | None = None) -> None:
        self._rules = rules
        self._locks = locks
        self._hosts: dict[str, _Host] = {}
        self._connections = asyncio.Semaphore(rules.max_connections)

    @asynccontextmanager
    async def turn(self, name: str, gap_seconds: float) -> AsyncIterator[None]:
        """Wait until the host may be asked; it is ours until the block ends. Raises Stop where it is closed."""
        host = self._host(name)
        async with host.turn:
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

    def _host(self, name: str) -> _Host:
        return self._hosts.setdefault(name, _Host())

    def _refuse_closed(self, host: _Host) -> None:
        left = host.closed_until - _now()
        if left == math.inf:
            raise Stop("circuit_open", f"not asked: {host.strikes} requests to this host failed in a row")
        if left > 0:
            detail = f"not asked: the host wants to be left alone for another {left:.0f} s"
            raise Stop(host.closed_as, detail, retry_after_seconds=left)

    async def _hold(self, name: str) -> None:
        while self._locks and not self._locks.try_hold(name):
            await asyncio.sleep(_LOCK_POLL_SECONDS)

    def _wait_seconds(self, name: str, host: _Host, gap_seconds: float) -> float:
        elsewhere = self._locks.seconds_since_start(name) if self._locks else None
        return max(
            0.0,
            host.last_start + gap_seconds - _now(),
            host.open_from - _now(),
            0.0 if elsewhere is None else gap_seconds - elsewhere,
        )


def _now() -> float:
    return asyncio.get_running_loop().time()
