"""The clues of every mention of a story: type, words, time, place, who takes part, numbers."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extract.contract.data import read_csv
from extract.linking.events.days import day_clues
from extract.linking.events.mentions import Context, Mention, Role
from extract.linking.events.weights import Clues, Vector, unit
from extract.linking.text_vectors import stems


def _lists(name: str, key: str, value: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in read_csv(name, "extract.linking.data"):
        for word in row[value].split():
            for stem in stems(word) if value == "words" else [word]:
                if row[key] not in found.setdefault(stem, []):
                    found[stem].append(row[key])
    return {stem: tuple(keys) for stem, keys in found.items()}


_FAMILIES = _lists("trigger_families", "family", "words")
_GROUPS = _lists("event_type_groups", "group", "types")
_GENERAL = frozenset(
    row["family"] for row in read_csv("trigger_families", "extract.linking.data") if row["is_general"] == "yes"
)
# What a general word tells beside one that names a single happening.
_VAGUE = 0.65
_TOLD_AS = {row["family"]: row["type"] for row in read_csv("trigger_families", "extract.linking.data") if row["type"]}
# So many articles more tell whether what most of a story's articles tell is its main event: of two alone, both tell anything.
_OTHER_ARTICLES = 10
_SIDES = {"host": "does", "actor": "does", "speaker": "does", "target": "suffers", "affected": "suffers"}
# How sure the place is the event's own.
_SURE_PLACE = {"text": 1.0, "dateline": 0.7, "title": 0.7, "inferred": 0.4}
UNKNOWN_TYPE = "OTHER"


@dataclass(frozen=True, slots=True)
class Profile:
    """A mention's words and who takes part, before they are weighed by how many of the story have them.

    title: the words of its label without the trigger's.
    """

    mention: Mention
    words: tuple[str, ...]
    families: tuple[str, ...]
    title: tuple[str, ...]
    roles: tuple[Role, ...]
    figures: tuple[tuple[str, object], ...]

    @property
    def entities(self) -> list[str]:
        """Who takes part, sorted."""
        return sorted({role.entity for role in self.roles})


def profile(mention: Mention, context: Context) -> Profile:
    """What is compared of a mention."""
    words = tuple(dict.fromkeys(stems(mention.trigger_text))) or (mention.words,)
    families = dict.fromkeys(family for word in words for family in _FAMILIES.get(word, (f"={word}",)))
    return Profile(
        mention,
        words,
        tuple(families),
        tuple(sorted(set(stems(mention.title)) - set(words))),
        context.roles.get(mention.event_mention_id, ()),
        context.figures.get(mention.event_mention_id, ()),
    )


def type_groups(type_: str) -> tuple[str, ...]:
    """The groups of close types that a type is in."""
    return _GROUPS.get(type_, ())


class Story:
    """How many mentions and articles of a story have a word, a family or an entity: what all have tells nothing apart."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._size = len(profiles)
        self._titles = Counter(word for one in profiles for word in one.title)
        self._entities = Counter(entity for one in profiles for entity in one.entities)
        families = {(family, one.mention.article_id) for one in profiles for family in one.families}
        self._families = Counter(family for family, _ in sorted(families))
        self._articles = len({one.mention.article_id for one in profiles})

    def clues(self, one: Profile) -> Clues:
        """All clues of a mention of this story."""
        found = _kind_clues(one) | day_clues(one.mention) | _place_clues(one.mention) | self._people_clues(one)
        found["main_family"] = {family: self._share(family) / math.sqrt(len(one.families)) for family in one.families}
        found["title"] = unit({word: self._rarity(self._titles[word]) for word in one.title})
        found["figure"] = {f"{unit_} {value}": 1.0 for unit_, value in one.figures}
        return found

    def rarity(self, entity: str) -> float:
        """How much it tells that two mentions share an entity: more, the fewer have it."""
        return self._rarity(self._entities[entity])

    def _share(self, family: str) -> float:
        """The root of how many of the story's articles tell the family, so that two that tell it share all of it."""
        told = self._families[family] / (self._articles + _OTHER_ARTICLES)
        return math.sqrt(told)

    def _rarity(self, having: int) -> float:
        return math.log(1 + self._size / having)

    def _people_clues(self, one: Profile) -> Clues:
        weights = {entity: self.rarity(entity) for entity in one.entities}
        sides = {
            side: {r.entity: weights[r.entity] for r in one.roles if r.is_named and _SIDES.get(r.role) == side}
            for side in ("does", "suffers")
        }
        found = {
            "entity": unit(weights),
            "entity_role": unit({f"{r.entity} {_SIDES.get(r.role, 'beside')}": weights[r.entity] for r in one.roles}),
            "entity_family": unit({f"{e} {family}": w for e, w in weights.items() for family in one.families}),
        }
        for side, its in sides.items():
            if its:
                found |= {side: unit(its), f"any_{side}": {"": 1.0}, "any_entity": {"": 1.0}}
        return found


def _kind_clues(one: Profile) -> Clues:
    mention = one.mention
    types = _types(one)
    is_known = bool(types)
    telling = max(_telling(family) for family in one.families)
    return {
        "type": unit(dict.fromkeys(types, 1.0)),
        "other_type": {} if is_known else {"": 1.0},
        "typed": {"": 1.0} if is_known else {},
        "close_type": dict.fromkeys(type_groups(mention.type), 1.0),
        "word": unit(dict.fromkeys(one.words, 1.0), telling),
        "family": unit(dict.fromkeys(one.families, 1.0), telling),
        "headline": {"": 1.0} if mention.is_headline else {},
        "salience": {"": mention.salience},
    }


def _types(one: Profile) -> list[str]:
    """The type of a mention, and those close to it under which its words are told too: "killed" is an attack and a harm."""
    own = one.mention.type
    also = {_TOLD_AS[family] for family in one.families if family in _TOLD_AS}
    if own == UNKNOWN_TYPE:
        return sorted(also)
    return sorted({own} | {type_ for type_ in also if not set(type_groups(own)).isdisjoint(type_groups(type_))})


def _telling(family: str) -> float:
    return _VAGUE if family in _GENERAL else 1.0


def _place_clues(mention: Mention) -> Clues:
    """A city lies in its country: where one mention names the country alone, nothing stands against the other's city."""
    sure = _SURE_PLACE.get(mention.place_method, 0.5)
    found: Clues = {}
    if mention.country_code:
        found |= {"country": {mention.country_code: sure}, "any_country": {"": sure}}
    finer = {mention.region_name or "", mention.place_name or "" if mention.place_kind != "country" else ""} - {""}
    if finer:
        places: Vector = unit({name.casefold(): 1.0 for name in sorted(finer)}, sure)
        found |= {"place": places, "any_place": {"": sure}}
    return found
