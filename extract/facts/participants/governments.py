"""When the name of a country, its nationality, capital or government stands for someone, and not for where something is."""

from collections.abc import Sequence, Set
from dataclasses import replace

from extract.facts.countries import Country, find_capital, find_country, find_nationality
from extract.facts.grammar import is_argument, takes_part
from extract.facts.language_model import Doc, Token
from extract.facts.participants.names import Name
from extract.facts.participants.titles import is_public_office

_MAX_LINKS = 3
_GOVERNMENT = frozenset({"government", "authorities", "administration"})


def as_government(doc: Doc, name: Name) -> Name:
    """A country's government is the country ("the Indian government"), and so is its capital where it acts ("Tokyo")."""
    if name.type in ("country", "nationality"):
        head = doc[name.root].head
        if head.lower_ in _GOVERNMENT and head.i > name.root and head.i - name.root <= 2:
            span = doc.char_span(name.start, head.idx + len(head), alignment_mode="expand")
            text = span.text if span is not None and span.start_char == name.start else ""
            if find_country(text):
                return Name(name.start, name.start + len(text), text, "country", head.i)
        return name
    if name.type == "place" and find_capital(name.text) and takes_part(doc[name.root], is_capital=True):
        return replace(name, type="country")
    return name


def stands_for_country(doc: Doc, name: Name, bodies: Set[int]) -> bool:
    """Whether a mention of a country stands for someone; bodies: the indexes of the head words of organisations' names."""
    root = doc[name.root]
    if root.dep_ == "poss" and root.head.i in bodies:
        return False  # "Kazakhstan's Air Steppe"
    if root.i and root.nbor(-1).text == "(":
        return False  # where someone is from: "Ana Ruiz (Peru)"
    if name.type == "nationality":
        # "Palestinians blamed Israel": the people stand for the country; "Japanese firms" do not.
        # "The Swiss voted", where the word has no plural of its own.
        is_whole = find_nationality(f"{name.text}s") is None and any(child.lower_ == "the" for child in root.children)
        is_people = root.tag_ in ("NNPS", "NNS") or is_whole
        return (is_people and is_argument(root)) or _stands_before_office(root)
    is_modifier = root.dep_ in ("compound", "nmod", "amod")
    return name.type == "country" and (
        root.lower_ in _GOVERNMENT or takes_part(root) or (is_modifier and _stands_before_office(root))
    )


def _stands_before_office(root: Token) -> bool:
    """Whether it stands before an office of state whose holder acts: "the Israeli prime minister", "US President Ana Ruiz"."""
    office = root.head
    for _ in range(_MAX_LINKS):
        if is_public_office(office.text) or office.dep_ not in ("compound", "nmod"):
            break
        office = office.head
    is_office = office.i > root.i and office.pos_ in ("NOUN", "PROPN") and is_public_office(office.text)
    holder = office.head if office.dep_ in ("compound", "nmod") and office.head.pos_ == "PROPN" else office
    return is_office and office.tag_ != "NNS" and (is_argument(holder) or holder.dep_ == "ROOT")


def name_of_country(doc: Doc, mentions: Sequence[Name]) -> tuple[Name, Country]:
    """The mention with a country's best name, its own before "US government" and "Washington", and the country itself."""
    country = next(found for name in mentions if (found := find_country(name.text) or find_capital(name.text)))
    own = next((name for name in mentions if name.text == country.name), None)
    return own or min(mentions, key=lambda name: _rank(doc, name)), country


def _rank(doc: Doc, name: Name) -> tuple[bool, bool, bool, int, int]:
    is_government = doc[name.root].lower_ in _GOVERNMENT
    return name.type == "nationality", is_government, find_country(name.text) is None, -len(name.text), name.start
