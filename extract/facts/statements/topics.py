"""Says what a statement is about: the topic that the verb names, else the subject of what is said."""

from extract.facts.language_model import Token
from extract.facts.statements.sources import find_phrase
from extract.facts.statements.spans import Page

_TOPICS = frozenset({"about", "on", "regarding", "concerning", "of"})
_NOT_TOPICS = frozenset({"DATE", "TIME"})
# Where something is said is no topic: "said on Twitter", "wrote on the website".
_PLACES = frozenset(
    {
        "twitter",
        "x",
        "facebook",
        "instagram",
        "linkedin",
        "telegram",
        "youtube",
        "tiktok",
        "weibo",
        "television",
        "tv",
        "radio",
    }
    | {
        "website",
        "site",
        "blog",
        "page",
        "channel",
        "platform",
        "media",
        "show",
        "programme",
        "program",
        "podcast",
        "air",
    }
    | {
        "condition",
        "behalf",
        "sideline",
        "network",
        "social",
        "floor",
        "camera",
        "stage",
        "call",
        "message",
        "feed",
        "account",
    }
)
# "My hope is that ...": whose it is stands elsewhere.
_OWN = frozenset({"my", "our", "your"})
_NAMES = ("NOUN", "PROPN")


def find_topic(page: Page, verb: Token, clause: Token | None) -> str | None:
    """What is said about: "said about tariffs", else the subject of what is said where that is a noun."""
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in _TOPICS:
            named = next((c for c in child.children if c.dep_ == "pobj" and c.ent_type_ not in _NOT_TOPICS), None)
            if named is not None and named.pos_ in _NAMES and named.lemma_.lower() not in _PLACES:
                return _words(page, named)
    return find_said_topic(page, clause) if clause is not None else None


def find_said_topic(page: Page, clause: Token) -> str | None:
    """The subject of the clause that is said; null for a pronoun."""
    subject = next((c for c in clause.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.pos_ not in _NAMES or any(c.lower_ in _OWN for c in subject.children):
        return None
    return _words(page, subject)


def _words(page: Page, head: Token) -> str | None:
    span = find_phrase(page.doc, page.text, head)
    if span is None:
        return None
    words = page.text[span[0] : span[1]]
    # A phrase that is cut at a comma may end in what joins it to the rest.
    return words.removeprefix("that ").removesuffix(" and").removesuffix(" or")
