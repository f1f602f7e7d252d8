"""The key of an address: what is the same article for a reader is the same key, however the link to it was written."""

import re
from urllib.parse import SplitResult, urlsplit

import idna

from extract.contract.data import read_csv
from extract.contract.url_secrets import without_secrets

_DEFAULT_PORTS = (None, 80, 443)
# Ways to one site's pages for other screens: `m.example.com`, `en.m.example.org`. The last two labels are the site itself.
_VARIANT_LABELS = frozenset({"m", "mobile", "mobil", "wap", "amp"})
# `co.uk` is no site: `m.co.uk` keeps its m.
_SECOND_LEVELS = frozenset({"ac", "co", "com", "edu", "gob", "gov", "go", "ne", "net", "nom", "or", "org"})
_AMP_CACHE = re.compile(r"^/(?:[cvir]|wp)/(?:s/)?(?P<rest>[^/]+\..*)$")
_AMP_VIEWER = re.compile(r"^/amp/(?:s/)?(?P<rest>[^/]+\..*)$")
_AMP_ENDING = re.compile(r"\.amp(?=\.html?$|$)", re.IGNORECASE)
_INDEX = re.compile(r"^(?:index|default)\.(?:html?|shtml|php|aspx?|jsp)$", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sessionid|sid)=[^/;]*", re.IGNORECASE)
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})|([^A-Za-z0-9._~-])", re.DOTALL)
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# Characters that mean the same escaped or not, and those that do only unescaped.
_PATH_PLAIN, _PATH_MARKS = frozenset(b":@!$'()*,"), frozenset(b"/&+;=")
_QUERY_PLAIN, _QUERY_MARKS = frozenset(b"/:@!$'()*,?"), frozenset(b"&+;=")
_DROPPED = tuple(row["name"] for row in read_csv("dropped_parameters"))
_DROPPED_NAMES = frozenset(name for name in _DROPPED if not name.endswith("*"))
_DROPPED_STARTS = tuple(name.removesuffix("*") for name in _DROPPED if name.endswith("*"))
# Each round undoes one wrapping; no address that anyone wrote has more.
_MAX_ROUNDS = 8


def url_key(url: str) -> str:
    """The same article's address in one form, `//host/path?query`.

    What does not count: scheme, `www.`, mobile and AMP variants, default port, credentials, fragment (but `#!` routes),
    trailing and double slashes, `index.html`, the case of the host (never of the path), how characters are escaped, the order
    of the query, tracking, session and secret parameters. All other parameters (`id`, `page`, `p`, `story`) count. What is no web
    address is its own key.
    """
    key = without_secrets(url.strip())
    for _ in range(_MAX_ROUNDS):
        before, key = key, _unwrap(key)
        if key == before:
            break
    return key


def _unwrap(url: str) -> str:
    # Browsers drop these wherever they stand.
    text = url.strip().translate({9: None, 10: None, 13: None})
    try:
        parts = urlsplit(text)
        port, host = parts.port, _host_key(parts.hostname or "")
    except ValueError:
        return url.strip()
    if parts.scheme not in ("http", "https", "") or not host:
        return url.strip()
    if original := _amp_original(host, parts):
        return original
    if port not in _DEFAULT_PORTS:
        host = f"{host}:{port}"
    query = _query_key(parts.query)
    route = f"#!{_escape(parts.fragment[1:], _QUERY_PLAIN, _QUERY_MARKS)}" if parts.fragment.startswith("!") else ""
    return f"//{host}{_path_key(parts.path)}{'?' if query else ''}{query}{route}"


def _host_key(host: str) -> str:
    """In lower case and ASCII, without the labels that only choose a variant of the site."""
    if ":" in host:
        return f"[{host}]"
    labels = _ascii_host(host).rstrip(".").split(".")
    kept = [label for number, label in enumerate(labels) if not _is_variant(label, number, labels)]
    return ".".join(kept)


def _ascii_host(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return host.lower()


def _is_variant(label: str, number: int, labels: list[str]) -> bool:
    following = labels[number + 1 :]
    if len(following) < 2 or (len(following) == 2 and following[0] in _SECOND_LEVELS and len(following[1]) == 2):
        return False
    return label in _VARIANT_LABELS or (label == "www" and number == 0)


def _amp_original(host: str, parts: SplitResult) -> str | None:
    """The publisher's address inside an AMP cache's or viewer's."""
    if host.endswith(".cdn.ampproject.org"):
        found = _AMP_CACHE.match(parts.path)
    elif host.removeprefix("www.").startswith("google."):
        found = _AMP_VIEWER.match(parts.path)
    else:
        found = None
    if found is None:
        return None
    return f"//{found['rest']}{'?' if parts.query else ''}{parts.query}"


def _path_key(path: str) -> str:
    segments: list[str] = []
    for segment in _PATH_SESSION.sub("", _escape(path, _PATH_PLAIN, _PATH_MARKS)).split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in ("", ".", "amp", "amphtml"):
            segments.append(segment)
    if segments and (_INDEX.match(segments[-1]) or segments[-1].lower() in ("amp.html", "amp.htm")):
        segments.pop()
    if segments:
        segments[-1] = _AMP_ENDING.sub("", segments[-1])
    return "".join(f"/{segment}" for segment in segments if segment)


def _query_key(query: str) -> str:
    pairs = set()
    # Addresses are often copied out of HTML.
    for part in query.replace("&amp;", "&").split("&"):
        name, _, value = part.replace("+", "%20").partition("=")
        name, value = (_escape(text, _QUERY_PLAIN, _QUERY_MARKS) for text in (name, value))
        if part and not _is_dropped(name.lower(), value.lower()):
            pairs.add(f"{name}={value}")
    return "&".join(sorted(pairs))


def _is_dropped(name: str, value: str) -> bool:
    if value.isdigit() and name in ("ref", "source"):
        # A number there is an article's or a section's on some sites; where readers came from is a word.
        return False
    return name in _DROPPED_NAMES or name.startswith(_DROPPED_STARTS) or f"{name}={value}" in _DROPPED_NAMES


def _escape(text: str, plain: frozenset[int], marks: frozenset[int]) -> str:
    """Each character escaped that must be, and only those; an escape that is none is an escaped percent sign."""

    def escaped(found: re.Match[bytes]) -> bytes:
        code = int(found[1], 16) if found[1] else found[2][0]
        if code in _UNRESERVED or code in plain or (not found[1] and code in marks):
            return bytes([code])
        return b"%%%02X" % code

    return _ESCAPE.sub(escaped, text.encode("utf-8", "surrogatepass")).decode("ascii")
