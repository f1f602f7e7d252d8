"""The rights to text and data mining that a site reserves for its paths, in /.well-known/tdmrep.json.

Source: TDM Reservation Protocol, W3C Community Group final report, 2024. A location is a path pattern as in robots.txt,
the most specific one decides; so it is read as one.
"""

import json

from extract.pages.robots import Robots

PATH = "/.well-known/tdmrep.json"
MAX_BYTES = 100_000
_ANY_ROBOT = "any"
_RESERVED = (1, "1", True)


class TdmFile:
    """What one tdmrep.json reserves; a body that is no such file reserves nothing."""

    def __init__(self, body: bytes) -> None:
        lines = ["User-agent: *"]
        for rule in _read_rules(body):
            location = rule.get("location")
            if isinstance(location, str) and location.isprintable():
                verb = "Disallow" if rule.get("tdm-reservation") in _RESERVED else "Allow"
                lines.append(f"{verb}: {location}")
        self._paths = Robots("\n".join(lines).encode(), _ANY_ROBOT)

    def reserves(self, url: str) -> bool:
        """Whether mining the page at this address is reserved."""
        return not self._paths.allows(url)


def _read_rules(body: bytes) -> list[dict[str, object]]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return []
    rules = found if isinstance(found, list) else [found]
    return [rule for rule in rules if isinstance(rule, dict)]
