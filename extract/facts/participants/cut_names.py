"""Mends names that the language model cut short or ran on: "Argus" of "Argus Leader", "Will" before "Warren", ", America"."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from extract.facts.countries import find_country
from extract.facts.language_model import Doc, Token
from extract.facts.participants.missed_names import Found
from extract.facts.participants.titles import is_honorific, is_title

# What stands before a name and is tagged so is no part of it: "Will Warren continue?", "Hey Siri".
_NO_NAME = frozenset({"ADP", "CCONJ", "SCONJ", "INTJ", "PRON", "ADV"})
_AND = re.compile(r",? (?:and|&) ")
_NICKNAME = re.compile(r"[A-Z][\w.-]+ [\"“‘'][A-Z][\w-]+[\"”’'] [A-Z][\w-]+")
_MAX_JOINED = 8


def mend_cut_names(doc: Doc, text: str, found: Sequence[Found]) -> list[Found]:
    """The names in their order, each with the words of the same name that stand beside it and without those of no name."""
    taken = {i for entity in doc.ents for i in range(entity.start, entity.end)}
    mended = [_without_country(text, _mended(doc, taken, one)) for one in found]
    return _joined(text, sorted(one for one in mended if one[0] < one[1]))


def join_nicknames(text: str, found: Sequence[Found]) -> list[Found]:
    """The names with the pieces around a nickname joined: "Dolores "Lola" Figueroa"."""
    kept = sorted(found)
    for match in _NICKNAME.finditer(text):
        first = bisect_left(kept, (match.start(), 0, ""))
        last = bisect_left(kept, (match.end(), 0, ""))
        inside = [one for one in kept[first:last] if one[1] <= match.end()]
        if len(inside) == last - first and any(one[2] == "person" for one in inside):
            kept[first:last] = [(match.start(), match.end(), "person")]
    return kept


def _mended(doc: Doc, taken: set[int], one: Found) -> Found:
    start, end, kind = one
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or kind not in ("person", "organisation"):
        return one
    first, last = span.start, span.end - 1
    while first < last and _is_no_name(doc[first]) and doc[first + 1].pos_ == "PROPN" and kind == "person":
        first += 1
    if doc[first].idx >= start and first == span.start:
        first = _extended_left(doc, taken, first, last)
    if kind == "organisation":
        last = _extended_right(doc, taken, last)
    low = doc[first].idx if first != span.start else start
    high = doc[last].idx + len(doc[last]) if last != span.end - 1 else end
    return low, high, kind


def _is_no_name(token: Token) -> bool:
    """Whether a word before a name is none of it: "Will" asks in "Will Warren continue?", and not in "Will Warren resigned"."""
    return token.pos_ in _NO_NAME or (token.pos_ == "AUX" and token.dep_ == "aux" and token.head.tag_ == "VB")


def _extended_left(doc: Doc, taken: set[int], first: int, last: int) -> int:
    """The index of the first word of a name whose given name or first word the model left out: "Hugo" before "Prins"."""
    while first:
        before = doc[first - 1]
        is_office = is_title(before.text) or is_honorific(before.text)
        if (
            is_office
            or not _is_same_name(before, taken)
            or before.dep_ != "compound"
            or not first < before.head.i <= last
        ):
            break
        first -= 1
    return first


def _extended_right(doc: Doc, taken: set[int], last: int) -> int:
    """The index of the last word of a name that goes on: "Leader" behind "Argus"."""
    while last + 1 < len(doc) and doc[last].dep_ == "compound" and doc[last].head.i == last + 1:
        if _is_office_of(doc, last + 1) or not _is_same_name(doc[last + 1], taken):
            break  # "Treasury" of "Treasury Secretary Ana Ruiz"
        last += 1
    return last


def _is_office_of(doc: Doc, i: int) -> bool:
    """Whether a person's name follows the title at the index, at once or after a comma, or "of"."""
    following = doc[i + 1] if i + 1 < len(doc) else None
    if following is None or not is_title(doc[i].text):
        return False
    return following.lower_ in ("of", ",") or (following.pos_ == "PROPN" and following.ent_type_ != "DATE")


def _is_same_name(token: Token, taken: set[int]) -> bool:
    word = token.text
    return (
        token.i not in taken and token.pos_ == "PROPN" and word[0].isupper() and not word.isupper() and word.isalpha()
    )


def _without_country(text: str, one: Found) -> Found:
    """Without the country that only says where it is: "Pantex Plant, America"."""
    start, end, kind = one
    comma = text.rfind(", ", start, end)
    return (start, comma, kind) if comma > 0 and kind != "place" and find_country(text[comma + 2 : end]) else one


def _joined(text: str, found: Sequence[Found]) -> list[Found]:
    """Two halves around "and" are one name where the acronym in brackets behind them has the letters of both."""
    kept: list[Found] = []
    for one in found:
        before = kept[-1] if kept else None
        if before and {before[2], one[2]} == {"organisation"} and _AND.fullmatch(text[before[1] : one[0]]):
            whole = text[before[0] : one[1]]
            acronym = re.match(r" \(([A-Z]{3,8})\)", text[one[1] : one[1] + 12])
            if acronym and acronym[1] == _initials(whole) and len(whole.split()) <= _MAX_JOINED:
                kept[-1] = (before[0], one[1], "organisation")
                continue
        kept.append(one)
    return kept


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())
