"""Who signed an article: bylines cut into the names of people; desks, outlets, addresses, roles and places are none."""

import re
from collections.abc import Iterable, Sequence

from extract.articles.linked_data import text_of
from extract.contract.data import read_csv

_WORDS = read_csv("bylines", "extract.articles.data")


def _words(*kinds: str) -> list[str]:
    return sorted((row["word"] for row in _WORDS if row["kind"] in kinds), key=len, reverse=True)


_PREFIX = re.compile(rf"^(?:(?:{'|'.join(map(re.escape, _words('prefix')))})(?:\s+|(?<=:)\s*))+", re.IGNORECASE)
_BETWEEN = re.compile(rf"\s*[;|/•·、]\s*|\s+[–—-]\s+|\s*&\s*|\s+(?:{'|'.join(_words('and'))})\s+", re.IGNORECASE)
_AGENCIES = frozenset(_words("agency"))
_NO_PEOPLE = frozenset(_words("role", "desk")) | _AGENCIES
# Bylines cut at their elements leave these alone.
_NO_NAMES = frozenset(word.strip(":") for word in _words("prefix", "and"))
_LINK = re.compile(r"https?:|www\.|@|<", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|org|net|de|co|tr|fr|es|it|uk)\b|<", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_][\w'’.-]*")
_DEFAULT_ACCOUNT = re.compile(r"/author/admin(?:istrator)?/?$", re.IGNORECASE)
# "Bo Penn in Berlin".
_PLACE = re.compile(r"(?<=[^\W\d_]{2})\s+(?:in|from|aus|à)\s+(?=[A-ZÀ-Ý]).*$")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_MAX_NAMES = 10
_MAX_BYLINE_CHARS = 500
_MAX_NAME_CHARS = 60
_MAX_NAME_WORDS = 6


def read_names(value: object, outlets: Iterable[str | None] = ()) -> tuple[str, ...]:
    """The people in what JSON-LD, a meta tag or a byline gives: a string, an object with a name, or a list of those.

    An agency that is said to have written it counts. outlets: names and addresses of the publisher, who is no person. Each name
    once, at most ten.
    """
    others = {key for outlet in outlets if outlet and (key := _key(outlet))}
    names = _each_once(name for text in _texts(value, skip_organisations=True) for name in _names_in(text))
    return tuple(name for name in names if name.casefold() in _AGENCIES or _is_person(name, others))


def read_byline(pieces: Sequence[str], outlets: Iterable[str | None] = ()) -> tuple[str, ...]:
    """The people in a byline of the page itself, where much else stands: full names, or such of scripts without capitals."""
    return tuple(name for name in read_names(pieces, outlets) if _is_full_name(name))


def default_accounts(value: object) -> list[str]:
    """The names in JSON-LD of the account that a content system is set up with, which writes nothing itself."""
    people = value if isinstance(value, list) else [value]
    return [
        str(person.get("name"))
        for person in people
        if isinstance(person, dict) and _DEFAULT_ACCOUNT.search(str(person.get("url") or person.get("@id") or ""))
    ]


def starts_byline(text: str) -> bool:
    """Whether a line starts like a byline: "By Ann Writer"."""
    found = _PREFIX.match(text)
    return found is not None and len(text) <= _MAX_NAME_CHARS and text[found.end() :][:1].isupper()


def read_signers(value: object) -> tuple[str, ...]:
    """Who signs where no person does: an agency, a desk, the publisher itself; addresses are nobody."""
    names = _each_once(name for text in _texts(value) for name in _names_in(text))
    return tuple(name for name in names if not _LINK.search(name) and len(name) <= _MAX_NAME_CHARS)


def _is_full_name(name: str) -> bool:
    is_spaced = any(char.isupper() for char in name)
    return name[0].isupper() and len(name.split()) > 1 if is_spaced else len(name) <= 20


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        if key := _key(name):
            found.setdefault(key, name)
    return tuple(found.values())[:_MAX_NAMES]


def _texts(value: object, *, skip_organisations: bool = False) -> list[str]:
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item, skip_organisations=skip_organisations)]
    if isinstance(value, dict):
        name = value.get("name")
        # An organisation that is said to be one is no person, whatever its name.
        is_skipped = skip_organisations and "Organi" in str(value.get("@type", ""))
        return [] if is_skipped and str(name).casefold() not in _AGENCIES else _texts(name)
    text = text_of(value)
    return [text] if text else []


def _names_in(byline: str) -> list[str]:
    """The names in one byline: "Von Ann Writer und Bo Penn, Oslo" has two, and a place."""
    byline = _PREFIX.sub("", _BRACKETS.sub("", byline[:_MAX_BYLINE_CHARS]).strip(" ,.;:*"))
    names = []
    for whole in _BETWEEN.split(byline):
        piece = _PLACE.sub("", whole)
        first, *rest = (part.strip(" .*") if len(part) > 3 else part.strip() for part in piece.split(","))
        names.append(first)
        # After a name of two words or more, a single word is its place or rank; "Writer" after "Ann" its other half.
        names.extend(
            part for part in rest if len(part.split()) > 1 or len(first.split()) < 2 or part.casefold() in _AGENCIES
        )
    return [" ".join(name.split()) for piece in names if (name := _PREFIX.sub("", piece.strip()))]


def _is_person(name: str, outlets: set[str]) -> bool:
    words = name.casefold().split()
    if not words or len(name) > _MAX_NAME_CHARS or len(words) > _MAX_NAME_WORDS or _ADDRESS.search(name):
        return False
    if any(char.isdigit() for char in name) or not _TOKEN.search(name) or name == name.lower() != name.upper():
        return False
    if name.casefold() in _AGENCIES or name.casefold().strip(":") in _NO_NAMES:
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
