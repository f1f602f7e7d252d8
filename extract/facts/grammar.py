"""Questions to a sentence's grammar that participants and events share."""

from extract.facts.language_model import Token

_ACTS = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "agent"})
# "tariffs on Japan", "talks with Japan", "ceded by Japan": what follows acts or is acted on; "in Japan" only tells where.
_TO_WHOM = frozenset({"with", "to", "against", "by", "between", "on", "for", "among", "including"})
_GOES_TO = frozenset({"visit", "leave", "reach", "enter", "hit", "tour", "see", "love"})
_MAX_CONJUNCTS = 8
_UNSURE = frozenset({"can", "could", "may", "might", "would", "should", "must"})
_SAYS_WHERE = frozenset(
    {"in", "at", "near", "from", "outside", "across", "around", "throughout", "inside", "within", "into"}
)


def place_in_sentence(token: Token) -> tuple[str, str]:
    """The dependency of a name's head and, of an object of a preposition, that preposition; a conjunct has its first one's."""
    for _ in range(8):
        if token.dep_ not in ("conj", "appos"):
            break
        token = token.head
    return token.dep_, token.head.lower_ if token.dep_ in ("pobj", "pcomp") else ""


def takes_part(token: Token, *, is_capital: bool = False) -> bool:
    """Whether a country's (or capital's) name stands for someone who acts or is acted on, and not for where something is."""
    dependency, preposition = place_in_sentence(token)
    if is_capital:
        acts = dependency == "nsubj" and token.head.pos_ in ("VERB", "AUX", "PROPN")
        is_meant = dependency == "dobj" and token.head.lemma_ not in _GOES_TO
        return acts or is_meant or preposition in ("with", "between", "by")
    return dependency in _ACTS or dependency == "poss" or preposition in _TO_WHOM


def is_argument(token: Token) -> bool:
    """Whether a name is a subject or an object."""
    return place_in_sentence(token)[0] in _ACTS


def did_something(root: Token, *, as_object: bool = False) -> bool:
    """Whether a subject (or an object) takes part in what happened or will happen: what "artists need" in general is no event."""
    for _ in range(_MAX_CONJUNCTS):
        if root.dep_ != "conj":
            break
        root = root.head
    verb = root.head
    is_argument_of = root.dep_ in ("nsubj", "nsubjpass") or (as_object and root.dep_ in ("dobj", "dative"))
    if not is_argument_of or any(child.dep_ == "neg" for child in verb.children) or verb.lemma_ in ("be", "have"):
        return False
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if helpers & _UNSURE:
        return False
    return verb.tag_ == "VBD" or bool(helpers & {"will", "have", "has", "had", "was", "were", "is", "are"})


def says_where(preposition: str) -> bool:
    """Whether a preposition tells where something is."""
    return preposition in _SAYS_WHERE


def steps_between(one: Token, other: Token, limit: int) -> int | None:
    """How many links of the tree lie between two words of a sentence; null beyond the limit."""
    up: dict[int, int] = {}
    token = one
    for steps in range(limit + 1):
        up[token.i] = steps
        if token.head.i == token.i:
            break
        token = token.head
    token = other
    for steps in range(limit + 1):
        if token.i in up:
            total = up[token.i] + steps
            return total if total <= limit else None
        if token.head.i == token.i:
            return None
        token = token.head
    return None
