"""One request from its address to its answer: robots.txt, the host's turn, redirects, the deadline over all of it."""

import asyncio
import ssl
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin

from extract.contract.columns import OPT_OUTS
from extract.contract.url_secrets import hide_secrets
from extract.pages.addresses import Address, read_address
from extract.pages.answers import Answer, FetchRules, Request, Stop
from extract.pages.connecting import CheckedNetwork, Resolve
from extract.pages.exchange import REDIRECTS, Response, Wanted, exchange, media_type_of, want_page
from extract.pages.hosts import HostLocks, HostStates, Turns
from extract.pages.opt_outs import HEAD_BYTES, read_opt_outs
from extract.pages.robots import MAX_BYTES as ROBOTS_MAX_BYTES
from extract.pages.robots import Robots
from extract.pages.tdm_file import MAX_BYTES as TDM_MAX_BYTES
from extract.pages.tdm_file import PATH as TDM_PATH
from extract.pages.tdm_file import TdmFile

Clock = Callable[[], datetime]
# What robots.txt fails with and the page would fail with as well: said as it is.
_SAID_AS_IT_IS = ("forbidden_address", "bad_tls")
_DETAIL_CHARS = 300
_PAGE_TYPES = (None, "text/html", "application/xhtml+xml")


@dataclass(slots=True)
class _Trail:
    """How far a request has come."""

    url: str
    requested_at: datetime
    left_seconds: float
    redirect_count: int = 0


