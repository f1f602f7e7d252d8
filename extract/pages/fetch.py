"""Pages from the web: polite, bounded, and only from addresses that may be reached; one event loop over all hosts.

    for answer in fetch_all([Request("https://news.example/a")], FetchRules()):
        print(answer.outcome, answer.final_url, len(answer.body))

Each request ends as one Answer, whatever the host does. The loop runs in a thread of its own: deadlines hold while the
caller works on the last answer.
"""

import asyncio
import queue
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import UTC, datetime

import httpcore

from extract.pages.addresses import find_addresses
from extract.pages.answers import Answer, FetchRules, Request
from extract.pages.connecting import Resolve
from extract.pages.hosts import HostLocks, HostStates
from extract.pages.visits import Clock, Visits

__all__ = ["Answer", "FetchRules", "HostLocks", "HostStates", "Request", "fetch_all"]

# Answers that wait for the caller, beside one a host: 5 MB each at most, a tenth of that as a rule.
_ROOM = 64

_Put = Callable[[Answer], Awaitable[None]]


def _utc_now() -> datetime:
    return datetime.now(UTC)


def fetch_all(
    requests: Iterable[Request],
    rules: FetchRules,
    *,
    resolve: Resolve = find_addresses,
    clock: Clock = _utc_now,
    states: HostStates | None = None,
    locks: HostLocks | None = None,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Answer]:
    """One Answer for each request, in the order in which they end; requests to one host are asked in the order given.

    resolve: name and port to IP addresses, may block. clock: the time in UTC. states: what earlier calls of the
    run learned of its hosts, and where this one adds to it. locks: turns shared with other processes. tls: in place of the
    usual certificates. Never raises for what a host does; stopping the iteration ends all requests.
    """
    wanted = list(requests)
    visits = Visits(
        rules,
        resolve=resolve,
        clock=clock,
        tls=tls or httpcore.default_ssl_context(),
        states=states or HostStates(),
        locks=locks,
    )
    crawl = _Crawl(visits, wanted)
    crawl.start()
    try:
        for _ in wanted:
            yield crawl.next_answer()
    finally:
        crawl.stop()


class _Crawl:
    """The thread with the event loop, and the answers that come out of it."""

    def __init__(self, visits: Visits, requests: list[Request]) -> None:
        self._visits = visits
        self._requests = requests
        self._answers: queue.SimpleQueue[Answer | BaseException] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, daemon=True, name="fetch")
        self._loop = asyncio.new_event_loop()
        self._room = asyncio.Semaphore(_ROOM)
        self._main: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._main = self._loop.create_task(self._ask_all())
        self._thread.start()

    def next_answer(self) -> Answer:
        answer = self._answers.get()
        if isinstance(answer, BaseException):
            raise answer
        self._call(self._room.release)
        return answer

    def stop(self) -> None:
        if self._main is not None:
            self._call(self._main.cancel)
        self._thread.join()

    def _call(self, what: Callable[[], object]) -> None:
        try:
            self._loop.call_soon_threadsafe(what)
        except RuntimeError:
            # Every answer is there already and the loop has ended.
            return

    def _work(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._finish())
        except BaseException as error:  # the caller waits for an answer: it gets what went wrong
            self._answers.put(error)

    async def _finish(self) -> None:
        if self._main is not None:
            await asyncio.wait([self._main])
            if not self._main.cancelled() and (error := self._main.exception()):
                raise error

    async def _ask_all(self) -> None:
        hosts: dict[str, list[Request]] = {}
        for request in self._requests:
            hosts.setdefault(self._visits.host_of(request), []).append(request)
        async with asyncio.TaskGroup() as tasks:
            for waiting in hosts.values():
                tasks.create_task(self._ask_host(waiting))

    async def _ask_host(self, requests: list[Request]) -> None:
        for request in requests:
            answer = await self._visits.visit(request)
            await self._room.acquire()
            self._answers.put(answer)
