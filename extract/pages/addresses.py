"""Which addresses may be asked: URLs in one safe form, and IP addresses that are global unicast."""

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urlsplit

import idna

from extract.contract.data import read_csv
from extract.contract.url_secrets import MAX_URL_CHARS
from extract.pages.answers import FetchRules, Stop

DEFAULT_PORTS = {"http": 80, "https": 443}
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
# What a path or query may hold as it stands: reserved characters and escapes that are there already.
_KEPT = "%/:=&?~+!$,;'@()*[]|"
# WHATWG: a host whose last label is a number is an IPv4 address: 0x7f.1, 2130706433, 127.1, 0177.0.0.1.
_NUMERIC_HOST = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)$")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*")

# Control characters, and halves of surrogate pairs, which no bytes can say. Browsers read a backslash as a slash, Python as a
# part of the name: what is read in two ways is not asked for.
_NOT_IN_URLS = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Address:
    """A URL taken apart: host in ASCII and lower case, no credentials, no fragment. target: path and query, escaped."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as in a URL; the default port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.target


def read_address(url: str) -> Address:
    """A URL as it would be requested. Raises Stop `bad_url`, or `forbidden_address` for a spelling that hides an IP address."""
    url = url.strip()
    if len(url) > MAX_URL_CHARS or _NOT_IN_URLS.search(url):
        raise Stop("bad_url", f"longer than {MAX_URL_CHARS} characters, or with a backslash or control character in it")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        # The message of urlsplit may quote the address with its credentials.
        raise Stop("bad_url", "not an address that can be read") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise Stop("bad_url", f"the scheme is {parts.scheme[:20]!r}, not http or https")
    if not host or port == 0:
        raise Stop("bad_url", "no host, or port 0")
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Address(parts.scheme, _read_host(host), port or DEFAULT_PORTS[parts.scheme], target)


def clean_url(url: str) -> str:
    """The address without credentials and fragment, escaped; raises Stop `bad_url` as `read_address` does."""
    return read_address(url).url


def _read_host(host: str) -> str:
    if ":" in host:
        try:
            # A zone (fe80::1%eth0) names an interface of this machine.
            return str(ipaddress.IPv6Address(host)) if "%" not in host else _refuse_host(host)
        except ValueError:
            return _refuse_host(host)
    try:
        # UTS 46 maps full-width digits, the ideographic full stop and upper case, as browsers do.
        name = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError as error:
        raise Stop("bad_url", f"no host name: {host[:60]!r}") from error
    name = name.lower().removesuffix(".")
    if _NUMERIC_HOST.search(name):
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError as error:
            raise Stop("forbidden_address", f"an IPv4 address in an unusual spelling: {name[:60]}") from error
    # 253 is the longest name that DNS can hold, 63 the longest label.
    if len(name) > 253 or not _HOST.fullmatch(name) or any(len(label) > 63 for label in name.split(".")):
        return _refuse_host(host)
    return name


def _refuse_host(host: str) -> str:
    raise Stop("bad_url", f"no host name: {host[:60]!r}")


def is_ip_address(host: str) -> bool:
    """Whether a host of an Address is an IP address and no name."""
    return ":" in host or _NUMERIC_HOST.search(host) is not None


def find_addresses(host: str, port: int) -> list[str]:
    """The IP addresses of a name, as the system resolves it; blocks. Raises OSError where there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def check_addresses(host: str, port: int, found: Iterable[str], rules: FetchRules) -> list[str]:
    """The addresses to connect to. Raises Stop `forbidden_address` if one of them may not be reached.

    A name with one private address among public ones is an attack or a mistake.
    """
    addresses = list(found)
    for text in addresses:
        where = f"[{text}]:{port}" if ":" in text else f"{text}:{port}"
        if where in rules.allow_private:
            continue
        if reason := why_refused(text):
            named = text[:60] if text == host else f"{host} is {text[:60]}"
            raise Stop("forbidden_address", f"{named}: {reason}")
        if port not in rules.ports:
            raise Stop("forbidden_address", f"port {port} of {host} is not one that pages are served on")
    if not addresses:
        raise Stop("unreachable", f"{host} has no address", is_transport=True)
    return addresses


def why_refused(text: str) -> str | None:
    """Why an IP address is none that a public page lies at; None for a global unicast address."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "not an IP address"
    for network, reason in _refused_networks():
        if address.version == network.version and address in network:
            return reason
    if isinstance(address, ipaddress.IPv6Address):
        if address not in _GLOBAL_V6:
            # Loopback, private (fc00::/7), link-local, multicast, mapped IPv4 (::ffff:), NAT64 (64:ff9b::) and all reserved ones.
            return "not global unicast"
        # ISATAP carries an IPv4 address behind 0000:5efe or 0200:5efe.
        if (int(address) >> 32) & 0xFDFF_FFFF == 0x0000_5EFE:
            return "tunnel to an IPv4 address"
    return None if address.is_global else "not global"


@cache
def _refused_networks() -> tuple[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, str], ...]:
    rows = read_csv("refused_networks", "extract.pages.data")
    return tuple((ipaddress.ip_network(row["network"]), row["reason"]) for row in rows)
