"""The words that tell whether an event happened ("plans to", "alleged"), and what they say of what stands with them."""

from functools import cache

from extract.contract.data import read_csv
from extract.facts.language_model import Token

# Along these a word is part of what the word above says; any other preposition tells of something beside it.
CORE = frozenset({"to", "that", "ing", "noun", "subject", "compound", "by"})
_ANY = CORE - {"subject"} | {"for", "on", "of"}


def status_of(word: str, kind: str, complement: str = "") -> str | None:
    """What a word of a kind says of its complement; null where it says nothing (see the head of the table)."""
    row = _words().get((word, kind))
    if row is None:
        return None
    return row.get(complement) or (row.get("") if not complement or complement in _ANY else None)


def is_light(verb: Token) -> bool:
    """Whether a verb does what its object names ("will hold talks"): its tense is the event's, whichever talks they are."""
    return status_of(verb.lemma_.lower(), "light") is not None


@cache
def _words() -> dict[tuple[str, str], dict[str, str]]:
    """Words and their kinds to the status of each complement; the empty complement stands for any."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in read_csv("status_words", "extract.facts.data"):
        for complement in row["complements"].split() or [""]:
            found.setdefault((row["word"], row["kind"]), {})[complement] = row["status"]
    return found
