"""The verbs of saying, and whether one of them says in its place that something was said."""

from functools import cache

from extract.contract.data import read_csv
from extract.facts.language_model import Token

_REFUSES = frozenset({"decline", "refuse", "fail"})
_MARKS = frozenset({"if", "unless", "whether"})
# "was quoted as saying", "went on to say".
_MAX_UP = 3


@cache
def say_verbs() -> dict[str, str]:
    """Lemmas of verbs of saying to whether a clause after them is what was said: yes, no, or where people say it."""
    return {row["lemma"]: row["takes_clause"] for row in read_csv("say_verbs", "extract.facts.data")}


def is_say_verb(token: Token) -> bool:
    """Whether a word is a verb of saying."""
    return token.lemma_ in say_verbs() and token.pos_ in ("VERB", "AUX")


def is_said(verb: Token) -> bool:
    """Whether the verb says that someone said it: not "did not say", "if he says", "declined to say", "worth noting"."""
    for child in verb.children:
        if child.dep_ == "neg" or (child.dep_ == "mark" and child.lower_ in _MARKS):
            return False
        if child.dep_ == "aux" and child.tag_ == "MD":
            return False
    if verb.dep_ == "acl" and verb.tag_ == "VB":
        # "his refusal to say which side he was on"
        return False
    above = verb
    for _ in range(_MAX_UP):
        if above.dep_ not in ("xcomp", "conj"):
            break
        if above.dep_ == "xcomp" and above.head.lemma_ in _REFUSES:
            return False
        above = above.head
    return True
