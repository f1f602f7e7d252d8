"""Finds who says something and to whom, from the grammar of the verb of saying."""

from collections.abc import Callable

from extract.contract.columns import EVIDENCE_MAX_CHARS
from extract.facts.language_model import Doc, Token
from extract.facts.statements.spans import Page, Source

_SHARED = frozenset({"conj", "xcomp", "pcomp", "advcl", "prep"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# "told Ana that", "asked the court": their object hears it.
_TELLING = frozenset({"tell", "inform", "remind", "assure", "ask", "advise", "warn", "promise", "caution", "notify"})
# "said in a letter to Ana", "told in an interview with the paper".
MESSAGES = frozenset(
    {"interview", "letter", "email", "e-mail", "statement", "message", "remark", "comment", "speech", "address", "call"}
    | {"testimony", "memo", "note", "conversation", "talk", "briefing", "reply", "response", "report", "tweet", "post"}
)
_TO = frozenset({"to", "with", "for"})
_SPEAKING = frozenset({"speak", "talk", "write"})
# A writing says what it says for who made it: "sent a letter stating that".
_MAX_UP = 5
_PHRASE_WORDS = 10


def find_source(page: Page, verb: Token) -> Source:
    """Who says what a verb of saying introduces, and to whom."""
    speaker, addressee = _find_speaker(page, verb), _find_addressee(verb)
    if addressee is not None and speaker is not None and addressee.i == speaker.i:
        speaker = None
    phrase = find_phrase(page.doc, page.text, speaker) if speaker is not None else None
    return Source(phrase, speaker, addressee)


def is_nobody(source: Source) -> bool:
    """Whether "it" only stands for what follows: "it is said", "it is worth noting"."""
    speaker = source.speaker
    if speaker is None or speaker.lower_ not in ("it", "there"):
        return False
    return speaker.dep_ != "nsubj" or speaker.tag_ == "EX" or speaker.head.lemma_ == "be"


def _find_speaker(page: Page, verb: Token) -> Token | None:
    subject = find_subject(verb)
    if subject is not None and subject.dep_ == "nsubjpass" and subject.head.i == verb.i:
        # "employees were told by the firm": the firm says it.
        agents = [o for c in verb.children if c.dep_ == "agent" for o in c.children if o.dep_ == "pobj"]
        return agents[0] if agents else None
    if subject is not None and subject.lower_ in ("who", "which", "that") and subject.head.dep_ == "relcl":
        subject = subject.head.head
    if subject is None or _is_quoted(page.is_quoted, subject):
        # Parsers take the quoted words for the subject of "..., said Ana Silva", or her for that of another verb.
        subject = _named_after(verb)
    if subject is None or _is_quoted(page.is_quoted, subject):
        return None
    return subject


def _named_after(verb: Token) -> Token | None:
    """The head of the noun phrase that follows a verb at once."""
    found = None
    for token in verb.doc[verb.i + 1 : verb.i + _PHRASE_WORDS]:
        if token.pos_ in ("NOUN", "PROPN"):
            found = token
        elif token.pos_ not in ("DET", "ADJ", "NUM", "PART") or token.is_sent_start:
            break
    return found if found is None or found.dep_ != "npadvmod" else None


def _is_quoted(is_quoted: Callable[[int], bool], token: Token) -> bool:
    return is_quoted(token.idx)


def find_subject(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it continues: "met Lee and said", "sent a letter saying"."""
    for _ in range(_MAX_UP):
        subject = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
        if subject is not None:
            return subject
        if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.lemma_.lower() in MESSAGES:
            verb = verb.head.head
        elif verb.dep_ == "acl" and verb.tag_ == "VBG":
            return verb.head
        elif verb.dep_ in _SHARED:
            verb = verb.head
        else:
            return None
    return None


def _find_addressee(verb: Token) -> Token | None:
    """Who is told: the object of "told", who was told, whom a letter goes to, to whom one speaks."""
    for child in verb.children:
        is_object = child.dep_ in ("dobj", "dative", "nsubjpass", "iobj") and child.tag_ != "WDT"
        if is_object and verb.lemma_ in _TELLING:
            if child.dep_ == "dative" and child.pos_ == "ADP":
                return _object(child)
            return child
        if child.dep_ in ("prep", "dative") and (named := _named_by(child)):
            return named
        if child.dep_ in ("advcl", "ccomp") and child.lemma_ in _SPEAKING and child.tag_ == "VBG":
            return next((o for c in child.children if c.lower_ in _TO and (o := _object(c)) is not None), None)
    return None


def _named_by(preposition: Token) -> Token | None:
    named = _object(preposition)
    if named is None:
        return None
    if preposition.lower_ == "to" and preposition.head.lemma_ in (
        "say",
        "write",
        "tweet",
        "complain",
        "explain",
        "add",
    ):
        return named
    if named.lemma_.lower() in MESSAGES:
        return next((o for c in named.children if c.lower_ in _TO and (o := _object(c)) is not None), None)
    return None


def _object(preposition: Token) -> Token | None:
    return next((child for child in preposition.children if child.dep_ == "pobj"), None)


def find_phrase(doc: Doc, text: str, head: Token) -> tuple[int, int] | None:
    """A noun phrase up to what a comma or a relative clause adds to it; null for a pronoun."""
    if head.pos_ == "PRON":
        return None
    last = head
    for token in doc[head.i + 1 : head.right_edge.i + 1]:
        is_added = token.dep_ in ("relcl", "acl") or token.tag_ in ("WP", "WDT", "WRB", "TO")
        if is_added or token.is_punct or token.is_space:
            break
        last = token
    first = head.left_edge
    while first.i < head.i and (first.is_punct or first.is_space):
        first = first.nbor(1)
    start, end = first.idx, last.idx + len(last)
    return (start, end) if end - start <= EVIDENCE_MAX_CHARS and "\n" not in text[start:end] else None
