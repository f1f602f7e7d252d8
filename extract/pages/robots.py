"""robots.txt: which paths of a host we may ask for and how often, read by protego within bounds."""

import codecs
import re

from protego import Protego

# What Google reads, and twenty times what any news site has.
MAX_BYTES = 500_000
# A longer delay would mean a page an hour; a site that wants that writes Disallow.
MAX_DELAY_SECONDS = 60.0
_AGENT_LINE = re.compile(r"\s*user[ -]?agent\b\s*:?\s*([^#]*)", re.IGNORECASE)
_OTHER_AGENT = "User-agent: another"


class Robots:
    """What one robots.txt says to one robot; without a body, everything is allowed."""

    def __init__(self, body: bytes, robot_name: str) -> None:
        self._robot_name = robot_name
        self._rules = Protego.parse(_keep_own_groups(_decode(body), robot_name))

    def allows(self, url: str) -> bool:
        """Whether the address may be asked for."""
        return bool(self._rules.can_fetch(url, self._robot_name))

    @property
    def delay_seconds(self) -> float:
        """Crawl-delay, at most 60; 0 where none is given or it is no positive number."""
        return min(self._rules.crawl_delay(self._robot_name) or 0.0, MAX_DELAY_SECONDS)


def _decode(body: bytes) -> str:
    body = body[:MAX_BYTES]
    encoding = "utf-16" if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    # NUL bytes hide `User-agent: *` from the parser: a site that sends them still means what it wrote.
    return body.decode(encoding, errors="replace").replace("\x00", "")


def _keep_own_groups(text: str, robot_name: str) -> str:
    # protego compares each agent of a group with all others: 40,000 of them in one group take half a minute. Agents that
    # cannot be us become one; groups stay as they are.
    own = robot_name.lower()
    lines = []
    for line in text.splitlines():
        match = _AGENT_LINE.match(line)
        is_other = match is not None and match[1].strip().lower().replace("*", "") not in own
        lines.append(_OTHER_AGENT if is_other else line)
    return "\n".join(lines)
