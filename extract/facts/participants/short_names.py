"""Adds the short forms of known names that the language model missed: surnames, acronyms, companies without legal form."""

import re
from collections.abc import Mapping, Sequence

from extract.facts.language_model import Doc
from extract.facts.participants.legal_forms import without_legal_form
from extract.facts.participants.missed_names import Found

# "Public Services Office (PSO)": the brackets behind a name give its acronym, whatever its letters stand for.
_ACRONYM = re.compile(r" \((?:the )?[\"“']?([A-Z][A-Za-z&-]{0,8}[A-Z])[\"”']?\)")
_PARTY_CODE = re.compile(r"^[DRI]-")
_MIN_CHARS = 3


def add_acronyms(text: str, found: Sequence[Found]) -> list[Found]:
    """The names with the acronyms that stand in brackets behind organisations."""
    taken = {start for start, _, _ in found}
    added: list[Found] = []
    for start, end, kind in found:
        match = _ACRONYM.match(text, end) if kind == "organisation" else None
        # "LONDON (AP)": an agency behind a place is no acronym of it.
        is_initial = match is not None and match[1][0].upper() in {word[0].upper() for word in text[start:end].split()}
        if match and is_initial and match.start(1) not in taken and not _PARTY_CODE.match(match[1]):
            added.append((match.start(1), match.end(1), "organisation"))
    return sorted([*found, *added])


def add_short_forms(doc: Doc, text: str, found: Sequence[Found]) -> list[Found]:
    """The names with every word that is tagged as one, stands in none, and is the surname or the initials of a known name."""
    known = _short_forms(text, found)
    taken = bytearray(len(text))
    for start, end, _ in found:
        taken[start:end] = b"\1" * (end - start)
    added: list[Found] = []
    for token in doc:
        kind = known.get(token.text)
        if kind and token.pos_ == "PROPN" and not taken[token.idx] and not _goes_on(token.i, doc):
            added.append((token.idx, token.idx + len(token), kind))
    return sorted([*found, *added])


def _short_forms(text: str, found: Sequence[Found]) -> Mapping[str, str]:
    forms: dict[str, str] = {}
    for start, end, kind in found:
        words = text[start:end].split()
        if kind == "person" and len(words) > 1:
            forms.setdefault(words[-1], kind)
        elif kind == "organisation" and len(words) > 1:
            forms.setdefault("".join(word[0] for word in words if word[0].isupper()), kind)
            short = without_legal_form(text[start:end])
            if " " not in short:
                forms.setdefault(short, kind)
    return {form: kind for form, kind in forms.items() if len(form) >= _MIN_CHARS and form[0].isupper()}


def _goes_on(i: int, doc: Doc) -> bool:
    """Whether the word is a part of a longer run of capitals: "Swift Current" is not Taylor Swift."""
    following = doc[i + 1] if i + 1 < len(doc) else None
    return (
        following is not None and following.pos_ == "PROPN" and following.dep_ != "ROOT" and following.text[0].isupper()
    )
