"""Reads statements that are clauses: "X said (that) ...", "..., X said", "according to X, ..."."""

import re
from collections.abc import Iterator
from functools import cache

from extract.contract.data import read_csv
from extract.facts.language_model import Token
from extract.facts.statements.sources import MESSAGES, find_phrase, find_source, find_subject, is_nobody
from extract.facts.statements.spans import Page, Source, StatementSpan
from extract.facts.statements.topics import find_said_topic, find_topic
from extract.facts.statements.verbs import is_said, say_verbs

_ACCORDING = re.compile(r"\b[Aa]ccording to ")


def read_clauses(page: Page) -> Iterator[StatementSpan]:
    """The clauses of the verbs of saying."""
    for verb in page.doc:
        takes = say_verbs().get(verb.lemma_, "no")
        if takes == "no" or verb.pos_ not in ("VERB", "AUX") or page.is_quoted(verb.idx) or not is_said(verb):
            continue
        clause = _find_clause(page, verb)
        if clause is None or not page.is_one_paragraph(verb.idx, clause.idx):
            continue
        source = find_source(page, verb)
        if is_nobody(source) or (takes == "people" and not _is_somebody(source)):
            continue
        if source.speaker is None and source.addressee is None and verb.tag_ in ("VB", "VBG"):
            # "it is worth noting that", "to say that": nobody says it here.
            continue
        start, end = page.whole_quotation(*_clause_chars(verb, clause))
        about = find_topic(page, verb, clause)
        statement = page.make(start, end, source, about, said=clause)
        if statement is not None:
            yield statement


def read_sources(page: Page) -> Iterator[StatementSpan]:
    """Of "..., according to X" the rest of the sentence is what X says."""
    for match in _ACCORDING.finditer(page.text):
        sentence = page.sentence_at(match.start())
        span = page.doc.char_span(match.start(), match.end() - 1, alignment_mode="expand")
        if sentence is None or span is None or page.is_quoted(match.start()):
            continue
        named = next((child for child in span[-1].children if child.dep_ == "pobj"), None)
        if named is None:
            continue
        source = Source(find_phrase(page.doc, page.text, named), named)
        stop = named.right_edge.idx + len(named.right_edge)
        is_first = match.start() - sentence.start < 3
        start, end = (stop, sentence.end) if is_first else (sentence.start, match.start())
        said = page.head_between(start, end)
        about = find_said_topic(page, said) if said is not None else None
        statement = page.make(start, end, source, about, said=said)
        if statement is not None:
            yield statement


def _find_clause(page: Page, verb: Token) -> Token | None:
    """What is said: of two clauses the one after the verb, unless the one before it is quoted; never "what he said was"."""
    clauses = [child for child in verb.children if child.dep_ == "ccomp"]
    if not clauses:
        return _clause_of_message(verb)
    after = [clause for clause in clauses if clause.i > verb.i]
    clause = clauses[0] if not after or page.is_quoted(clauses[0].left_edge.idx) else after[0]
    return None if any(c.tag_ == "WP" and c.i < verb.i < clause.i for c in clause.children) else clause


def _clause_of_message(verb: Token) -> Token | None:
    """What is said where a parser hangs it on what says it: "told the paper in a statement that ..."."""
    nouns = (o for prep in verb.children if prep.dep_ == "prep" for o in prep.children if o.dep_ == "pobj")
    for noun in nouns:
        for child in noun.children:
            is_clause = child.dep_ in ("acl", "relcl") and noun.lemma_.lower() in MESSAGES and child.i > verb.i
            if is_clause and any(c.lower_ == "that" and c.dep_ == "mark" for c in child.children):
                return child
    return None


def _is_somebody(source: Source) -> bool:
    """Whether people say it: a name, a person's pronoun, or a named thing's word; not "the results suggest"."""
    speaker = source.speaker
    if speaker is None:
        return False
    if speaker.pos_ == "PRON":
        return speaker.lower_ not in ("it", "this", "that", "which", "these", "those", "some")
    return speaker.pos_ == "PROPN" or bool(speaker.ent_type_) or speaker.lemma_.lower() in _people()


@cache
def _people() -> frozenset[str]:
    """Nouns for people and bodies in the lists of participants."""
    tables = ("group_nouns", "body_nouns", "titles")
    return frozenset(
        word.lower() for name in tables for row in read_csv(name, "extract.facts.data") for word in [*row.values()][:1]
    )


def _clause_chars(verb: Token, clause: Token) -> tuple[int, int]:
    """The clause's characters without "that", and only its side of the verb where a parser's clause surrounds it."""
    first, last = clause.left_edge, clause.right_edge
    if first.i < verb.i < last.i:
        first, last = (first, verb.nbor(-1)) if clause.i < verb.i else (verb.nbor(1), last)
        if clause.i < verb.i:
            # "..., Ono said in a speech": the speaker stands between the clause and the verb.
            subject = find_subject(verb)
            is_inside = subject is not None and first.i < subject.left_edge.i <= last.i
            last = subject.left_edge.nbor(-1) if subject is not None and is_inside else last
    if first.lower_ == "that" and first.dep_ == "mark" and first.i < last.i:
        first = first.nbor(1)
    return first.idx, last.idx + len(last)
