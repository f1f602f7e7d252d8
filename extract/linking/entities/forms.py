"""Names taken apart: what makes two spellings one form."""

from dataclasses import dataclass
from functools import cache

from extract.linking.entities.words import (
    country_words,
    fold,
    found_countries,
    name_words,
    nicknames,
    organisation_words,
)


@dataclass(frozen=True, slots=True)
class Form:
    """A name taken apart.

    key: kind and folded words; participants of one key are one entity unless evidence parts them. words: the folded words that
    count, for a person given names first and family name last. is_short: one word, which may stand for a longer name.
    country_code: what the name's own words tell. within: what follows a comma ("Texas"). initials: the acronym that fits.
    crossed: the words as those of an organisation, without spaces: the same in names of two kinds that are one name.
    """

    key: str
    kind: str
    words: tuple[str, ...]
    is_short: bool
    suffix: str = ""
    country_code: str | None = None
    within: str = ""
    initials: str = ""
    crossed: str = ""

    @property
    def squashed(self) -> str:
        """The words without spaces: "Kim Jong-un" and "Kim Jong Un"."""
        return "".join(self.words)


@cache
def parse_form(kind: str, name: str) -> Form:
    """A name of a person, organisation or place, or of a country that has no code."""
    if kind == "person":
        return _person(name)
    if kind == "organisation":
        return _organisation(name)
    return _place(kind, name)


def _person(name: str) -> Form:
    words = [word for part in fold(name, full_stop=" ") for word in _without_prefix(part)]
    suffixes, particles = name_words("suffix"), name_words("particle")
    suffix = words[-1] if len(words) > 2 and words[-1] in suffixes else ""
    bare = [word for word in words if word not in suffixes] or words
    bare = [word for word in bare if word not in particles] or bare
    if len(bare) > 1 and _is_family_first(bare, name):
        bare = [*bare[1:], bare[0]]
    key = " ".join([*bare, suffix]).strip()
    return Form(
        key=f"person:{key}",
        kind="person",
        words=tuple(bare),
        is_short=all(len(word) == 1 for word in bare[:-1]),
        suffix=suffix,
        crossed=parse_form("organisation", name).crossed,
    )


def _without_prefix(word: str) -> list[str]:
    """Take the prefix off: "al-Assad" is "Assad"; "Jean-Claude" is one word."""
    parts = [part for part in word.split("-") if part not in ("al", "el", "ad", "as", "ul")]
    return ["".join(parts) or word.replace("-", "") or word]


def _is_family_first(words: list[str], name: str) -> bool:
    first, last = words[0], words[-1]
    families, given = name_words("family_first"), name_words("given") | set(nicknames())
    if first not in families or last in families:
        return False
    return first not in given and first not in nicknames() if len(words) == 2 and "-" not in name else True


def _organisation(name: str) -> Form:
    spelling, legal, skip = (organisation_words(use) for use in ("spelling", "legal_form", "skip"))
    folded = fold(_without_tail(name))
    written = [spelling.get(word, word) for part in folded for word in part.split("-") if word] or folded
    written = _expanded(written, name)
    generic = organisation_words("generic")
    while (
        len(written) > 1 and written[-1] in legal and not all(word in generic or word in skip for word in written[:-1])
    ):
        written.pop()
    written, code = _without_country(written)
    words = [word for word in written if word not in skip] or written
    letters = [word[0] for word in (written if len(words) == 2 else words) if word not in skip or word == "of"]
    words = _head_first(words)
    return Form(
        key="organisation:" + " ".join(words),
        kind="organisation",
        words=tuple(words),
        is_short=len(words) == 1 and code is None,
        country_code=code,
        initials="".join(letters) if 3 <= len(letters) <= 7 else "",
        crossed="".join(words) if len(words) > 1 else "",
    )


def _without_tail(name: str) -> str:
    """Take off small words that say what the body is: "Reuters news agency"."""
    for tail in organisation_words("tail"):
        if name.endswith(f" {tail}"):
            head = name[: -len(tail)].strip()
            words = fold(head)
            if (
                head
                and not found_countries(words, "name", "demonym")
                and words[-1] not in organisation_words("generic")
            ):
                return head
    return name


def _expanded(words: list[str], name: str) -> list[str]:
    """Write letters that mean one body everywhere out, at the beginning of a name: "UN Security Council"."""
    letters = organisation_words("expands").get(words[0])
    is_written_so = name.removeprefix("the ").removeprefix("The ")[:2].isupper()
    if letters and is_written_so:
        return [*letters.split(), *words[1:]]
    return words


def _head_first(words: list[str]) -> list[str]:
    """Write "Defence Ministry" as "Ministry of Defence"; the order of other names counts."""
    if len(words) > 1 and words[-1] in organisation_words("swap"):
        return [words[-1], *words[:-1]]
    return words


def _without_country(words: list[str]) -> tuple[list[str], str | None]:
    """Take "India" off the "Navy of India": what is left is what many countries have. "Bank of Japan" stays whole."""
    found = found_countries(words, "name", "demonym")
    if len(found) != 1:
        return words, None
    start, end, code = found[0]
    rest = [*words[:start], *words[end:]]
    known = organisation_words("generic") | organisation_words("swap")
    counted = [word for word in rest if word not in organisation_words("skip")]
    is_ministry = "ministry" in (counted[:1] + counted[-1:]) and (start == 0 or end == len(words))
    is_generic = is_ministry or (counted and all(word in known for word in counted))
    if is_generic and (len(counted) > 1 or counted[0] in organisation_words("swap")):
        return rest, code
    return words, code


def _place(kind: str, name: str) -> Form:
    head, _, tail = name.partition(",")
    within = " ".join(fold(tail)) if tail.strip() and head.strip() else ""
    spelling = organisation_words("spelling")
    folded = fold(head if within else name)
    words = tuple(spelling.get(word, word) for part in folded for word in part.split("-") if word) or tuple(folded)
    code = country_words("name", "place").get(within) if within else None
    return Form(
        key=f"{kind}:{' '.join(words)}",
        kind=kind,
        words=words,
        is_short=False,
        country_code=code,
        within=within,
        crossed=parse_form("organisation", name).crossed if len(words) > 1 else "",
    )
