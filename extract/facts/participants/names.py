"""Finds the names in an article: the language model's, cleaned, each with one type."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.contract.data import read_csv
from extract.contract.tombstones import MASK
from extract.facts.countries import find_capital, find_country, find_nationality
from extract.facts.language_model import Doc, Token, text_of
from extract.facts.participants.cleaning import cleaned_parts
from extract.facts.participants.cut_names import join_nicknames, mend_cut_names
from extract.facts.participants.known_names import add_known
from extract.facts.participants.missed_actors import add_actors
from extract.facts.participants.missed_names import Found, add_bodies, add_countries, add_repeated
from extract.facts.participants.not_said import without_headlines, without_works
from extract.facts.participants.short_names import add_acronyms, add_short_forms
from extract.facts.participants.titles import is_group_word, is_title

_TYPES = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "nationality",
}
# Lines that name people who take no part: bylines and credits.
_CREDIT = re.compile(
    r"^\(?(?:(?:By|Reporting by|Editing by|Writing by|Caption|Photo(?:graph)?(?: by)?"
    r"|(?:(?:Main|Lead|Header|Featured) )?[Ii]mage(?: by| credit)?|Credit|Source|Picture)\b[: ].{0,80}"
    r"|.{0,80}\b(?:Getty Images|/AFP|via AP|AP Photo|Shutterstock)\b.{0,60})$",
    re.MULTILINE,
)
_SIGNED = re.compile(r"©[^\n]{0,80}|\(?(?:Additional )?(?:[Rr]eporting|Writing|Editing) by [^)\n]{0,200}\)?")
# It tries 120 characters from each of a text: only for a text that has its words.
_HELPED = "contributed to this "
_SIGNED_OR_HELPED = re.compile(rf"[^.\n]{{0,120}}\b{_HELPED}(?:report|story|article)\b|{_SIGNED.pattern}")
# "(D-Minn.)" is a member's party and state, "the U.S.-Mexico border" lies between two countries; a ship and a road are no one.
_NO_NAME = re.compile(
    r"[ABEM]\d{1,4}$|I-\d+$|Route \d+$|Q[1-4]\b|K-12"
    r"|(?:HMS|USS|MV|MS|SS|BRP|INS|RRS|FV|HMAS|HMCS) |[DRI](?:-|\.?, )[A-Z][a-z]*\.?$"
    r"|U\.?S\.?-[A-Z]\w+$|[A-Z]\w+-(?:U\.?S\.?|China|India|Russia|Japan)$"
)
_NUMBERED = re.compile(r"\s\d+$")
_NUMBERED_BODY = re.compile(r"Channel|Group of|Radio|Unit|Local|Battalion|Brigade|Squadron|Precinct|Big|Pier|News")
_RANKS = frozenset(
    {"Managing", "Chief", "Executive", "Vice", "Deputy", "Senior", "Assistant", "General", "Acting", "Associate"}
)
# Heads of names that act, though the model takes them for buildings.
_BODIES = re.compile(
    r"\b(?:Embassy|Ministry|Department|Agency|Court|Parliament|Senate|Congress|Council|Commission|University|Hospital|Museum"
    r"|Bank|Office|Police|School|College|Institute|Airport|White House|Kremlin|Pentagon)\b"
)


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name as written, by characters of the text, end exclusive; type is person, organisation, country or place."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Name:
    """One mention of a name. type: person, organisation, country, place or nationality; root: its head word's index."""

    start: int
    end: int
    text: str
    type: str
    root: int


