"""Tells from the verb that a date depends on whether it lies in the past or the future."""

from extract.facts.dates.vocabulary import tense_verbs
from extract.facts.language_model import Doc, Token

_MAX_CLIMB = 12
_HELPERS_WITHIN = 20  # words before a verb
_WILL = frozenset({"will", "shall", "'ll", "’ll", "wo", "would", "may", "might", "could", "should"})
_BEEN = frozenset({"was", "were", "had", "did", "been"})
_HAVE = frozenset({"has", "have", "'ve", "’ve"})
_IS = frozenset({"is", "are", "am", "'s", "’s", "'re", "’re"})
_AHEAD = frozenset({"due", "upcoming", "slated"})
_ANNOUNCES = frozenset({"expect", "set", "schedule", "slate"})
_TO_COME = frozenset({"going", "due", "ready", "likely", "set", "poised"})
_SAYS = frozenset({"say", "tell", "report", "write", "add", "show", "announce"})


def find_tense(doc: Doc, start: int, end: int) -> str:
    """The time told by the verb that the words at these characters depend on.

    Returns "past", "future", "ongoing" ("is burning", "remains"), or "" where the grammar does not say.
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return ""
    if _follows_saying(doc, span.start):
        return "past"
    token = span.root
    # "Friday's purchases" are over unless the verb is a plain future: "will decide Friday's match".
    is_owner = span.end < len(doc) and doc[span.end].tag_ == "POS"
    for _ in range(_MAX_CLIMB):
        if token.lower_ in _AHEAD or token.lemma_ == "schedule":
            return "future"
        # A "will" makes a verb of what the tagger took for a noun: "will from January attempt to".
        is_verb = token.pos_ in ("VERB", "AUX") or bool(_helpers(token) & _WILL)
        if is_verb and (tense := _tense_of(token)):
            return tense if tense != "future" or not is_owner or "will" in _helpers(token) else "past"
        if token.head is token:
            return ""
        token = token.head
    return ""


def _follows_saying(doc: Doc, at: int) -> bool:
    """Whether the date stands right after "said" or "said on", where parsers give it to what is said."""
    before = at - 1 - (at > 0 and doc[at - 1].lower_ in ("on", "late", "early"))
    return before >= 0 and doc[before].lemma_ in _SAYS and doc[before].tag_ in ("VBD", "VBZ", "VBP")


def _tense_of(verb: Token) -> str:
    """The tense of one verb with its auxiliaries; "" where it depends on the verb above it."""
    helpers = _helpers(verb)
    if helpers & _WILL:
        return "past" if helpers & _HAVE else "future"
    if helpers & (_BEEN | _HAVE) or verb.tag_ == "VBD":
        # "was expected Friday" told of what lay ahead, and mostly still does.
        return "future" if verb.lemma_ in _ANNOUNCES and verb.tag_ == "VBN" and "been" not in helpers else "past"
    if "to" in helpers:
        return _tense_of_infinitive(verb)
    if verb.tag_ in ("VBZ", "VBP"):
        return _tense_of_present(verb)
    return _tense_of_participle(verb, helpers)


def _tense_of_present(verb: Token) -> str:
    """Reads "says Friday" as past and "opens Friday" as future."""
    if verb.lemma_ in _SAYS:
        return "past"
    return "future" if verb.lemma_ in tense_verbs("schedules") | tense_verbs("intends") else "ongoing"


def _tense_of_participle(verb: Token, helpers: set[str]) -> str:
    """Reads "is burning" as ongoing and "the talks held Friday" as past."""
    if verb.tag_ == "VBG":
        return "ongoing" if helpers & _IS else ""
    if verb.tag_ != "VBN":
        return ""
    if helpers:
        return "future" if verb.lemma_ in tense_verbs("intends") else "ongoing"
    return "past" if verb.dep_ in ("acl", "ROOT") else ""


def _tense_of_infinitive(verb: Token) -> str:
    """Reads "planned to meet" and "going to meet" as future; "managed to win" has the tense of its verb."""
    head = verb.head
    is_ahead = head is verb or head.lemma_ in tense_verbs("intends") or head.lower_ in _TO_COME
    return "future" if is_ahead else ""


def _helpers(verb: Token) -> set[str]:
    # Near the verb: in a list of thousands each hangs on it, and is asked for each date.
    near = verb.doc[max(0, verb.i - _HELPERS_WITHIN) : verb.i + 4]
    return {token.lower_ for token in near if token.dep_ in ("aux", "auxpass") and token.head.i == verb.i}
