"""Reads how a sentence tells an event: in its main clause or under other verbs, as told before, in somebody's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice

from extract.facts.events.cast import role_words
from extract.facts.events.triggers import Trigger, event_nouns, types_of_word
from extract.facts.language_model import Doc, Token
from extract.facts.quotations import find_quotations, look_up

# Fewer words in quotation marks are a term, not what somebody said.
_QUOTE_WORDS = 4
# A verb of these continues its governor's clause: "agreed to buy", "announced that it bought".
_CONTINUES = frozenset({"xcomp", "ccomp", "pcomp", "dobj", "pobj", "prep", "acl", "oprd", "attr"})
# A list of hundreds is parsed as a chain: nothing is deeper than deep.
_MAX_CLIMB = 40
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


@dataclass(frozen=True, slots=True)
class Setting:
    """How an event stands in its sentence.

    depth: how many verbs govern it, reports ("said that") not counted; dependency: its head's, of the parser; is_finite: a
    verb with a tense; is_present: in the present tense; is_definite: called as told before ("the event"); is_quoted: in
    quotation marks; opens: governs another event's trigger ("announced a deal"); is_opened: is governed so; is_unlisted: no
    table has its trigger.
    """

    depth: int
    dependency: str
    is_finite: bool
    is_present: bool
    is_definite: bool
    is_quoted: bool
    opens: bool
    is_opened: bool
    is_unlisted: bool


def read_setting(
    doc: Doc, trigger: Trigger, governors: Mapping[int, int], is_quoted: Callable[[int], bool], *, is_unlisted: bool
) -> Setting:
    """The setting of a trigger; governors: as find_governors gives them; is_quoted: of a character."""
    head = doc[trigger.head]
    auxiliaries = [child for child in head.children if child.dep_ in ("aux", "auxpass")]
    tensed = [token for token in (head, *auxiliaries) if token.tag_ in _FINITE]
    return Setting(
        depth=_depth(head),
        dependency=head.dep_,
        is_finite=not trigger.is_noun and bool(tensed or any(child.tag_ == "MD" for child in auxiliaries)),
        is_present=not trigger.is_noun and any(token.tag_ in ("VBZ", "VBP") for token in tensed),
        is_definite=_is_definite(head, trigger),
        is_quoted=is_quoted(trigger.start),
        opens=trigger.head in governors.values(),
        is_opened=trigger.head in governors,
        is_unlisted=is_unlisted,
    )


def quoted_characters(text: str) -> Callable[[int], bool]:
    """Tells of each character of a text whether it stands in what somebody said, word for word."""
    quotation_at = look_up([one for one in find_quotations(text) if one.word_count >= _QUOTE_WORDS])
    return lambda char: quotation_at(char) is not None


def find_governors(doc: Doc, heads: frozenset[int]) -> dict[int, int]:
    """Of a sentence's triggers, by their heads, those that another one governs ("announced a deal"), to that one's head."""
    governors = ((head, _governor_of(doc[head], heads)) for head in heads)
    return {head: governor for head, governor in governors if governor is not None}


def read_keys(head: Token, trigger: Trigger) -> frozenset[str]:
    """What the event is called: the trigger's lemma and an event noun that it takes or follows ("co-hosted the event")."""
    keys = {head.lemma_.lower()}
    if not trigger.is_noun:
        near = [c for c in head.children if c.dep_ in ("dobj", "nsubj", "nsubjpass")]
        near += [o for c in head.children if c.dep_ == "prep" for o in c.children if o.dep_ == "pobj"]
        # "Profits fell at the meeting" is no meeting: the noun must be able to name an event of the trigger's type.
        keys |= {lemma for one in near if trigger.type in types_of_word(lemma := one.lemma_.lower())}
    return frozenset(keys)


def _governor_of(token: Token, heads: frozenset[int]) -> int | None:
    """The trigger's head whose clause a trigger's head continues; null where it stands for itself."""
    for _ in range(4):
        if token.dep_ not in _CONTINUES or token.head.i == token.i:
            return None
        token = token.head
        if token.i in heads:
            return int(token.i)
    return None


def _depth(head: Token) -> int:
    above = islice(head.ancestors, _MAX_CLIMB)
    return sum(one.pos_ == "VERB" and one.lemma_ not in role_words("say") for one in above)


def _is_definite(head: Token, trigger: Trigger) -> bool:
    nouns = [head] if trigger.is_noun else [c for c in head.children if c.dep_ in ("nsubj", "dobj")]
    return any(
        child.lower_ in ("the", "this", "that")
        for noun in nouns
        if noun.lemma_ in event_nouns()
        for child in noun.children
    ) and not any(child.dep_ in ("prep", "relcl") for noun in nouns for child in noun.children)
