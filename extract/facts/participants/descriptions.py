"""Reads the title or role of a named person or organisation, and what it belongs to, from the words beside the name."""

import re
from collections.abc import Sequence
from functools import cache

from extract.contract.data import read_csv
from extract.facts.language_model import Doc, Token
from extract.facts.participants.names import Name

# Longer than this an apposition tells a story; titles in the news are short.
_MAX_WORDS = 14
_STOPPERS = frozenset({",", ";", ":", "(", ")", "—", "–", '"', "“", "”", "\n"})
_LINKS = frozenset({"of", "to", "for", "and", "&", "-", "'s", "’s", "at", "the"})


@cache
def title_words() -> frozenset[str]:
    """Words that are titles or roles, lower-case."""
    return frozenset(row["word"] for row in read_csv("titles", "extract.facts.data"))


def is_title(word: str) -> bool:
    """Whether a word is a title or role: "Secretary", "co-founders", "Gov."."""
    plain = word.lower().rstrip(".")
    return plain in title_words() or plain.removesuffix("s") in title_words()


def describe(doc: Doc, text: str, name: Name) -> str | None:
    """The words that give the name its title or role, as they stand in the text; null where there are none."""
    return _before(doc, name) or _after(text, name)


def find_affiliation(text: str, names: Sequence[Name], name: Name, description: str | None) -> str | None:
    """The organisation or country named inside the description, as the text says it."""
    if not description:
        return None
    at = text.find(description, max(0, name.start - len(description) - 3), name.end + len(description) + 4)
    inside = [
        n for n in names if at <= n.start and n.end <= at + len(description) and n.type not in ("person", "place")
    ]
    inside.sort(key=lambda n: (n.type != "organisation", n.start))
    return inside[0].text if inside else None


def _before(doc: Doc, name: Name) -> str | None:
    """The title before a name: "US Treasury Secretary" of "US Treasury Secretary Scott Bessent"."""
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    if span is None:
        return None
    first = span.start
    i, seen_title = first, False
    while i > 0 and first - i < _MAX_WORDS:
        token = doc[i - 1]
        if not _belongs_before(token, seen_title):
            break
        seen_title = seen_title or is_title(token.text)
        i -= 1
    while i < first and doc[i].text.lower() in _LINKS:
        i += 1
    if not any(is_title(token.text) for token in doc[i:first]):
        return None
    return doc[i:first].text or None


def _belongs_before(token: Token, seen_title: bool) -> bool:
    if token.text in _STOPPERS or token.is_space or token.is_sent_end:
        return False
    if token.text.lower() in _LINKS:
        # "Ambassador to India Keiichi Ono": what links stands between the title and the name, or inside the office's name.
        return token.text.lower() != "the" or not seen_title
    return token.pos_ in ("NOUN", "PROPN", "ADJ") and token.dep_ not in ("nsubj", "dobj", "ROOT")


def _after(text: str, name: Name) -> str | None:
    """What is set off after a name, if it holds a title: the last words of "Shoichi Ishii, director of the agency,"."""
    rest = text[name.end : name.end + 160]
    match = re.match(
        r"\s?[,(]\s(?:who is |who was )?(?:the |a |an |its |his |her )?([^,;.()\n—–\"“”]{3,120})(?=[,;.()\n—–])", rest
    )
    if not match:
        return None
    words = match.group(1).split()
    if len(words) > _MAX_WORDS or not any(is_title(word) for word in words[:6]) or words[0] in ("and", "who", "but"):
        return None
    return match.group(1).strip()
