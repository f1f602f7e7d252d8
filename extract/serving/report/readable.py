"""Texts of strangers made fit to be read: what would hide, turn or flood the page is shown for what it is."""

import re
import unicodedata
from urllib.parse import urlsplit

# Published evidence has 300 characters at most, titles are shorter: what is longer is nothing that a reader wants whole.
MOST_CHARS = 1000
# Vietnamese stacks 2, pointed Hebrew 3: towers of marks would cover the lines above.
MOST_MARKS = 4

# Joiners are part of words in Persian and of emoji; a soft hyphen shows only where a line ends.
_HARMLESS = frozenset("\u200c\u200d\u00ad")
_MARK = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_TOWER = re.compile(f"({_MARK}{{{MOST_MARKS}}}){_MARK}+")


def readable(text: str, most: int = MOST_CHARS) -> str:
    """The text with line ends as spaces, and invisible and control characters shown as `[U+202E]`; cut at `most`."""
    kept = text[:most] + (f"… [{len(text) - most:,} more characters]" if len(text) > most else "")
    if kept.isascii() and kept.isprintable():
        return kept
    return _TOWER.sub(r"\1", "".join(map(_shown, kept)))


def _shown(char: str) -> str:
    if char.isprintable() or char in _HARMLESS:
        return char
    if char.isspace():
        return " "
    # Cc, Cf (among them what turns the direction of a text), Co, Cn and halves of surrogate pairs.
    return f"[U+{ord(char):04X}]" if unicodedata.category(char)[0] == "C" else char


def web_address(url: str | None) -> str | None:
    """The address where it is one of the web and plain, else None: `javascript:` and its kin lead nowhere."""
    if url is None or len(url) > MOST_CHARS or not url.isprintable() or re.search(r"[\s\\]", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host else None


def language_tag(code: str | None) -> str | None:
    """The code where a browser may take it for a language."""
    return code if code and re.fullmatch(r"[a-z]{2,3}", code) else None
