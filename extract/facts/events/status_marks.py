"""Collects what the words around an event's trigger say of it, from its own clause up to those that hold it."""

from collections.abc import Iterator

from extract.facts.events.status_steps import NOUNS, Step, find_step, is_given
from extract.facts.events.status_words import CORE, is_light, status_of
from extract.facts.events.verb_marks import has_no, is_future, is_negated, is_past, is_present, verb_marks
from extract.facts.language_model import Token

# How many words above a trigger are asked.
_MAX_STEPS = 6
# "layoffs" in "measures including layoffs" share all that is said of the measures.
_SUCH = frozenset({"including", "as", "like"})
_PHASES = frozenset({"begin", "start", "continue", "help", "use", "come", "have"})
# What a verb does to a plan or a claim, it does to the event that the plan or the claim is about.
_OF_NOUN = {
    "plan_dropped": (frozenset({"planned", "possible"}), "cancelled"),
    "claim_denied": (frozenset({"alleged"}), "denied"),
}
# What is told to be at a meeting to come tells of the meeting: "will be announced at a meeting".
_AT = frozenset({"in", "at", "during"})


def read_marks(head: Token) -> frozenset[str]:
    """cancelled, denied, planned, possible, ongoing, alleged, negated: each that is said of the event with this head."""
    return frozenset(_marks(head))


def _marks(head: Token) -> Iterator[str]:
    yield from _own(head)
    token, is_first, is_told = head, True, False
    said: set[str] = set()
    for _ in range(_MAX_STEPS):
        if token.dep_ == "conj" and token.head.i != token.i:
            yield from _shared(token)
            token = token.head
            continue
        if token.dep_ == "pobj" and token.head.lower_ in _SUCH and token.head.head.pos_ in NOUNS:
            token = token.head.head
            continue
        step = find_step(token)
        if step is None:
            return
        found = set(_governed(token, step))
        # "shelved plans for a merger", "rejected claims that he fled": what is dropped is what the noun between them holds.
        found = {
            _OF_NOUN[one][1] if one in _OF_NOUN else one
            for one in found
            if one not in _OF_NOUN or _OF_NOUN[one][0] & said
        }
        said |= found
        if is_told:
            # "efforts to tell whether he withheld aid": the efforts are a plan, what he did is not.
            found &= {"alleged", "denied"}
        yield from found if is_first else found - {"ongoing"}
        if not is_told and (is_first or token.pos_ in ("VERB", "AUX")):
            yield from _tense_above(token, step)
        if not found and _stands_apart(token, step):
            return
        is_told = is_told or step.complement == "that"
        is_first = False
        token = step.above


def _stands_apart(token: Token, step: Step) -> bool:
    """Whether nothing further up is said of the event: "in the wake of the ban, he asked", "asked to discuss the ban"."""
    if step.complement not in CORE:
        return True
    is_known = step.complement == "noun" and token.pos_ in NOUNS and is_given(token)
    return is_known and step.above.pos_ == "VERB" and not is_light(step.above) and token.dep_ == "dobj"


def _own(head: Token) -> Iterator[str]:
    """What stands on the trigger itself."""
    for child in head.children:
        if child.dep_ in ("amod", "advmod", "compound", "nmod"):
            mark = status_of(child.lower_, "modifier")
            if mark:
                yield mark
        if child.dep_ == "neg":
            yield "negated"
    if head.pos_ in ("VERB", "AUX"):
        yield from verb_marks(head)
        if status_of(head.lemma_.lower(), "state") and is_present(head):
            yield "ongoing"
    elif has_no(head):
        yield "negated"


def _shared(token: Token) -> Iterator[str]:
    """What a verb shares with the one that it continues: "will meet and sign"."""
    above = token.head
    is_bare = not any(child.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for child in token.children)
    if (
        token.pos_ == above.pos_ == "VERB"
        and is_bare
        and token.tag_ == above.tag_
        and token.tag_ in ("VB", "VBN", "VBG")
    ):
        yield from verb_marks(above)


def _governed(token: Token, step: Step) -> Iterator[str]:
    """What the word above says of its complement: "plans to", "accused of", "the threat of"."""
    above = step.above
    kind = "noun" if above.pos_ in NOUNS else "adjective" if above.pos_ == "ADJ" else "verb"
    lemma = above.lemma_.lower()
    particle = next((child.lower_ for child in above.children if child.dep_ == "prt"), None)
    mark = status_of(lemma if particle is None else f"{lemma} {particle}", kind, step.complement)
    if kind == "verb" and mark is None and token.dep_ in ("nsubj", "nsubjpass"):
        # "the talks are likely", "the vote is due".
        near = [child for child in above.children if child.dep_ in ("acomp", "attr", "advmod", "oprd")]
        mark = next((found for child in near if (found := status_of(child.lower_, "adjective", "subject"))), None)
    if mark == "ongoing_now":
        verb = above if kind == "verb" else above.head
        is_bare = verb.tag_ == "VBG" and verb.dep_ == "acl"
        mark = "ongoing" if is_bare or is_present(verb) else None
    if mark == "tried":
        yield from _tried(above)
        return
    if mark in ("planned", "possible") and token.pos_ in ("VERB", "AUX") and is_past(token):
        # "warned that the storm had killed": what is past is no longer a plan.
        mark = None
    if mark:
        yield mark
        if kind == "verb" and is_negated(above) and mark in ("planned", "possible", "alleged"):
            yield "negated"
        if kind == "noun" and has_no(above) and mark in ("planned", "possible"):
            yield "negated"
        if kind == "verb" and is_future(above) and mark != "alleged":
            yield "planned"
    if (
        token.dep_ == "pcomp"
        and token.tag_ == "VBG"
        and step.complement in ("on", "towards", "toward")
        and kind == "noun"
    ):
        # "progress on reaching a deal": not reached yet.
        yield "possible"
    if kind == "verb" and step.complement in CORE:
        for child in above.children:
            if child.dep_ == "advmod" and (adverb := status_of(child.lower_, "modifier")):
                yield adverb


def _tried(verb: Token) -> Iterator[str]:
    """What was tried was done; what is being tried is a plan."""
    if not is_past(verb):
        yield "planned"


def _tense_above(token: Token, step: Step) -> Iterator[str]:
    """The tense that a word takes from the verb above it."""
    above = step.above
    if above.pos_ not in ("VERB", "AUX"):
        return
    marks = set(verb_marks(above))
    if token.pos_ in NOUNS:
        if step.complement in ("noun", "subject"):
            if not is_given(token) or is_light(above) or step.complement == "subject":
                yield from marks - ({"negated"} if step.complement == "subject" else set())
        elif step.complement in _AT and not is_given(token):
            yield from marks & {"planned"}
        elif step.complement == "under" and above.lemma_ == "be" and is_present(above):
            yield "ongoing"
    elif step.complement == "to" and token.dep_ == "xcomp":
        yield from marks & {"planned", "possible", "negated"}
        if "ongoing" in marks:
            # "is beginning to withdraw" withdraws; "is waiting to hear" has heard nothing yet.
            yield "ongoing" if above.lemma_.lower() in _PHASES else "planned"
    elif step.complement == "to" and token.dep_ == "advcl":
        # A purpose: as sure as what is done for it, "will meet to sign".
        yield from marks & {"planned", "possible"}
        if is_present(above) and not any(child.dep_ == "mark" for child in token.children):
            yield "planned"
    elif step.complement == "ing" and token.dep_ == "xcomp":
        yield from marks & {"planned", "possible", "ongoing"}
