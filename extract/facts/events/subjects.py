"""Finds the subject of a verb, also where another verb or a noun holds it."""

from extract.facts.language_model import Token

_RELATIVE = frozenset({"that", "which", "who", "whom"})
# A verb of these takes its subject from the one above.
_SHARED = frozenset({"xcomp", "conj", "advcl", "pcomp", "ccomp", "prep"})
_MAX_STEPS = 6
# Who "promised the union to pay" pays himself.
_SUBJECT_CONTROL = frozenset({"promise", "threaten", "agree", "use", "take", "make", "hold"})


def find_subject(verb: Token) -> tuple[Token | None, bool]:
    """The subject of a verb and whether the verb is passive; null where the sentence has none for it."""
    token = verb
    for _ in range(_MAX_STEPS):
        own = [child for child in token.children if child.dep_ in ("nsubj", "nsubjpass")]
        named = [child for child in own if child.lower_ not in _RELATIVE]
        if named:
            return named[0], is_passive(verb)
        is_purpose = token.dep_ == "relcl" and not own and any(child.tag_ == "TO" for child in token.children)
        if (token.dep_ == "relcl" and not is_purpose) or own:
            return token.head, is_passive(verb)
        if (token.dep_ == "acl" or is_purpose) and token.head.pos_ in ("NOUN", "PROPN", "PRON"):
            if token.tag_ in ("VBN", "VBG"):
                return token.head, is_passive(verb)
            return _maker_of(token.head), False
        if token.dep_ == "pobj" and token.pos_ == "NOUN":
            pass  # "on the brink of approving": the subject of the verb that the noun stands with
        elif token.dep_ == "dobj" and token.i != verb.i:
            pass  # "claimed responsibility for shooting"
        elif token.dep_ not in _SHARED:
            break
        objects = [child for child in token.head.children if child.dep_ == "dobj" and child.i < token.i]
        if token.dep_ == "xcomp" and objects and token.head.lemma_ not in _SUBJECT_CONTROL:
            # "asked firms to suspend": the firms suspend.
            return objects[0], is_passive(verb)
        token = token.head
    return None, is_passive(verb)


def is_passive(verb: Token) -> bool:
    """Whether a verb is done to its subject: "was fined", "the bank fined in May", "arrested and charged"."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    if verb.tag_ != "VBN" or any(child.dep_ == "aux" for child in verb.children):
        return False
    if verb.dep_ == "conj":
        return verb.head.tag_ == "VBN" and is_passive(verb.head)
    return verb.dep_ in ("acl", "advcl")


def relative_object(verb: Token) -> Token | None:
    """What a relative clause is about, where that is its verb's object: "Orbit, which Sunrise bought"."""
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if verb.dep_ != "relcl" or not subjects or subjects[0].lower_ in _RELATIVE or is_passive(verb):
        return None
    objects = [child for child in verb.children if child.dep_ == "dobj"]
    return verb.head if all(child.lower_ in _RELATIVE for child in objects) else None


def _maker_of(noun: Token) -> Token | None:
    """Whose bid "a bid to stop" is: its owner, or the subject of the verb above."""
    owner = next(
        (child for child in noun.children if child.dep_ in ("poss", "compound") and child.pos_ != "PRON"), None
    )
    if owner is not None and owner.dep_ == "poss":
        return owner
    verb = next((one for one in noun.ancestors if one.pos_ == "VERB"), None)
    if verb is None:
        return owner
    if noun.dep_ in ("nsubj", "nsubjpass") and noun.head.i == verb.i:
        return owner
    return find_subject(verb)[0]
