"""The network under httpcore: a name is resolved, every address of it checked, and the checked address connected to."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

import httpcore

from extract.pages.addresses import check_addresses, is_ip_address
from extract.pages.answers import FetchRules, Stop

Resolve = Callable[[str, int], Sequence[str]]
# A second address is tried after this; the deadline of the whole request holds over all of them.
_NEXT_ADDRESS_SECONDS = 3.0
_MAX_ADDRESSES = 4


class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Connects only where the rules let us. TLS still names the host: httpcore passes it on, not the address."""

    def __init__(self, rules: FetchRules, resolve: Resolve) -> None:
        self._rules = rules
        self._resolve = resolve
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to one of the host's checked addresses, in the resolver's order. Raises Stop, or httpcore's errors."""
        try:
            found = [host] if is_ip_address(host) else await run_in_thread(self._resolve, host, port)
        except (OSError, UnicodeError) as error:
            raise Stop("unreachable", f"{host} cannot be resolved: {_first_line(error)}", is_transport=True) from error
        addresses = check_addresses(host, port, found, self._rules)[:_MAX_ADDRESSES]
        for address in addresses[:-1]:
            try:
                return await self._network.connect_tcp(
                    address, port, _NEXT_ADDRESS_SECONDS, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._network.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)


async def run_in_thread(resolve: Resolve, host: str, port: int) -> Sequence[str]:
    """Resolve in a thread of its own: name servers may hang, and such a thread must not keep the process from ending."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Sequence[str]] = loop.create_future()

    def work() -> None:
        result: Sequence[str] | Exception
        try:
            result = resolve(host, port)
        except Exception as error:  # handed to who waits
            result = error
        with suppress(RuntimeError):  # the run is over and its loop closed
            loop.call_soon_threadsafe(_settle, future, result)

    threading.Thread(target=work, daemon=True, name=f"resolve {host}").start()
    return await future


def _settle(future: "asyncio.Future[Sequence[str]]", result: Sequence[str] | Exception) -> None:
    # The deadline may have passed and nobody waits any more.
    if future.cancelled():
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:100] if str(error) else type(error).__name__
