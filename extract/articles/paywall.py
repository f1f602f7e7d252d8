"""What a page says of readers who do not pay, and whether it holds only the beginning of its article."""

import re
from collections.abc import Mapping, Sequence

from extract.contract.data import read_csv

# A page's own word for what it lets read: the Open Graph extension that Facebook introduced.
_TIERS = {"locked": "closed", "metered": "metered", "free": "none"}
_MARKS = frozenset(row["line"] for row in read_csv("continue_marks", "extract.articles.data"))
_ENDS_OPEN = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*$")
# Teasers behind which a paywall stands have some paragraphs; whole articles are seldom that short.
_TEASER_CHARS = 1500
# Publishers count words in their own ways, and not all of an article's words are its body.
_MIN_WORDS_SHARE = 0.5


def read_paywall(linked: Mapping[str, object], meta: Mapping[str, str]) -> tuple[str, str] | None:
    """What the page says, one of the contract's PAYWALLS, and where; None where it says nothing.

    linked: the article's JSON-LD; a free article with parts that are not free is metered.
    """
    if tier := _TIERS.get(meta.get("article:content_tier", "").lower()):
        return tier, "meta"
    free = _as_bool(linked.get("isAccessibleForFree"))
    if free is False:
        return "closed", "json_ld"
    parts = linked.get("hasPart")
    for part in parts if isinstance(parts, list) else [parts]:
        if isinstance(part, dict) and "cssSelector" in part and _as_bool(part.get("isAccessibleForFree")) is False:
            return "metered", "json_ld"
    if free:
        return "none", "json_ld"
    marked = _as_bool(meta.get("isaccessibleforfree"))
    return None if marked is None else ("none" if marked else "closed", "microdata")


def is_teaser(paragraphs: Sequence[str], paywall: str, linked: Mapping[str, object]) -> bool:
    """Whether the body is only the beginning: it ends with "..." or "Continue reading", or is short behind a closed paywall.

    paragraphs: the body, marks at its end still in it; linked: the article's JSON-LD.
    """
    if paragraphs and (_ENDS_OPEN.search(paragraphs[-1]) or _is_mark(paragraphs[-1])):
        return True
    if paywall != "closed":
        return False
    text = " ".join(paragraphs)
    words = linked.get("wordCount")
    if isinstance(words, int) and words > 0:
        return len(text.split()) < _MIN_WORDS_SHARE * words
    return len(text) < _TEASER_CHARS


def _is_mark(line: str) -> bool:
    return line.casefold().strip(" .…»>→:[]()") in _MARKS


def _as_bool(value: object) -> bool | None:
    """JSON-LD's true, which many write as a word or a link to schema.org."""
    if isinstance(value, bool):
        return value
    word = str(value).lower().rsplit("/", 1)[-1] if isinstance(value, str) else ""
    return {"true": True, "false": False, "yes": True, "no": False}.get(word)
