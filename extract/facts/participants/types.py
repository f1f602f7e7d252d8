"""What kind of thing each name of an article stands for: every mention of it, the words beside it and the gazetteer decide."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from extract.contract.data import read_csv
from extract.facts.countries import find_capital, is_other_place
from extract.facts.language_model import Doc, text_of
from extract.facts.participants.known_names import known_names
from extract.facts.participants.names import Name, find_mentions, is_body
from extract.facts.participants.said_beside import (
    has_article,
    is_beside,
    is_followed_by_who,
    is_said_of_body,
    is_said_of_person,
    is_where,
    owns,
)
from extract.facts.participants.settled import is_called_place
from extract.facts.participants.titles import is_named_after_someone, is_worded
from extract.facts.places import resolve_place

_ACTS = frozenset({"nsubj", "nsubjpass", "agent"})
_MAX_PERSON_WORDS = 3
_CLUB = re.compile(r"^(?:FC|AC|AS|CF|SC) |(?: United| Rovers| Wanderers| Hotspur| Albion| FC| AFC)$")
_CAMEL = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Lo|Fitz|Van|Von|O)[A-Z][a-z]+[A-Z]\w+$")
# Last words of places that the model takes for people, in English and in the languages of maps.
_LANDS = frozenset({"Island", "Islands", "Peninsula", "Strait"})
_LANDFORMS = frozenset(
    {
        "Island",
        "Islands",
        "Bay",
        "Beach",
        "Creek",
        "Lake",
        "River",
        "Valley",
        "Peninsula",
        "Strait",
        "Torishima",
        "Jima",
        "Shima",
        "Dao",
    }
)
# "ICOS (Integrated Carbon Observation System)".
_BRACKETED = re.compile(r"(\w+) \(([^()\n]{3,100})\)")


def find_names(doc: Doc) -> list[Name]:
    """All mentions of names in their order, without overlaps, bylines and credits; the same words have the same type."""
    return _agree_on_types(doc, find_mentions(doc))


def _agree_on_types(doc: Doc, names: Sequence[Name]) -> list[Name]:
    """The same words are the same thing all through an article: the type the model gave most often, the first of equals.

    What is said of any mention corrects the model: see `_corrected`. A short name has the type of the long one.
    """
    text = text_of(doc)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    mentions: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        votes[name.text][name.type] += 1
        mentions[name.text].append(name)
    types = {form: _corrected(doc, form, counts.most_common(1)[0][0], mentions[form]) for form, counts in votes.items()}
    types |= _long_people(doc, types, mentions)
    types |= {name: "place" for name, kind in types.items() if kind == "country" and is_other_place(name, text)}
    types |= dict.fromkeys(_short_bodies(text, types), "organisation")
    return [replace(name, type=types[name.text]) for name in names]


def _corrected(doc: Doc, text: str, kind: str, mentions: Sequence[Name]) -> str:
    if kind not in ("person", "place", "organisation"):
        return kind
    said = "place" if any(is_called_place(doc[name.root]) for name in mentions) else None
    if known := known_names().get(text) or said:
        return known
    if _is_organisation(doc, text, kind, mentions):
        return "organisation"
    if _is_place(doc, text, kind, mentions):
        return "place"
    if (
        kind == "organisation"
        and " " not in text
        and not text.isupper()
        and any(is_followed_by_who(doc, name) for name in mentions)
    ):
        return "person"  # "Gomery, who led the inquiry"
    return kind


def _is_organisation(doc: Doc, text: str, kind: str, mentions: Sequence[Name]) -> bool:
    roots = [doc[name.root] for name in mentions]
    if kind == "place" and any(root.dep_ in _ACTS or owns(root) for root in roots) and not _is_known_place(text):
        return True  # "Alibaba raised"
    if kind in ("person", "place") and (
        _CLUB.search(text) or is_worded(text) or any(is_said_of_body(doc, name) for name in mentions)
    ):
        return True  # "the newspaper Dagens Ekko"
    if kind != "person" or " " in text:
        return False
    # "SoftGrid", "the Sabres"
    is_called = any(has_article(doc, name) and not is_beside(doc[name.root]) for name in mentions)
    return is_called or _CAMEL.match(text) is not None


def _is_place(doc: Doc, text: str, kind: str, mentions: Sequence[Name]) -> bool:
    """Whether a list knows it as a place where everything only is ("in Essen"), or its last word is a landform."""
    if kind == "place" or (kind == "organisation" and (find_capital(text) is not None or is_body(text))):
        return False
    if kind == "organisation" and all(is_beside(doc[name.root]) for name in mentions):
        return True  # "under the Alps"
    is_known = all(is_where(doc[name.root]) for name in mentions) and _is_known_place(text)
    return is_known or text.rsplit(maxsplit=1)[-1] in (_LANDFORMS if kind == "person" else _LANDS)


def _long_people(doc: Doc, types: Mapping[str, str], mentions: Mapping[str, Sequence[Name]]) -> dict[str, str]:
    """Full names that the model took for organisations and that people bear: a surname or the words beside them say so."""
    people: dict[str, str] = {}
    for full, kind in types.items():
        words = full.split()
        if kind != "organisation" or not 1 < len(words) <= _MAX_PERSON_WORDS or not all(map(_is_name_word, words)):
            continue
        surname = words[-1]
        near = [*mentions[full], *mentions.get(surname, ())]
        if types.get(surname) == "person" or any(is_said_of_person(doc, name) for name in near):
            people[full] = "person"
            if surname in types:
                people[surname] = "person"
    return people


def _is_name_word(word: str) -> bool:
    return (
        word[0].isupper() and not word.isupper() and word.replace("-", "").replace("’", "").replace("'", "").isalpha()
    )


def _short_bodies(text: str, types: Mapping[str, str]) -> set[str]:
    """What looks like a person's name and is an organisation named for short: "Tamura" beside "Tamura Steel"."""
    people = {word for full, kind in types.items() if kind == "person" and " " in full for word in full.split()}
    bodies = {full for full, kind in types.items() if kind == "organisation"}
    begun = {full.split()[0] for full in bodies if not is_named_after_someone(full)}
    begun |= {short for short, full in _BRACKETED.findall(text) if full in bodies}
    short = begun - people
    return {name for name, kind in types.items() if kind == "person" and name in short}


def _is_known_place(text: str) -> bool:
    return text in _world_regions() or find_capital(text) is not None or resolve_place(text) is not None


@cache
def _world_regions() -> frozenset[str]:
    return frozenset(row["name"] for row in read_csv("world_regions", "extract.facts.data"))
