"""Reads statements whose speaker closes the sentence where parsers see a clause of time: "..., the court announced Monday"."""

from collections.abc import Iterator

from extract.facts.language_model import Token
from extract.facts.statements.sources import find_phrase
from extract.facts.statements.spans import Page, Source, StatementSpan
from extract.facts.statements.topics import find_said_topic
from extract.facts.statements.verbs import is_said, say_verbs

_NAME_WORDS = 14  # of who says it, after the comma
_AFTER_WORDS = 6  # after the verb: "announced on Monday"
_CLAUSES = frozenset({"advcl", "conj", "parataxis"})
_NOT_AFTER = frozenset({"mark", "cc", "ccomp", "dobj", "advmod", "xcomp"})


def read_closing(page: Page) -> Iterator[StatementSpan]:
    """The sentences up to the comma before who says them."""
    for verb in page.doc:
        speaker = _closing_speaker(page, verb)
        sentence = page.sentence_at(verb.idx)
        if speaker is None or sentence is None:
            continue
        stop = speaker.idx
        comma = page.text.rfind(",", sentence.start, stop)
        source = Source(find_phrase(page.doc, page.text, speaker), speaker)
        said = page.head_between(sentence.start, comma)
        about = find_said_topic(page, said) if said is not None else None
        statement = page.make(sentence.start, comma, source, about, said=said)
        if statement is not None:
            yield statement


def _closing_speaker(page: Page, verb: Token) -> Token | None:
    """Who says it: the noun phrase between a comma and a bare verb of saying that ends the sentence."""
    is_bare = verb.tag_ in ("VBD", "VBZ") and verb.dep_ in _CLAUSES
    if not is_bare or say_verbs().get(verb.lemma_, "no") == "no" or page.is_quoted(verb.idx):
        return None
    if any(child.dep_ in _NOT_AFTER for child in verb.children) or not is_said(verb):
        return None
    sentence = page.sentence_at(verb.idx)
    after = page.doc.char_span(verb.idx, sentence.end, alignment_mode="contract") if sentence else None
    if sentence is None or after is None or len(after) > _AFTER_WORDS:
        return None
    near = range(verb.i - 1, max(-1, verb.i - _NAME_WORDS), -1)
    comma = next((i for i in near if page.doc[i].text == ","), None)
    if comma is None or page.doc[comma].idx <= sentence.start:
        return None
    between = page.doc[comma + 1 : verb.i]
    is_plain = len(between) > 0 and all(_may_name(token) for token in between)
    return between.root if is_plain and between.root.pos_ in ("NOUN", "PROPN", "PRON") else None


def _may_name(token: Token) -> bool:
    is_joint = token.pos_ in ("VERB", "AUX", "CCONJ", "SCONJ") or token.tag_ in ("WP", "WDT")
    return not (is_joint or token.is_punct)
