"""Steps from a word of an event up to the word that governs it, and says what of it the event is."""

from dataclasses import dataclass

from extract.facts.language_model import Token

NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "acl", "oprd", "acomp", "csubj", "csubjpass"})
_OBJECTS = {"dobj": "noun", "nsubjpass": "noun", "attr": "noun", "dative": "noun", "nsubj": "subject", "appos": "noun"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step up: the word above, and what of it the word below is (to, ing, that, noun, subject, a preposition)."""

    above: Token
    complement: str


def find_step(token: Token) -> Step | None:
    """The step up from a word; null at the head of a sentence, of a relative clause, of what only tells when or which."""
    above = token.head
    if above.i == token.i or _only_describes(token):
        return None
    if token.dep_ in ("pcomp", "pobj") and above.dep_ in ("prep", "agent") and above.head.i != above.i:
        return Step(above.head, above.lower_)
    if token.dep_ == "compound" and token.pos_ in NOUNS:
        return Step(above, "compound")
    if token.dep_ in _OBJECTS:
        return Step(above, _OBJECTS[token.dep_])
    return Step(above, _clause(token)) if token.dep_ in _CLAUSES else None


def _only_describes(token: Token) -> bool:
    """Whether it only tells when or which: "as officers investigate", "fees charged to families"."""
    if token.dep_ == "advcl":
        return not has_to(token)
    return token.dep_ == "acl" and not has_to(token) and not any(child.dep_ == "mark" for child in token.children)


def _clause(verb: Token) -> str:
    if has_to(verb):
        return "to"
    is_bare_ing = verb.tag_ == "VBG" and not any(child.dep_ == "aux" for child in verb.children)
    return "ing" if is_bare_ing else "that"


def has_to(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(child.lower_ == "to" for child in verb.children if child.dep_ == "aux")


def is_given(noun: Token) -> bool:
    """Whether the reader knows of it already: "the attack", "his visit"."""
    return any(
        child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in ("the", "this", "that", "these", "those"))
        for child in noun.children
    )
