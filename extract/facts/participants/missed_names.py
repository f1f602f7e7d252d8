"""Adds the names that the language model missed: a known name met again, and bodies named by a word like Ministry."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from extract.facts.countries import long_forms
from extract.facts.participants.titles import is_title

# (start, end, type) by characters.
Found = tuple[int, int, str]

# A full stop belongs to initials and abbreviations, and ends a sentence after any other word.
_CAP = r"(?:(?:[A-Z]\.)+|(?:St|Mt|Ft)\.|[A-Z](?:[\w&'’]|-(?![A-Z])|\.(?=\w))*)"
_HEAD = (
    r"(?:Ministry|Department|Agency|Authority|Commission|Council|Committee|Court|Parliament|Senate|Police|University"
    r"|Institute|Association|Organi[sz]ation|Federation|Foundation|Union|Bureau|Attorney General|Exchange|Office|Party"
    r"|Bank|Service|Program|Embassy|Consulate)"
)
# "New York State Attorney General", "Ministry of Trade, Industry and Energy"; "Swedish police" is a group.
_BODY = re.compile(
    rf"\b(?:{_CAP}[ -](?:(?:of|for|and|&) )?){{1,6}}{_HEAD}\b(?! of\b| for the [A-Z])"
    rf"|\b(?:{_CAP} ){{0,3}}{_HEAD} (?:of|for) (?:the )?{_CAP}"
    rf"(?: (?:of|and|&) {_CAP}|, {_CAP}(?= and {_CAP}| {_CAP},? and)| {_CAP}){{0,5}}"
    r"|\bGroup of (?:Seven|Eight|Twenty|77|20|7|8)\b"
)
_OWNER = re.compile(r"^.*['’]s (?=[A-Z])")
_LEAD = re.compile(
    r"^(?:The|A|An|In|At|On|By|But|And|For|From|When|While|As|After|Before|If|That|This|Its|Their|His|Her|Former) "
)


def add_bodies(text: str, found: Sequence[Found]) -> list[Found]:
    """The names (in order) with bodies that the model cut short or missed; a person is never overwritten."""
    kept = sorted(found)
    for match in _BODY.finditer(text):
        lead = _LEAD.match(match.group())
        start, end = match.start() + (lead.end() if lead else 0), match.end()
        end = start + _office_start(text[start:end], text[end : end + 30])
        # "South Korea's Ministry of Trade": whose it is, is no part of the name.
        start += owner.end() if (owner := _OWNER.match(text[start:end])) else 0
        # Names are short and do not overlap: what overlaps the body begins inside it or is the one before.
        first = max(0, bisect_left(kept, (start, 0, "")) - 1)
        last = bisect_left(kept, (end, 0, ""))
        inside = [one for one in kept[first:last] if one[1] > start]
        if any(one[2] == "person" or one[0] < start or one[1] > end for one in inside):
            continue
        if any(one[2] == "organisation" and one[0] == start for one in inside) and " of " not in text[start:end]:
            continue
        kept[last - len(inside) : last] = [(start, end, "organisation")]
    return kept


def _office_start(body: str, behind: str) -> int:
    """Where a body's name ends before someone's office: "the People's Party" | "of Commission President Adams"."""
    name, of, rest = body.partition(" of ")
    words = [*rest.split(), *behind.split()[:1]]
    has_office = bool(of) and any(is_title(word) and word[0].isupper() for word in words[1:])
    return len(name) if has_office and not is_title(name.rsplit(maxsplit=1)[-1]) else len(body)


def add_countries(text: str, found: Sequence[Found]) -> list[Found]:
    """The names with every country's name of more than one word, in place of its pieces: "Republic of the Congo"."""
    kept = sorted(found)
    for match in long_forms().finditer(text):
        start, end = match.span()
        first = max(0, bisect_left(kept, (start, 0, "")) - 1)
        last = bisect_left(kept, (end, 0, ""))
        inside = [one for one in kept[first:last] if one[1] > start]
        # "Bank of South Korea" is not the country.
        if all(start <= one[0] and one[1] <= end for one in inside):
            kept[last - len(inside) : last] = [(start, end, "place")]
    return kept


def add_repeated(text: str, found: Sequence[Found]) -> list[Found]:
    """The names with every other place where a name of a person or organisation stands word for word, the longest first."""
    known = {
        text[start:end]: kind
        for start, end, kind in found
        if kind in ("person", "organisation") and end - start > 2 and not text[start:end].isdigit()
    }
    taken = bytearray(len(text))
    for start, end, _ in found:
        taken[start:end] = b"\1" * (end - start)
    added: list[Found] = []
    for name in sorted(known, key=lambda n: (-len(n), n)):
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if not any(taken[start:end]) and _is_whole(text, start, end):
                taken[start:end] = b"\1" * (end - start)
                added.append((start, end, known[name]))
            start = text.find(name, end)
    return sorted([*found, *added])


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on at either end."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return not any(char.isalnum() or char in "_-" for char in around)
