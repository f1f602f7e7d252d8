"""Addresses as they may be written down: without what lets in whoever has it."""

import re
from urllib.parse import quote, unquote

from extract.contract.data import read_csv

# Servers refuse longer ones (8,190 bytes is Apache's limit for the whole line); news addresses are far below.
MAX_URL_CHARS = 4000
_SCHEME = r"^(?!mailto:)([a-z][a-z0-9+.-]*:[/\\]*+|[/\\]++)"
# What stands before an @ in the authority; in an address that nobody can read, also where `/`, `?` or `#` stand in the password.
# As often as it stands there: of a password that holds an @ as well, no part may stay.
_USER_INFO = re.compile(rf"{_SCHEME}(?:[/\\]*+(?:[^/?#]*@|[^/?#@:\[]*:(?!\d*(?:[/?#]|$))[^@]*@))+", re.IGNORECASE)
_PATH_PARAMETER = re.compile(r";(?P<name>[^;/=]*)=[^;/]*")
_SEPARATOR = re.compile(r"(&(?:amp;)?)")
SECRET_PARAMETERS = frozenset(row["name"] for row in read_csv("secret_parameters"))
# Names are written in several ways: access_token, access-token, accessToken.
_JOINED = frozenset(re.sub(r"[-_]", "", name) for name in SECRET_PARAMETERS)
# An address in an address in an address: nobody goes further.
_MAX_DEPTH = 4


def hide_secrets(url: str) -> str:
    """An address, be it unreadable, without user name, password, and the parameters of `secret_parameters.csv`.

    Rows, logs and messages hold this form; only a request, and the work list it is made from, hold the address itself.
    """
    return without_secrets(url.strip()[:MAX_URL_CHARS]).strip()


def without_secrets(url: str, depth: int = 0) -> str:
    """The same for an address of any length. Addresses in the values of other parameters are treated alike."""
    base, hash_mark, fragment = _USER_INFO.sub(r"\1", url).partition("#")
    path, query_mark, query = base.partition("?")
    path = _PATH_PARAMETER.sub(lambda found: "" if is_secret(found["name"]) else found[0], path)
    kept_query, kept_fragment = _pairs(query, depth), _pairs(fragment, depth) if "=" in fragment else fragment
    # A mark goes with what it stood before; one that was alone stays.
    query_mark = "" if query and not kept_query else query_mark
    hash_mark = "" if fragment and not kept_fragment else hash_mark
    return f"{path}{query_mark}{kept_query}{hash_mark}{kept_fragment}"


def is_secret(name: str) -> bool:
    """Whether a parameter of this name, however it is written and escaped, lets in whoever has its value."""
    plain = unquote(unquote(name)).strip().lower().removesuffix("[]")
    return re.sub(r"[-_]", "", plain) in _JOINED


def _pairs(query: str, depth: int) -> str:
    """A query without the pairs of secret names: each goes with the separator before it."""
    parts = _SEPARATOR.split(query)
    kept = ""
    for separator, pair in zip(["", *parts[1::2]], parts[::2], strict=True):
        name, equals, value = pair.partition("=")
        if not (equals and is_secret(name)):
            kept += (separator if kept else "") + name + equals + _value(value, depth)
    return kept


def _value(value: str, depth: int) -> str:
    # In old queries a semicolon parts pairs, too.
    value = re.sub(r";([^;=]*)=[^;]*", lambda found: "" if is_secret(found[1]) else found[0], value)
    if depth >= _MAX_DEPTH:
        return value
    plain = unquote(value)
    hidden = without_secrets(plain, depth + 1) if re.search(r"[?@]", plain) else plain
    if hidden == plain:
        return value
    return hidden if plain == value else quote(hidden, safe="")