def find_mentions(doc: Doc) -> list[Name]:
    """All mentions of names in their order, without overlaps, bylines and credits, each with the type that the model gave it."""
    text = text_of(doc)
    skipped = [match.span() for pattern in (_CREDIT, _signed_in(text)) for match in pattern.finditer(text)]
    found: list[Found] = []
    for entity in doc.ents:
        if kind := _TYPES.get(entity.label_):
            parts = cleaned_parts(text, entity.start_char, entity.end_char, is_person=kind == "person")
            found += [(start, end, kind) for start, end in parts]
    found = add_countries(text, join_nicknames(text, mend_cut_names(doc, text, found)))
    found = add_acronyms(text, add_bodies(text, found))
    found = add_known(text, add_short_forms(doc, text, add_repeated(text, found)))
    found = add_actors(doc, found)
    free = [one for one in found if not any(low <= one[0] < high for low, high in skipped)]
    free = without_works(text, without_headlines(text, free))
    return [name for start, end, kind in free for name in _name(doc, text[start:end], start, kind)]


def _signed_in(text: str) -> re.Pattern[str]:
    return _SIGNED_OR_HELPED if _HELPED in text else _SIGNED


def name_spans(names: Sequence[Name]) -> list[NameSpan]:
    """The names alone: a nationality ("Japanese companies") is none."""
    return [NameSpan(name.start, name.end, name.type) for name in names if name.type != "nationality"]


@cache
def _parties() -> dict[str, str]:
    return {row["members"]: row["party"] for row in read_csv("party_members", "extract.facts.data")}


def party_of(members: str) -> str | None:
    """How the name of the party begins whose members stand for it: "Conservative" of "Tories"."""
    return _parties().get(members)


def is_body(text: str) -> bool:
    """Whether a name has the word of an institution: "University of Miami", "Kremlin"."""
    return _BODIES.search(text) is not None


@cache
def _not_names() -> tuple[frozenset[str], frozenset[str]]:
    """What looks like a name and is none: whole names, and last words of names ("Premier League")."""
    rows = read_csv("not_names", "extract.facts.data")
    whole, last = (frozenset(row["form"] for row in rows if row["where"] == where) for where in ("word", "last"))
    return whole, last


def _is_nobody(text: str, kind: str, root: Token) -> bool:
    """Whether what looks like a name is a road, a ship, a title, an address, a product or a common noun."""
    first, *rest = text.split()
    if _NO_NAME.match(text) or (
        kind != "nationality" and rest and all(is_title(w) or w in _RANKS for w in (first, *rest))
    ):
        return True  # "Managing Director"
    if kind == "person":
        return text[0].isdigit()  # "300 Slater"
    if kind != "organisation":
        return False
    is_numbered = _NUMBERED.search(text) is not None and not _NUMBERED_BODY.match(text)
    is_office = rest[:1] == ["of"] and is_title(first)  # "Archbishop of York"
    is_common = not rest and root.tag_ in ("NNS", "NNPS") and is_group_word(text)  # "Farmers sold"
    return is_numbered or is_office or is_common


def _name(doc: Doc, text: str, start: int, kind: str) -> list[Name]:
    end = start + len(text)
    span = doc.char_span(start, end, alignment_mode="expand")
    words, last = _not_names()
    # Two people whose names were erased are not one because their names are of one length.
    if (
        span is None
        or MASK in text
        or text in words
        or text.rsplit(maxsplit=1)[-1] in last
        or _is_nobody(text, kind, span.root)
    ):
        return []
    if find_nationality(text):
        kind = "nationality"
    elif find_country(text):
        kind = "country"
    elif kind == "nationality":
        # Faiths and peoples ("Muslim", "Kurds") are no country, so no participant unless a group noun names them.
        # "Rolex named": what a language model takes for a people and does something alone is an organisation.
        if party_of(text) is None and not (span.root.tag_ == "NNP" and span.root.dep_ == "nsubj"):
            return []
        kind = "organisation"
    elif kind == "place" and is_body(text):
        kind = "organisation"
    elif kind in ("person", "organisation") and find_capital(text):
        kind = "place"
    return [Name(start, end, text, kind, span.root.i)]


def between(names: Sequence[Name], start: int, end: int) -> list[Name]:
    """The names inside the characters, in order."""
    low = bisect_left(names, start, key=lambda n: n.start)
    high = bisect_left(names, end, low, key=lambda n: n.start)
    return [name for name in names[low:high] if name.end <= end]
