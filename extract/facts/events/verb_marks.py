"""Reads what the tense, the modal verbs and the negation of a clause say of what its verb tells."""

from collections.abc import Iterator

from extract.facts.language_model import Token

_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_MAYBE = frozenset({"may", "might", "could", "can", "should", "must", "ca"})
_WOULD = frozenset({"would", "'d", "’d"})
_PRESENT_BE = frozenset({"is", "are", "'s", "’s", "'re", "’re", "am", "'m", "’m"})
_PRESENT_HAVE = frozenset({"has", "have", "'s", "’s", "'ve", "’ve"})
_IF = frozenset({"if", "unless", "whether"})
# With these a verb in the present tells of what is to come: "until a deal is reached".
_NOT_YET = frozenset({"until", "till", "once"})
# "said it would raise" tells of a plan; "would be hurt" of a possibility.
_REPORTS = frozenset({"say", "announce", "confirm", "state", "tell", "add", "declare", "reveal", "report", "write"})
# "killed in the fighting so far this year": as far as this a parser may hang it elsewhere.
_NEAR_WORDS = 12
_NOBODY = frozenset({"nobody", "none", "nothing", "neither"})


def auxiliaries(verb: Token) -> set[str]:
    """The auxiliary verbs of a verb in lower case, "to" among them."""
    return {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}


def is_future(verb: Token) -> bool:
    """Whether a verb has "will" or its like."""
    return bool(auxiliaries(verb) & _FUTURE)


def is_past(verb: Token) -> bool:
    """Whether a verb tells of the past: "met", "was met", "has met"."""
    words = auxiliaries(verb)
    if words & (_FUTURE | _MAYBE | _WOULD) or "to" in words:
        return False
    return (verb.tag_ == "VBD" or bool(words & {"was", "were", "had"})) or (
        is_perfect(verb) and verb.tag_ != "VBG" and "being" not in words
    )


def is_perfect(verb: Token) -> bool:
    """Whether a verb stands in the present perfect: "has met"."""
    words = auxiliaries(verb)
    return bool(words & _PRESENT_HAVE) and "to" not in words and not words & (_FUTURE | _MAYBE | _WOULD)


def is_present(verb: Token) -> bool:
    """Whether a verb stands in the present: "meets", "is meeting", "has been meeting"."""
    words = auxiliaries(verb)
    if words & (_FUTURE | _MAYBE | _WOULD) or "to" in words:
        return False
    return verb.tag_ in ("VBZ", "VBP") or bool(words & _PRESENT_BE) or (verb.tag_ == "VBG" and is_perfect(verb))


def is_negated(verb: Token) -> bool:
    """Whether a clause says no: "did not meet", "no one was hurt"."""
    for child in verb.children:
        if child.dep_ == "neg":
            return True
        if child.dep_ in ("nsubj", "nsubjpass") and (child.lower_ in _NOBODY or has_no(child)):
            return True
    return False


def has_no(noun: Token) -> bool:
    """Whether a noun has "no" before it: "no injuries", "no one"."""
    return any(child.lower_ in ("no", "neither") and child.i < noun.i for child in noun.children)


def verb_marks(verb: Token) -> Iterator[str]:
    """planned, possible, ongoing, negated: what the clause of a verb says of it."""
    words = auxiliaries(verb)
    markers = {child.lower_ for child in verb.children if child.dep_ in ("mark", "advmod")}
    if markers & _IF or (markers & _NOT_YET and is_present(verb)):
        yield "possible"
    if "before" in markers and verb.tag_ in ("VBZ", "VBP"):
        yield "planned"
    if words & _FUTURE or ("to" in words and words & _PRESENT_BE):
        yield "planned"
    elif words & _WOULD and (verb.tag_ != "VBN" or words & {"have", "be"}):
        # "'d" before a bare participle is "had".
        is_told = verb.dep_ == "ccomp" and verb.head.lemma_ in _REPORTS and not _has_condition(verb)
        yield "planned" if is_told and "have" not in words else "possible"
    elif words & _MAYBE:
        yield "possible"
    if is_negated(verb):
        yield "negated"
    if not words & (_FUTURE | _WOULD | _MAYBE) and (
        _is_progressive(verb, words) or (_lasts(verb) and is_perfect(verb))
    ):
        yield "ongoing"


def _has_condition(verb: Token) -> bool:
    return any(
        child.dep_ == "advcl" and any(one.lower_ in _IF for one in child.children if one.dep_ == "mark")
        for child in verb.children
    )


def _is_progressive(verb: Token, words: set[str]) -> bool:
    """Whether it goes on now: "is meeting", "has been meeting", "is being met"."""
    if words & {"was", "were", "had"}:
        return False
    if verb.tag_ == "VBG":
        return bool(words & (_PRESENT_BE | {"been", "be"}))
    return "being" in words and bool(words & _PRESENT_BE)


def _lasts(verb: Token) -> bool:
    """Whether a clause says that what it tells goes on: "since March", "for weeks", "so far this year"."""
    return any(
        child.dep_ == "prep"
        and (
            (child.lower_ == "since" and not _is_record(verb, child))
            or (child.lower_ in ("for", "over") and _is_long(child))
        )
        for child in verb.children
    ) or any(one.lower_ == "far" and one.i > verb.i and one.nbor(-1).lower_ == "so" for one in _near(verb))


def _is_record(verb: Token, since: Token) -> bool:
    """Whether "since" only measures: "has led to the worst crisis since 1962"."""
    return any(one.tag_ in ("JJS", "RBS") or one.lower_ == "first" for one in verb.doc[verb.i : since.i])


def _near(verb: Token) -> Iterator[Token]:
    """The words after a verb up to a few, in its own sentence."""
    end = min(verb.right_edge.i, verb.i + _NEAR_WORDS)
    for i in range(verb.i + 1, end + 1):
        yield verb.doc[i]


def _is_long(preposition: Token) -> bool:
    """Whether it lasts days at least: "for weeks", "over the last five days"."""
    return any(
        one.dep_ == "pobj" and one.tag_ == "NNS" and one.lemma_ in {"day", "week", "month", "year", "decade"}
        for one in preposition.children
    )
