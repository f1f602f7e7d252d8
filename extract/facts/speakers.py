"""Finds who says something and what it is about, from the grammar of the verb of saying."""

from collections.abc import Callable

from extract.contract.columns import EVIDENCE_MAX_CHARS
from extract.facts.language_model import Doc, Token

_TOPICS = frozenset({"about", "on", "regarding", "concerning"})


def find_speaker(doc: Doc, text: str, verb: Token, is_quoted: Callable[[int], bool]) -> tuple[int, int] | None:
    """The characters of the noun phrase that says it; null for a pronoun. is_quoted: whether a character is in a quotation."""
    subject = find_subject(verb)
    if subject is not None and subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
        subject = verb.head
    if subject is None or is_quoted(subject.idx):
        # Parsers take the quoted words for the subject of "..., said Ana Silva".
        subject = next((child for child in verb.rights if child.pos_ in ("NOUN", "PROPN")), None)
    if subject is None or subject.pos_ == "PRON" or is_quoted(subject.idx):
        return None
    return find_phrase(doc, text, subject)


def find_subject(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it continues: "met Lee and said"."""
    for _ in range(4):
        subject = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None or verb.dep_ not in ("conj", "xcomp", "pcomp", "advcl"):
            return subject
        verb = verb.head
    return None


def find_phrase(doc: Doc, text: str, head: Token) -> tuple[int, int] | None:
    """A noun phrase up to what a comma or a relative clause adds to it; null for a pronoun."""
    if head.pos_ == "PRON":
        return None
    last = head
    for token in doc[head.i + 1 : head.right_edge.i + 1]:
        is_added = token.dep_ in ("relcl", "acl") or token.tag_ in ("WP", "WDT", "WRB", "TO")
        if is_added or token.is_punct or token.is_space:
            break
        last = token
    first = head.left_edge
    while first.i < head.i and (first.is_punct or first.is_space):
        first = first.nbor(1)
    start, end = first.idx, last.idx + len(last)
    return (start, end) if end - start <= EVIDENCE_MAX_CHARS and "\n" not in text[start:end] else None


def find_topic(doc: Doc, text: str, verb: Token, clause: Token) -> str | None:
    """What it is about: "said about tariffs", else the subject of what is said where that is a noun."""
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in _TOPICS:
            named = next((c for c in child.children if c.dep_ == "pobj" and c.ent_type_ not in ("DATE", "TIME")), None)
            if named is not None and (span := find_phrase(doc, text, named)):
                return text[span[0] : span[1]]
    subject = next((c for c in clause.children if c.dep_ in ("nsubj", "nsubjpass") and c.pos_ != "PRON"), None)
    span = find_phrase(doc, text, subject) if subject is not None else None
    return text[span[0] : span[1]] if span else None
