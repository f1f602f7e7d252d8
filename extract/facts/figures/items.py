"""Finds what a figure measures, in the text's words: "tariffs on Japan", "companies from both countries"."""

from dataclasses import dataclass

from extract.facts.figures.drafts import Draft
from extract.facts.figures.lexer import SentenceView
from extract.facts.language_model import Token


@dataclass(frozen=True, slots=True)
class Item:
    """What a figure is stated of: its words, their characters (end exclusive) and the lemma of its head noun."""

    text: str
    start: int
    end: int
    head: str


_MAX_WORDS = 12
_STEPS_UP = 6
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# A sentence with more tokens is a list or a table: the parser's tree says nothing there and takes long to walk.
_MAX_TOKENS = 400


def read_item(view: SentenceView, draft: Draft) -> Item | None:
    """The thing measured; null where the sentence does not say."""
    if len(view.lexemes) > _MAX_TOKENS:
        return None
    if draft.noun is not None:
        return _phrase(view, draft.noun, draft.number_last, draft)
    anchor = view.token(max(draft.number_last - 1, 0))
    last = view.token(max(draft.last - 1, 0))
    found = _of_phrase(last) or _of_phrase(anchor) or _modified_noun(last) or _modified_noun(anchor)
    found = found or _governing_noun(view, anchor, draft)
    return _phrase(view, found, 0, draft) if found is not None else None


def _of_phrase(token: Token) -> Token | None:
    """The X of "92% of X", "35 tons of X", "a discount of 5% on X"."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "for") and child.i > token.i:
            objects = [grandchild for grandchild in child.children if grandchild.dep_ in ("pobj", "pcomp")]
            if objects and objects[0].ent_type_ not in ("DATE", "TIME"):
                return objects[0]
    return None


def _modified_noun(token: Token) -> Token | None:
    """The X of "a 5 percent X", "the $3 billion X", "5,500 meters X"."""
    for _ in range(3):
        if token.dep_ not in ("nummod", "compound", "amod", "nmod", "quantmod", "npadvmod", "pobj"):
            return None
        if token.head.pos_ in ("NOUN", "PROPN") and token.head.i > token.i and token.dep_ != "pobj":
            head = token.head
            if head.lower_ not in ("percent", "cent", "%", "dollars", "tons", "miles", "euros", "points"):
                return head
        token = token.head
    return None


def _governing_noun(view: SentenceView, token: Token, draft: Draft) -> Token | None:
    """Up the tree: the noun that a preposition hangs the figure on, else the object or subject of its verb."""
    start = view.lexemes[draft.first].start
    for _ in range(_STEPS_UP):
        if token.head == token:
            break
        via, token = token, token.head
        outside = token.idx < start or token.idx >= view.lexemes[draft.last - 1].end
        if token.pos_ in ("NOUN", "PROPN") and outside and token.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT"):
            return token
        if token.pos_ in ("VERB", "AUX"):
            return _argument(token, via, start)
    return _argument(token, token, start) if token.pos_ in ("VERB", "AUX") else None


def _argument(verb: Token, via: Token, start: int) -> Token | None:
    """The object beside a prepositional figure ("raise tariffs to 35%"), else the subject, also of a governing verb."""
    for child in verb.children:
        if (
            via.dep_ in ("prep", "npadvmod", "advmod")
            and child.dep_ in ("dobj", "obj")
            and child.pos_ in ("NOUN", "PROPN")
            and child.idx < start
        ):
            return child
    for _ in range(3):
        for child in verb.children:
            if child.dep_ in _SUBJECTS and child.pos_ in ("NOUN", "PROPN"):
                return child
        if verb.dep_ not in ("conj", "xcomp", "advcl", "ccomp", "relcl", "acl") or verb.head == verb:
            return None
        if verb.dep_ in ("relcl", "acl"):
            return verb.head if verb.head.pos_ in ("NOUN", "PROPN") else None
        verb = verb.head
    return None


def _phrase(view: SentenceView, head: Token, min_lexeme: int, draft: Draft) -> Item | None:
    """The noun phrase around a head: its own words, the figure's cut off, at most 12 words."""
    left, right = head.left_edge.i, head.right_edge.i
    tokens = list(head.doc[left : right + 1])
    figure_start, figure_end = view.lexemes[draft.first].start, view.lexemes[draft.number_last - 1].end
    cut = (
        figure_end
        if min_lexeme or any(figure_start <= token.idx < figure_end and token.i < head.i for token in tokens)
        else 0
    )
    kept: list[Token] = []
    for token in tokens:
        if token.idx < cut or token.idx < view.sentence.start or token.idx >= view.sentence.end:
            continue
        if not kept and (
            token.is_punct or token.lower_ in ("the", "a", "an", "of", "its", "their", "his", "her") or token.is_space
        ):
            continue
        is_figure = figure_start <= token.idx < max(figure_end, view.lexemes[draft.last - 1].end) and draft.noun is None
        ends = token.i > head.i and (
            token.text in (",", ";", ":", "(", ")", "—", "–") or token.is_space or token.dep_ in ("relcl", "cc")
        )
        if is_figure or ends or len(kept) == _MAX_WORDS:
            break
        kept.append(token)
    while kept and (kept[-1].is_punct or kept[-1].pos_ in ("ADP", "DET", "CCONJ", "PART")):
        kept.pop()
    if not kept:
        return None
    start = kept[0].idx
    text = head.doc.text[start : kept[-1].idx + len(kept[-1].text)][:_ITEM_CHARS].strip()
    return Item(text, start, start + len(text), head.lemma_.lower()) if text else None


# The contract's limit is 300 characters.
_ITEM_CHARS = 200
