"""Addresses as they may be written down: without what lets in whoever has it."""

import re

from extract.contract.data import read_csv

# Servers refuse longer ones (8,190 bytes is Apache's limit for the whole line); news addresses are far below.
MAX_URL_CHARS = 4000
_USER_INFO = re.compile(r"^([a-z][a-z0-9+.-]*:[/\\]*|[/\\]+)[^/?#]*@", re.IGNORECASE)
SECRET_PARAMETERS = frozenset(row["name"] for row in read_csv("secret_parameters"))
# A parameter with what separates it from the one before; what follows it is looked at next. Escapes hide no letter of a name.
_PARAMETER = re.compile(r"(?P<mark>[?#;]|&(?:amp;)?)(?P<name>[^?&#;=]*)=(?P<value>[^&#;]*)")
_ESCAPED = re.compile(r"%([2-7][0-9a-f])", re.IGNORECASE)


def hide_secrets(url: str) -> str:
    """An address, be it unreadable, without user name, password, and the parameters of `secret_parameters.csv`.

    Rows, logs and messages hold this form; only a request, and the work list it is made from, hold the address itself.
    """
    shown = _USER_INFO.sub(r"\1", url.strip()[:MAX_URL_CHARS])
    kept = _PARAMETER.sub(_without_secret, shown)
    return kept if kept == shown else _mended(kept)


def is_secret(name: str) -> bool:
    """Whether a parameter of this name, escaped or not, lets in whoever has its value."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name).lower()
    return plain in SECRET_PARAMETERS


def _without_secret(found: re.Match[str]) -> str:
    if not is_secret(found["name"]):
        # A value may be an address of its own.
        return f"{found['mark']}{found['name']}={_PARAMETER.sub(_without_secret, found['value'])}"
    # A query and a fragment begin with their mark, whatever is left of them.
    return found["mark"] if found["mark"] in "?#" else ""


def _mended(url: str) -> str:
    return re.sub(r"([?#])(?:&(?:amp;)?|;)+", r"\1", url).replace("?#", "#").rstrip("?#&")