class Visits:
    """All visits of a run: they share the hosts' turns and what each robots.txt said."""

    def __init__(
        self,
        rules: FetchRules,
        *,
        resolve: Resolve,
        clock: Clock,
        tls: ssl.SSLContext,
        states: HostStates,
        locks: HostLocks | None,
    ) -> None:
        self._rules = rules
        self._clock = clock
        self._tls = tls
        self._network = CheckedNetwork(rules, resolve)
        self._turns = Turns(rules, states, locks)
        self._robots = states.robots
        self._tdm_files = states.tdm_files
        self._site_turns: dict[str, asyncio.Lock] = {}

    @staticmethod
    def host_of(request: Request) -> str:
        """The host whose queue a request stands in; the empty string where it has none."""
        try:
            return read_address(request.url).host
        except Stop:
            return ""

    async def visit(self, request: Request) -> Answer:
        """Ask for one page. Never raises for what a host or an address does."""
        trail = self._new_trail(hide_secrets(request.url))
        try:
            wanted, gap = want_page(request, request.max_bytes or self._rules.max_bytes), self._gap(request)
            response = await self._follow(read_address(request.url), wanted, gap, trail)
            is_reserved = await self._is_reserved(trail.url, response, gap)
        except Stop as stop:
            return _stopped(request, trail, stop)
        except Exception as error:  # the last resort: a page must not end the run
            # Where it happened, and not its message, which may quote an address with its credentials.
            place = traceback.extract_tb(error.__traceback__)[-1]
            return _stopped(
                request, trail, Stop("unreadable", f"{type(error).__name__} in {place.name}, line {place.lineno}")
            )
        return _answered(request, trail, response, self._opt_outs(response, is_reserved))

    def _new_trail(self, url: str) -> _Trail:
        return _Trail(url, self._clock(), self._rules.deadline_seconds)

    def _gap(self, request: Request) -> float:
        gap = self._rules.min_gap_seconds if request.min_gap_seconds is None else request.min_gap_seconds
        return max(0.0, gap)

    async def _follow(self, address: Address, wanted: Wanted, gap: float, trail: _Trail) -> Response:
        seen: set[str] = set()
        while True:
            trail.url = hide_secrets(address.url)
            seen.add(address.url)
            delay = 0.0
            if self._rules.obey_robots and not wanted.is_site_file:
                delay = await self._obey_robots(address, gap)
            response = await self._ask(address, wanted, max(gap, delay), trail)
            if response.status not in REDIRECTS:
                return response
            address = self._next(address, response, trail, seen)

    async def _ask(self, address: Address, wanted: Wanted, gap: float, trail: _Trail) -> Response:
        now = asyncio.get_running_loop().time
        async with self._turns.turn(address.host, gap):
            trail.requested_at, started = self._clock(), now()
            try:
                async with asyncio.timeout(trail.left_seconds):
                    response = await exchange(
                        address,
                        wanted,
                        user_agent=self._rules.user_agent,
                        network=self._network,
                        tls=self._tls,
                        now=trail.requested_at,
                    )
            except TimeoutError as error:
                stop = Stop(
                    "timed_out", f"no whole answer within {self._rules.deadline_seconds:g} s", is_transport=True
                )
                self._turns.note_failure(address.host, stop)
                raise stop from error
            except Stop as stop:
                self._turns.note_failure(address.host, stop)
                raise
            self._turns.note_answer(address.host)
            trail.left_seconds -= now() - started
            return response

    def _next(self, address: Address, response: Response, trail: _Trail, seen: set[str]) -> Address:
        """Where a redirect leads. Raises Stop: too many, a loop, out of https, or nowhere that may be asked."""
        if trail.redirect_count >= self._rules.max_redirects:
            raise Stop("too_many_redirects", f"more than {trail.redirect_count}", status=response.status)
        try:
            target = read_address(urljoin(address.url, response.header("location") or ""))
        except ValueError as error:
            raise Stop("bad_url", "the redirect's address cannot be read", status=response.status) from error
        except Stop as stop:
            raise Stop(stop.outcome, f"redirect: {stop.detail}", status=response.status) from stop
        if target.url in seen:
            raise Stop("too_many_redirects", "a loop", status=response.status)
        if (address.scheme, target.scheme) == ("https", "http"):
            raise Stop("bad_tls", "a redirect from https to http is not followed", status=response.status)
        trail.redirect_count += 1
        return target

    async def _obey_robots(self, address: Address, gap: float) -> float:
        """The delay that robots.txt asks for, in seconds. Raises Stop: `robots`, or as the file could not be had."""
        async with self._site_turn(address):
            robots = self._robots.get(address.origin)
            if robots is None:
                robots = self._robots[address.origin] = await self._fetch_robots(address, gap)
        if isinstance(robots, Stop):
            raise Stop(
                robots.outcome, robots.detail, status=robots.status, retry_after_seconds=robots.retry_after_seconds
            )
        if not robots.allows(address.url):
            raise Stop("robots", f"robots.txt of {address.origin} disallows it")
        return robots.delay_seconds

    async def _fetch_robots(self, address: Address, gap: float) -> Robots | Stop:
        """RFC 9309: a robots.txt that is not there (4xx) allows all, one that cannot be had (5xx, no answer) allows nothing."""
        robots_address = replace(address, target="/robots.txt")
        trail = self._new_trail(robots_address.url)
        try:
            wanted = Wanted("text/plain", ROBOTS_MAX_BYTES, is_site_file=True)
            response = await self._follow(robots_address, wanted, gap, trail)
            return Robots(response.body, self._rules.robot_name)
        except Stop as stop:
            if stop.outcome in ("gone", "refused"):
                return Robots(b"", self._rules.robot_name)
            if stop.outcome == "circuit_open" or (stop.outcome == "rate_limited" and stop.status is None):
                # Not asked, for now.
                raise
            if trail.redirect_count == 0 and stop.outcome in _SAID_AS_IT_IS:
                return stop
            return Stop(
                "robots_unavailable", f"robots.txt: {stop}", status=stop.status, retry_after_seconds=stop.retry_after_seconds
            )  # fmt: skip

    async def _is_reserved(self, url: str, response: Response, gap: float) -> bool:
        """Whether the site's tdmrep.json reserves a page. Asked once an origin, for pages only: feeds are there to be read."""
        is_page = response.body and media_type_of(response)[0] in _PAGE_TYPES
        if not (is_page and self._rules.read_tdm_files) or response.header("tdm-reservation") is not None:
            # What the page's own header says goes before the file.
            return False
        address = replace(read_address(url), target=TDM_PATH)
        async with self._site_turn(address):
            if address.origin not in self._tdm_files:
                self._tdm_files[address.origin] = await self._fetch_tdm_file(address, gap)
        return self._tdm_files[address.origin].reserves(url)

    async def _fetch_tdm_file(self, address: Address, gap: float) -> TdmFile:
        robots = self._robots.get(address.origin)
        if isinstance(robots, Robots):
            if not robots.allows(address.url):
                return TdmFile(b"")
            gap = max(gap, robots.delay_seconds)
        wanted = Wanted("application/json", TDM_MAX_BYTES, is_site_file=True)
        try:
            response = await self._follow(address, wanted, gap, self._new_trail(address.url))
        except Stop:
            return TdmFile(b"")
        return TdmFile(response.body)

    def _site_turn(self, address: Address) -> asyncio.Lock:
        return self._site_turns.setdefault(address.origin, asyncio.Lock())

    def _opt_outs(self, response: Response, is_reserved: bool) -> tuple[str, ...]:
        stated = read_opt_outs(response.headers, response.body[:HEAD_BYTES], self._rules.robot_name)
        return tuple(name for name in OPT_OUTS if name in stated or (is_reserved and name == "tdm_reservation"))


def _stopped(request: Request, trail: _Trail, stop: Stop) -> Answer:
    return Answer(
        request=request, outcome=stop.outcome, status=stop.status, final_url=trail.url, redirect_count=trail.redirect_count,
        body=b"", media_type=None, charset=None, etag=None, last_modified=None, opt_outs=(),
        retry_after_seconds=stop.retry_after_seconds, requested_at=trail.requested_at, detail=_one_line(stop.detail),
    )  # fmt: skip


def _answered(request: Request, trail: _Trail, response: Response, opt_outs: tuple[str, ...]) -> Answer:
    media_type, charset = media_type_of(response)
    is_same = response.status == 304
    etag, last_modified = response.validator("etag"), response.validator("last-modified")
    return Answer(
        request=request, outcome="not_modified" if is_same else "ok", status=response.status, final_url=trail.url,
        redirect_count=trail.redirect_count, body=response.body, media_type=media_type, charset=charset,
        etag=etag or (request.etag if is_same else None),
        last_modified=last_modified or (request.last_modified if is_same else None),
        opt_outs=opt_outs, retry_after_seconds=None, requested_at=trail.requested_at, detail="",
    )  # fmt: skip


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)[:_DETAIL_CHARS]
