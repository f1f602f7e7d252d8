"""The people who signed an article: bylines cut into names; desks, agencies, addresses, roles and places are no people."""

import re
from collections.abc import Iterable

from extract.articles.linked_data import text_of
from extract.contract.data import read_csv

_WORDS = read_csv("bylines", "extract.articles.data")


def _words(*kinds: str) -> list[str]:
    return sorted((row["word"] for row in _WORDS if row["kind"] in kinds), key=len, reverse=True)


_PREFIX = re.compile(rf"^(?:(?:{'|'.join(map(re.escape, _words('prefix')))})(?:\s+|(?<=:)\s*))+", re.IGNORECASE)
_BETWEEN = re.compile(rf"\s*[;|/•·、]\s*|\s+[–—-]\s+|\s*&\s*|\s+(?:{'|'.join(_words('and'))})\s+", re.IGNORECASE)
_NO_PEOPLE = frozenset(_words("role", "desk", "agency"))
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|org|net|de|co|tr|fr|es|it|uk)\b|<", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_][\w'’.-]*")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_MAX_NAMES = 10
_MAX_NAME_CHARS = 60
_MAX_NAME_WORDS = 6


def read_names(value: object, outlets: Iterable[str | None] = ()) -> tuple[str, ...]:
    """The people in what JSON-LD, a meta tag or a byline gives: a string, an object with a name, or a list of those.

    outlets: names and addresses of the publisher, who signs for nobody. Each name once, at most ten.
    """
    others = {key for outlet in outlets if outlet and (key := _key(outlet))}
    names: dict[str, str] = {}
    for text in _texts(value):
        for name in _names_in(text):
            if _is_person(name, others):
                names.setdefault(_key(name), name)
    return tuple(names.values())[:_MAX_NAMES]


def _texts(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    if isinstance(value, dict):
        # An organisation that is said to be one is no person, whatever its name.
        return [] if "Organi" in str(value.get("@type", "")) else _texts(value.get("name"))
    text = text_of(value)
    return [text] if text else []


def _names_in(byline: str) -> list[str]:
    """The names in one byline: "Von Ann Writer und Bo Penn, Oslo" has two, and a place."""
    byline = _PREFIX.sub("", _BRACKETS.sub("", byline).strip(" ,.;:*"))
    names = []
    for piece in _BETWEEN.split(byline):
        first, *rest = (part.strip(" .*") if len(part) > 3 else part.strip() for part in piece.split(","))
        names.append(first)
        # After a name of two words or more, a single word is its place or rank; "Writer" after "Ann" its other half.
        names.extend(part for part in rest if len(part.split()) > 1 or len(first.split()) < 2)
    return [" ".join(name.split()) for piece in names if (name := _PREFIX.sub("", piece.strip()))]


def _is_person(name: str, outlets: set[str]) -> bool:
    words = name.casefold().split()
    if not words or len(name) > _MAX_NAME_CHARS or len(words) > _MAX_NAME_WORDS or _ADDRESS.search(name):
        return False
    if any(char.isdigit() for char in name) or not _TOKEN.search(name):
        return False
    if any(word.strip(".,:()") in _NO_PEOPLE for word in words):
        return False
    return not any(_is_outlet(words, outlet) for outlet in outlets)


def _is_outlet(words: list[str], outlet: str) -> bool:
    """Whether a name is an outlet's, a part of it, or starts with it: "MDR THÜRINGEN" of MDR."""
    key = _key("".join(words))
    return key == outlet or (len(key) >= 5 and key in outlet) or (len(words) > 1 and words[0] == outlet)


def _key(name: str) -> str:
    return "".join(re.findall(r"\w", name)).casefold()
