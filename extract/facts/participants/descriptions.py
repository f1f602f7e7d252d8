"""Reads the words beside a name that say who it is: a person's title or role, and what an organisation is."""

import re
from collections.abc import Callable

from extract.facts.language_model import Doc, Token
from extract.facts.participants.names import Name
from extract.facts.participants.titles import is_honorific, is_organisation_noun, is_title

# The characters of a description, end exclusive.
Span = tuple[int, int]
_IsKey = Callable[[str], bool]

# Longer than this an apposition tells a story; titles in the news are short.
_MAX_WORDS = 14
# So near its start an apposition says what it is: "the former head of a bank in Oslo".
_KEY_WITHIN = 7
_STOPPERS = frozenset({",", ";", ":", "(", ")", "—", "–", '"', "“", "”", "\n"})
_LINKS = frozenset({"of", "to", "for", "and", "&", "-", "'s", "’s", "at", "the"})
_AFTER = re.compile(
    r"\s?[,(–—]\s?(?:(?:aged )?\d{1,3}, )?(?:(?:who|which) (?:is|was|has been) )?(?:also )?(?:the |a |an |its |his |her |their )?"
    r"(?P<words>[^,;()\n—–\"“”]{3,120}?)(?=[,;)\n—–]|\.(?:\s|$)|$)"
)
_HEADS = re.compile(
    r"\s?, who (?P<words>(?:heads|leads|chairs|runs|directs|founded|co-founded) [^,;.()\n—–\"“”]{3,80})"
)
# What follows a name after a comma and goes on with the sentence.
_GOES_ON = frozenset(
    {
        "after", "although", "and", "as", "at", "because", "before", "but", "by", "for",
        "from", "if", "in", "including", "of", "on", "once", "or", "said", "since",
        "that", "though", "to", "told", "until", "when", "where", "which", "while", "who",
        "whose", "with",
    }
)  # fmt: skip


def describe(doc: Doc, text: str, name: Name) -> Span | None:
    """The words that say who the person or what the organisation is, as they stand in the text; null where there are none."""
    if name.type not in ("person", "organisation"):
        return None
    is_key = is_title if name.type == "person" else is_organisation_noun
    before, after = _before(doc, name, is_key), _after(text, name, is_key)
    found = before or _ahead(doc, text, name, is_key) or after or _is(doc, text, name, is_key)
    if before and after and len(text[before[0] : before[1]].split()) == 1:
        # "General Mark Milley, chairman of the Joint Chiefs of Staff": what stands behind says more.
        found = after
    return found if found and name.text not in text[found[0] : found[1]] else None


def _before(doc: Doc, name: Name, is_key: _IsKey) -> Span | None:
    """What stands at once before a name: "US Treasury Secretary" of "US Treasury Secretary Scott Bessent"."""
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    if span is None:
        return None
    first = span.start
    # "the giant Alibaba", "the Bank of Oslo": what an organisation is ends at its name; a person's office may go on.
    if name.type == "organisation" and (
        first == 0 or not is_key(doc[first - 1].text) or doc[first - 1].pos_ == "PROPN"
    ):
        return None
    i, seen_key = first, False
    while i > 0 and first - i < _MAX_WORDS:
        token = doc[i - 1]
        if not _belongs_before(token, seen_key):
            break
        seen_key = seen_key or is_key(token.text)
        i -= 1
    while i < first and doc[i].text.lower() in _LINKS:
        i += 1
    while first > i + 1 and is_honorific(doc[first - 1].text) and not is_title(doc[first - 1].text):
        first -= 1  # "Prime Minister Datuk Seri Anwar Ibrahim"
    if not any(is_key(token.text) for token in doc[i:first]):
        return None
    last = doc[first - 1]
    return doc[i].idx, last.idx + len(last)


def _belongs_before(token: Token, seen_key: bool) -> bool:
    if (
        token.text in _STOPPERS
        or token.is_space
        or token.is_sent_end
        or (token.ent_type_ == "PERSON" and not (is_title(token.text) or is_honorific(token.text)))
    ):
        return False
    if token.text.lower() in _LINKS:
        # "Ambassador to India Keiichi Ono": what links stands between the title and the name, or inside the office's name.
        return token.text.lower() != "the" or not seen_key
    return token.pos_ in ("NOUN", "PROPN", "ADJ") and token.dep_ not in ("nsubj", "dobj", "ROOT")


def _ahead(doc: Doc, text: str, name: Name, is_key: _IsKey) -> Span | None:
    """What a name stands in apposition to: "The group's co-president, Ana Ruiz, said"."""
    root = doc[name.root]
    head = root.head
    if root.dep_ != "appos" or head.i >= root.i or head.pos_ not in ("NOUN", "PROPN") or not is_key(head.text):
        return None
    first = head.left_edge
    while first.i < head.i and (first.lower_ in _LINKS or first.pos_ in ("DET", "PRON") or first.is_punct):
        first = first.nbor(1)
    words = text[first.idx : name.start].rstrip(" ,–—(")
    is_short = len(words.split()) <= _MAX_WORDS and not any(mark in words for mark in ',;"“”\n')
    return (first.idx, first.idx + len(words)) if is_short else None


def _is(doc: Doc, text: str, name: Name, is_key: _IsKey) -> Span | None:
    """What a name is said to be: "Yusuf Adan is the new governor of the bank"."""
    root = doc[name.root]
    if root.dep_ != "nsubj" or root.head.lemma_ != "be":
        return None
    noun = next(
        (child for child in root.head.children if child.dep_ == "attr" and child.i > root.i and is_key(child.text)),
        None,
    )
    if noun is None:
        return None
    first, last = noun.left_edge, noun
    while first.i < noun.i and (first.pos_ in ("DET", "PRON", "PART") or first.is_punct):
        first = first.nbor(1)
    for token in doc[noun.i + 1 : noun.right_edge.i + 1]:
        if token.is_punct or token.is_space or token.dep_ in ("relcl", "acl") or token.lower_ in ("who", "and"):
            break
        last = token
    is_short = 0 <= last.i - first.i < _MAX_WORDS and "\n" not in text[first.idx : last.idx]
    return (first.idx, last.idx + len(last)) if is_short else None


def _after(text: str, name: Name, is_key: _IsKey) -> Span | None:
    """What is set off after a name: the last words of "Shoichi Ishii, director of the agency,"."""
    rest = text[name.end : name.end + 160]
    heads = _HEADS.match(rest) if name.type == "person" else None
    match = heads or _AFTER.match(rest)
    if not match:
        return None
    words = match["words"].split()
    is_named = heads is not None or any(is_key(word.strip("'’s")) or is_key(word) for word in words[:_KEY_WITHIN])
    if len(words) > _MAX_WORDS or not is_named or words[0].lower() in _GOES_ON:
        return None
    start = name.end + match.start("words")
    return start, start + len(match["words"].rstrip())
