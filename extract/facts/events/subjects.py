"""Finds the subject of a verb, also where another verb or a noun holds it."""

from extract.facts.language_model import Token

_RELATIVE = frozenset({"that", "which", "who"})
# A verb of these takes its subject from the one above.
_SHARED = frozenset({"xcomp", "conj", "advcl", "pcomp", "ccomp", "prep"})


def find_subject(verb: Token) -> tuple[Token | None, bool]:
    """The subject of a verb and whether the verb is passive; null where the sentence has none for it."""
    token = verb
    for _ in range(4):
        own = [child for child in token.children if child.dep_ in ("nsubj", "nsubjpass")]
        named = [child for child in own if child.lower_ not in _RELATIVE]
        if named:
            return named[0], named[0].dep_ == "nsubjpass" and token.i == verb.i
        if token.dep_ == "relcl" or own:
            return token.head, any(child.dep_ == "nsubjpass" for child in own)
        if token.dep_ == "acl" and token.head.pos_ in ("NOUN", "PROPN"):
            is_participle = token.i == verb.i and token.tag_ in ("VBN", "VBG")
            return (token.head, token.tag_ == "VBN") if is_participle else (_subject_above(token), False)
        if token.dep_ not in _SHARED:
            break
        objects = [child for child in token.head.children if child.dep_ == "dobj"]
        if token.dep_ == "xcomp" and objects:
            # "asked firms to suspend": the firms suspend.
            return objects[0], False
        token = token.head
    return None, False


def _subject_above(token: Token) -> Token | None:
    """The subject of the verb above: "in a bid to stop" is the bid of who makes it."""
    verb = next((one for one in token.ancestors if one.pos_ == "VERB"), None)
    return next((child for child in verb.children if child.dep_ == "nsubj"), None) if verb is not None else None
