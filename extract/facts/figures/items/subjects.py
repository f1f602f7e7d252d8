"""Finds the subject of a verb, or of the verb that governs it, and the noun that a relative or personal pronoun stands for."""

from extract.facts.figures.items.place import NOUNS, VERBS, Place, is_figure_word
from extract.facts.figures.items.words import item_words
from extract.facts.language_model import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_STEPS_UP = 6
_CONTROL = item_words("control_verbs")
_IMPERSONAL = item_words("impersonal_verbs")
_REPORTING = item_words("reporting_verbs")
_COREFERENT = {
    "it": ("NN", "NNP"),
    "they": ("NNS", "NNPS", "NN", "NNP"),
    "he": ("NNP",),
    "she": ("NNP",),
}


def find_subject(verb: Token, place: Place) -> Token | None:
    """The subject of a verb or of the one that governs it; a relative pronoun's noun; a pronoun where it is one."""
    for _ in range(_STEPS_UP):
        # The one next to the verb: the parser makes subjects of brackets and of parts of a compound.
        for child in (*reversed(list(verb.lefts)), *verb.rights):
            if child.dep_ in SUBJECTS and not place.holds(child) and child.text[0].isalnum():
                return _stands_for(child, verb)
        implied = _implied_subject(verb)
        above = implied or _above(verb)
        if implied is not None or above is None or (above.dep_ in SUBJECTS and above.pos_ in NOUNS):
            return above
        verb = above
    return None


def _implied_subject(verb: Token) -> Token | None:
    """The firm of "ordered the firm to pay", the shares of "shares worth"."""
    if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _CONTROL:
        return next((child for child in verb.head.rights if child.dep_ == "dobj" and child.i < verb.i), None)
    return verb.head if _describes(verb) and not is_figure_word(verb.head) else None


def _above(verb: Token) -> Token | None:
    """The governing verb, or the subject noun on the way to it; null at the top and for what someone only reports."""
    head = verb.head
    if head == verb or (verb.dep_ == "ccomp" and head.lemma_.lower() in _REPORTING):
        return None
    while head.pos_ not in VERBS and not any(child.dep_ in SUBJECTS for child in head.lefts):
        if head.dep_ in SUBJECTS and head.pos_ in NOUNS and not is_figure_word(head):
            return head
        if head.head == head:
            return None
        head = head.head
    return head


def _describes(verb: Token) -> bool:
    """Whether a clause describes the noun it hangs on: "shares worth", "the price paid"; not "plans to pay"."""
    if verb.head.pos_ not in NOUNS or verb.dep_ not in ("relcl", "acl"):
        return False
    return verb.dep_ == "relcl" or not any(child.tag_ == "TO" for child in verb.lefts)


def find_antecedent(pronoun: Token, verb: Token) -> Token | None:
    """The noun that a relative clause describes; the noun before its pronoun where the parser hung it on none."""
    if verb.dep_ == "relcl" and verb.head.pos_ in NOUNS and not is_figure_word(verb.head):
        return verb.head
    before = pronoun.nbor(-1) if pronoun.i else pronoun
    return before if before.pos_ in NOUNS else None


def _stands_for(subject: Token, verb: Token) -> Token | None:
    if subject.tag_ in ("WDT", "WP") or (subject.lower_ == "that" and verb.dep_ == "relcl"):
        return find_antecedent(subject, verb)
    tags = _COREFERENT.get(subject.lower_)
    is_quoted = (
        verb.dep_ == "ccomp" and verb.head.lemma_.lower() in _REPORTING and verb.lemma_.lower() not in _IMPERSONAL
    )
    if tags and (verb.dep_ == "conj" or is_quoted):
        for child in verb.head.lefts:
            if child.dep_ in SUBJECTS and child.tag_ in tags:
                return child
    return subject
