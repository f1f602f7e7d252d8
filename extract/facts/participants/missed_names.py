"""Adds the names that the language model missed: a known name met again, and bodies named by a word like Ministry."""

import re
from collections.abc import Sequence

from extract.facts.language_model import Doc

# (start, end, type) by characters.
Found = tuple[int, int, str]

_CAP = r"[A-Z][\w&.'’-]*"
_HEAD = (
    r"(?:Ministry|Department|Agency|Authority|Commission|Council|Committee|Court|Parliament|Senate|Police|University"
    r"|Institute|Association|Organi[sz]ation|Federation|Foundation|Union|Bureau|Attorney General|Exchange|Office|Party"
    r"|Bank|Service|Program|Embassy|Consulate)"
)
# "New York State Attorney General", "Ministry of Trade, Industry and Energy"; "Swedish police" is a group.
_BODY = re.compile(
    rf"\b(?:{_CAP}[ -](?:(?:of|for|and|&) )?){{1,6}}{_HEAD}\b(?! of\b)"
    rf"|\b(?:{_CAP} ){{0,3}}{_HEAD} (?:of|for) (?:the )?{_CAP}"
    rf"(?: (?:of|and|&) {_CAP}|, {_CAP}(?= and {_CAP}| {_CAP},? and)| {_CAP}){{0,5}}"
    r"|\bGroup of (?:Seven|Eight|Twenty|77|20|7|8)\b"
)
_OWNER = re.compile(r"^.*['’]s (?=[A-Z])")
_LEAD = re.compile(
    r"^(?:The|A|An|In|At|On|By|But|And|For|From|When|While|As|After|Before|If|That|This|Its|Their|His|Her|Former) "
)


def add_bodies(text: str, found: Sequence[Found]) -> list[Found]:
    """The names with bodies that the model cut short or missed; a person is never overwritten."""
    kept = list(found)
    for match in _BODY.finditer(text):
        lead = _LEAD.match(match.group())
        start, end = match.start() + (lead.end() if lead else 0), match.end()
        # "South Korea's Ministry of Trade": whose it is, is no part of the name.
        start += owner.end() if (owner := _OWNER.match(text[start:end])) else 0
        inside = [one for one in kept if one[0] < end and start < one[1]]
        if any(one[2] == "person" or one[0] < start or one[1] > end for one in inside):
            continue
        if any(one[2] == "organisation" and one[0] == start for one in inside) and " of " not in text[start:end]:
            continue
        kept = [one for one in kept if one not in inside] + [(start, end, "organisation")]
    return sorted(kept)


def add_repeated(doc: Doc, found: Sequence[Found]) -> list[Found]:
    """The names with every other place where a name of a person or organisation stands word for word."""
    text = doc.text
    known = {
        text[s:e]: kind
        for s, e, kind in found
        if kind in ("person", "organisation") and e - s > 2 and not text[s:e].isdigit()
    }
    taken = sorted((s, e) for s, e, _ in found)
    added: list[Found] = []
    for name in sorted(known, key=lambda n: (-len(n), n)):
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
            span = match.span()
            if not any(s < span[1] and span[0] < e for s, e in taken):
                taken.append(span)
                added.append((*span, known[name]))
    return sorted([*found, *added])
