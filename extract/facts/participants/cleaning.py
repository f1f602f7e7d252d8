"""Cuts a name as the language model gives it to the name alone: no article, form of address, possessive or second name."""

import re

from extract.facts.participants.titles import is_honorific, is_title

# What a model takes into a name though it is none of it; "The" stays inside ("Over The Rhine").
_BEFORE = re.compile(r"^(?:(?:the|a|an)\s+|[^\w$]+)+", re.IGNORECASE)
# Titles that stay with a name of one word: "Prince Andrew", "Pope Leo".
_ROYAL = frozenset(
    {
        "King",
        "Queen",
        "Prince",
        "Princess",
        "Emperor",
        "Sultan",
        "Pope",
        "Patriarch",
        "Saint",
        "St.",
        "St",
        "Lord",
        "Lady",
    }
)
# Each character by one branch only: padding must not be tried in every way.
_AFTER = re.compile(r"(?:['’‘]s|[^\w.)]|(?<=\w{4})\.)+$")
_LOWER_TAIL = re.compile(r"(?<=\w)(?: [a-z]{3,})+$")
# Forms of address that no organisation's name begins with.
_MISTER = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame|Rev|Rabbi|Shri|Smt|Datuk|Dato|Datin|Seri|Tan Sri|Tun|Sheikh|Capt|Lt|Sgt|Gen|Col|Sen|Rep)"
    r"\b\.?\s+)+(?=\w)"
)
# Where two names run together: a line end, a dateline's dash, a bracket of an agency.
_JOINT = re.compile(r"[\n\u2028\u2029\x0b\x0c]|\)?--|\)\s*[—–]|\s[—–|]\s|\s\(|\[|\]")


def cleaned_parts(text: str, start: int, end: int, *, is_person: bool) -> list[tuple[int, int]]:
    """A model's span cut where two names run together, without articles, possessives and punctuation at its ends."""
    cuts = [(start, start)]
    cuts += [(start + match.start(), start + match.end()) for match in _JOINT.finditer(text[start:end])]
    bounds = [(low[1], high[0]) for low, high in zip(cuts, [*cuts[1:], (end, end)], strict=True)]
    parts = []
    for bound_low, bound_high in bounds:
        before = _BEFORE.match(text[bound_low:bound_high])
        low = bound_low + (before.end() if before else 0)
        low += _honorifics_end(text[low:bound_high]) if is_person else _mister_end(text[low:bound_high])
        after = _AFTER.search(text[low:bound_high])
        high = low + after.start() if after else bound_high
        high = low + len(_LOWER_TAIL.sub("", text[low:high]))
        piece = text[low:high]
        if 1 < len(piece) <= 100 and any(char.isupper() for char in piece) and len(piece.split()) <= 12:
            parts.append((low, high))
    return parts


def _honorifics_end(text: str) -> int:
    """Where the name starts behind "Lt. Gen." or "Datuk Seri"; "Prince Andrew" has no other name."""
    end = 0
    for match in re.finditer(r"(\S+)\s+(?=\w)", text):
        is_all_there_is = match[1] in _ROYAL and " " not in text[match.end() :]
        is_two_words = text[end:].startswith("Tan Sri ")
        # "Novelist Adaeze Obi": a role in front of a whole name.
        is_role = end == 0 and match[1][0].isupper() and is_title(match[1]) and len(text[match.end() :].split()) > 1
        if match.start() != end or not (is_honorific(match[1]) or is_two_words or is_role) or is_all_there_is:
            break
        end = match.end()
    return end


def _mister_end(text: str) -> int:
    """Where the name starts behind a form of address that no organisation's name begins with."""
    match = _MISTER.match(text)
    return match.end() if match else 0
