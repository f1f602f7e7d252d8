"""Articles about the world: which things each names."""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from linking_world.material import Thing, words
from linking_world.wording import Wording
from linking_world.world import Topic, World

from extract.contract.keys import hash_id

# What participants are, of 100: between short local articles (34, 23, 4, 7, 32) and world news, which names more countries.
KIND_SHARES = {"person": 36, "organisation": 26, "country": 11, "place": 9, "group": 18}
MEMBERS = (5, 15)  # participants of an article
NAMES_COUNTRY = 0.55  # articles that also name the country where it happens
SPLIT_IN_ARTICLE = 0.012  # the surname or acronym is not brought together with its full name, in one article
_KINDS, _KIND_WEIGHTS = list(KIND_SHARES), list(KIND_SHARES.values())
_COUNTS = (2, 3, 4, 5, 8, 12, 20, 50, 100, 300)


class Mention(NamedTuple):
    """What is read of a thing in an article; tuples, since a million rows as objects would take minutes."""

    name: str
    kind: str
    form: str
    aliases: Sequence[str] = ()
    description: str | None = None
    affiliation: str | None = None
    headcount: str | None = None
    represents_participant_id: str | None = None
    country_code: str | None = None


class Placed(NamedTuple):
    """Where a mention stands and what is true of it."""

    article_id: str
    participant_id: str
    entity: int
    true_kind: str


class Desk:
    """Writes articles until there are mentions enough."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self.world, self.rng = world, rng
        self.mentions: list[Mention] = []
        self.places: list[Placed] = []
        self.wording = Wording(rng, world.roles)
        self.seen: dict[tuple[str, str], str] = {}
        self.draw: dict[str, Callable[[Topic], Thing]] = {
            "person": self._person, "organisation": self._body, "country": self._country, "place": self._place,
        }  # fmt: skip

    def write(self, count: int, seed: int) -> dict[str, tuple]:
        """The columns of so many mentions."""
        number = 0
        while len(self.places) < count:
            self._article(hash_id("article", seed, number))
            number += 1
        columns = dict(zip(Mention._fields, zip(*self.mentions[:count], strict=True), strict=True))
        return columns | dict(zip(Placed._fields, zip(*self.places[:count], strict=True), strict=True))

    def _article(self, article: str) -> None:
        rng, topic = self.rng, self.world.topic()
        kinds = rng.choices(_KINDS, _KIND_WEIGHTS, k=rng.randint(*MEMBERS))
        things: dict[int, Thing] = {}
        for kind in kinds:
            if kind != "group":
                thing = self.draw[kind](topic)
                if thing.index in things:  # an article names a thing once: another, if the next draw is one
                    thing = self.draw[kind](topic)
                things[thing.index] = thing
        if rng.random() < NAMES_COUNTRY:
            home = topic.states[0].country
            things.setdefault(home.index, home)
        self.seen, ids = {}, {}
        for thing in things.values():
            self._mention(article, thing, ids)
        for _ in range(kinds.count("group")):
            self._group(article, topic)

    def _state(self, topic: Topic):
        return topic.states[0] if self.rng.random() < 0.75 else self.rng.choice(topic.states)

    def _person(self, topic: Topic) -> Thing:
        world, chance = self.world, self.rng.random()
        office = 0.22 if topic.kind in {"politics", "war"} else 0.05
        if chance < 0.04:
            return world.heads.draw(self.rng)
        if chance < 0.04 + office:
            return self._state(topic).office.draw(self.rng)
        return world.passer_by(topic) if chance > 0.78 else world.person_of(topic)

    def _body(self, topic: Topic) -> Thing:
        chance = self.rng.random()
        if chance < 0.13:
            return self.world.shared.draw(self.rng)
        return self._state(topic).bodies[topic.kind].draw(self.rng) if chance < 0.35 else topic.bodies.draw(self.rng)

    def _country(self, topic: Topic) -> Thing:
        world, chance = self.world, self.rng.random()
        if chance < 0.2:
            return world.head_countries.draw(self.rng)
        return (world.state(world.nations.draw(self.rng).code) if chance < 0.3 else self._state(topic)).country

    def _place(self, topic: Topic) -> Thing:
        return (self._state(topic).cities if self.rng.random() < 0.3 else topic.places).draw(self.rng)

    def _mention(self, article: str, thing: Thing, ids: dict[int, str]) -> None:
        wording, rng = self.wording, self.rng
        name, form = wording.name(thing)
        kind = wording.kind_read(thing)
        # One who is named short is named so throughout; the article would be read under the full name else.
        aliases = wording.aliases(thing, name) if form != "short" else []
        represents = ids.get(thing.employer.index) if thing.employer and rng.random() < 0.5 else None
        if kind == thing.kind:
            told = (wording.description(thing), wording.affiliation(thing), None, represents, wording.country(thing))
            identity = self._add(article, thing, Mention(name, kind, form, aliases, *told))
        else:  # who is taken for something else had nothing beside the name that said what it is
            identity = self._add(article, thing, Mention(name, kind, "wrong kind", aliases))
        if identity:
            ids[thing.index] = identity
        if thing.shorts and form == "full" and not aliases and rng.random() < SPLIT_IN_ARTICLE:
            self._add(article, thing, Mention(name=rng.choice(thing.shorts), kind=thing.kind, form="short"))

    def _add(self, article: str, thing: Thing, mention: Mention) -> str | None:
        key = (mention.kind, mention.name)
        # Two of one name and kind would be one row of an article: the second is left out.
        if key in self.seen:
            return None
        identity = self.seen[key] = hash_id(article, *key)
        self.mentions.append(mention)
        self.places.append(Placed(article, identity, thing.index, thing.kind))
        return identity

    def _group(self, article: str, topic: Topic) -> None:
        rng, count = self.rng, None
        if rng.random() < 0.25:
            count = str(rng.choice(_COUNTS))
            name = rng.choice(words("counted")).format(n=count)
        else:
            name = rng.choice(words("groups"))
            if rng.random() < 0.15:
                name = f"{topic.states[0].nation.adjective} {name}"
        if ("group", name) not in self.seen:
            # A group is of its article alone.
            thing = self.world.add(lambda index: Thing(index, "group", name))
            self._add(article, thing, Mention(name=name, kind="group", form="full", headcount=count))
