"""What words of descriptions and names tell: the field somebody works in, and which words of a description are its own."""

from functools import cache

from extract.contract.data import read_csv
from extract.linking.entities.words import fold, found_countries, organisation_words

_DATA = "extract.linking.data"
# What stands behind one of these says of what or whom, not what it is: "professor of law", "spokesman for the bank".
_OF = frozenset({"of", "for", "at", "in", "to", "from", "with", "by", "on", "who", "and"})


@cache
def _sector_words(where: str) -> dict[str, str]:
    rows = read_csv("sector_words", _DATA)
    return {row["word"]: row["sector"] for row in rows if row["where"] in (where, "both")}


@cache
def field_of(sector: str) -> str:
    """The field of a sector: people move between the sectors of one field."""
    return {row["sector"]: row["field"] for row in read_csv("fields_of_work", _DATA)}[sector]


@cache
def sector_of(text: str, where: str = "text") -> str | None:
    """The sector that words tell; None where none of them is known. where: text for a description, name for a name."""
    words = [word for part in fold(text) for word in part.split("-")]
    cut = next((at for at, word in enumerate(words) if word in _OF), len(words))
    return _last_sector(words[:cut], where) or _last_sector(words[cut:], where)


def _last_sector(words: list[str], where: str) -> str | None:
    known = _sector_words(where)
    for end in range(len(words), 0, -1):
        for length in range(min(3, end), 0, -1):
            phrase = " ".join(words[end - length : end])
            sector = known.get(phrase) or (known.get(phrase[:-1]) if phrase.endswith("s") else None)
            if sector:
                return sector
    return None


@cache
def _common_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_csv("common_description_words", _DATA))


@cache
def own_words(text: str) -> frozenset[str]:
    """The words of a description that few others have: no word of a field, a country, or of any description."""
    words = [word for part in fold(text) for word in part.split("-")]
    common = _sector_words("text")
    skip, generic = organisation_words("skip"), organisation_words("generic")
    return frozenset(
        word
        for word in words
        if len(word) > 3
        and word not in common
        and word not in skip
        and word not in generic
        and word not in _common_words()
    )


@cache
def told_countries(text: str, *whats: str) -> frozenset[str]:
    """The countries that words tell by name, by the name of their people or, where asked, by a place."""
    words = [word for part in fold(text) for word in part.split("-")]
    return frozenset(code for _, _, code in found_countries(words, *(whats or ("name", "demonym"))))
