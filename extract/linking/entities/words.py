"""Words of names as they are compared, and the lists of words that names are read with."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from extract.contract.data import read_csv

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# Letters that have no accent to take off.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "&": " and ", "'": "", "’": "", "`": ""}
)
_SAME_SOUND = (("sch", "s"), ("sh", "s"), ("ch", "k"), ("ph", "f"), ("ck", "k"), ("th", "t"), ("x", "ks"))
_SOUNDS = str.maketrans({"c": "k", "q": "k", "g": "k", "z": "s", "w": "v", "y": "i", "j": "i"})
_POSSESSIVE = re.compile(r"(?:['’`]s|(?<=s)['’`])\s*$")
_DATA = "extract.linking.data"
# In what is longer no misspelling is looked for: time and memory would grow with the square of its letters.
LONGEST_WORD = 60


def fold(name: str, *, full_stop: str = "") -> list[str]:
    """The words of a name without case, accents, apostrophes and full stops; a hyphen stays inside its word."""
    plain = _POSSESSIVE.sub("", name).replace(".", full_stop).casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    plain = plain.translate(_PLAIN)
    words = _WORD.findall(plain)
    if len(words) > 1 and words[0] == "the":
        del words[0]
    # A name without a letter or digit is its signs: it must be called something, and be nobody else's.
    return words or [plain.strip(" -\n") or name.strip() or "?"]


def is_name_like(form: str) -> bool:
    """True for a form that names ("Bessent", "JETRO"), false for one that points ("the ministry", "he")."""
    bare = re.sub(r"^(the|a|an)\s+", "", form.strip(), flags=re.IGNORECASE)
    return bare[:1].isupper() or bare[:1].isdigit()


@cache
def skeleton(word: str) -> str:
    """A word as it sounds, roughly: its consonants, those that are written in several ways as one; short words stay whole."""
    text = word
    for written, sound in _SAME_SOUND:
        text = text.replace(written, sound)
    text = text.translate(_SOUNDS)
    text = "".join(char for at, char in enumerate(text) if char != text[at - 1 : at])
    bare = text[:1] + "".join(char for char in text[1:] if char not in "aeiouh")
    return bare if len(bare) > 2 else word


def without_one_letter(word: str) -> list[str]:
    """The word, and each word that it becomes by losing a letter; one that is too long for a word only as it is."""
    if len(word) > LONGEST_WORD:
        return [word]
    return sorted({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def one_edit_apart(one: str, other: str) -> bool:
    """True where a letter more, less, other, or two changed places, make one word the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    if len(rest) != len(other_rest):
        longer, shorter = sorted((rest, other_rest), key=len, reverse=True)
        return longer[1:] == shorter
    return rest[1:] == other_rest[1:] or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])


def edits_apart(one: str, other: str) -> int:
    """Levenshtein's distance of two words."""
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, start=1):
        before, row[0] = row[0], at
        for column, other_char in enumerate(other, start=1):
            changed = before + (char != other_char)
            before = row[column]
            row[column] = min(row[column] + 1, row[column - 1] + 1, changed)
    return row[-1]


@cache
def nicknames() -> dict[str, str]:
    """Short form of a given name to the name."""
    return {row["short_form"]: row["name"] for row in read_csv("nicknames", _DATA)}


@cache
def name_words(use: str) -> frozenset[str]:
    """The words of people's names of a use: given, surname, family_first, particle, suffix."""
    return frozenset(row["word"] for row in read_csv("name_words", _DATA) if row["use"] == use)


@cache
def organisation_words(use: str) -> dict[str, str]:
    """The words of organisations' names of a use, to what they are written as where the use says so."""
    return {row["word"]: row["value"] for row in read_csv("organisation_name_words", _DATA) if row["use"] == use}


@cache
def country_words(*whats: str) -> dict[str, str]:
    """Folded words to the code of the country that they tell. whats: name, demonym, place."""
    rows = read_csv("country_words", _DATA)
    return {" ".join(fold(row["word"])): row["country_code"] for row in rows if row["what"] in whats}


def found_countries(words: Iterable[str], *whats: str) -> list[tuple[int, int, str]]:
    """Where words tell a country: start, end and code, the longest first found; each word counts once."""
    known, given = country_words(*whats), list(words)
    found, at = [], 0
    while at < len(given):
        for length in range(min(4, len(given) - at), 0, -1):
            code = known.get(" ".join(given[at : at + length]))
            if code:
                found.append((at, at + length, code))
                at += length - 1
                break
        at += 1
    return found
