"""The world behind the news: nations with those who speak for them, and topics with their own people, bodies and places."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate

from linking_world import bodies
from linking_world.material import Nation, Thing, Weighted, nations, read
from linking_world.people import RELATIVE, People, surname_of

# Shares of topics: what general news is about.
KINDS = {"politics": 26, "business": 18, "sport": 18, "crime": 14, "disaster": 8, "culture": 8, "science": 4, "war": 4}
_FOREIGN_CULTURES = ("english", "indian", "arabic", "spanish", "chinese", "african", "turkish")
# The people of one topic and its bodies and places; the first of each are named in most of its articles.
_PEOPLE, _BODIES, _PLACES = 26, 9, 6
_OFFICES = (
    "president", "prime minister", "foreign minister", "defence minister", "finance minister", "interior minister",
    "opposition leader", "party leader", "spokesman", "health minister", "senator", "lawmaker", "ambassador", "governor",
)  # fmt: skip


@dataclass(slots=True)
class State:
    """A nation, its bodies by topic, those in office, its cities."""

    nation: Nation
    country: Thing
    bodies: dict[str, Weighted]
    office: Weighted
    cities: Weighted


@dataclass(slots=True)
class Topic:
    """What a chain of articles is about."""

    kind: str
    states: list[State]
    people: dict[int, Thing]
    bodies: Weighted
    places: Weighted
    passers_by: list[Thing] = field(default_factory=list)


class World:
    """Makes states and topics when they are first written about; the same seed makes the same world."""

    def __init__(self, rng: random.Random, topic_count: int) -> None:
        self.rng = rng
        self.things: list[Thing] = []
        self.makers = People(rng)
        self.organisations = bodies.Organisations(rng)
        self.roles = {row["role"]: [row["role"], *filter(None, row["others"].split("|"))] for row in read("roles")}
        self.roles_of = {kind: [row["role"] for row in read("roles") if row["topic"] == kind] for kind in KINDS}
        self._states: dict[str, State] = {}
        self._topics: dict[int, Topic] = {}
        self._towns: set[str] = set()
        # News has few large topics and many small ones.
        self._topic_numbers = Weighted.by_rank(list(range(topic_count)), 0.85, 4)
        self._ranks = Weighted.by_rank(list(range(_PEOPLE)))
        listed = nations()
        self.nations = Weighted(listed, list(accumulate(nation.share for nation in listed)))
        shared = bodies.of_the_world(0)
        self.things += [thing for _, thing in shared]
        self.shared = Weighted([thing for _, thing in shared], list(accumulate(share for share, _ in shared)))
        known = [self.state(code) for code in ("US", "RU", "CN", "GB", "UA", "FR", "DE", "IL", "IN", "TR")]
        self.heads = Weighted.by_rank([state.office.items[0] for state in known])
        self.head_countries = Weighted.by_rank([state.country for state in known])

    def add(self, make: Callable[[int], Thing]) -> Thing:
        thing = make(len(self.things))
        self.things.append(thing)
        return thing

    def state(self, code: str) -> State:
        if code not in self._states:
            nation = bodies.nation_of(code)
            country = self.add(lambda index: bodies.country(index, nation))
            made = self.organisations.of_state(len(self.things), nation)
            self.things += [thing for _, thing in made]
            by_kind = {
                kind: Weighted.by_rank([thing for topics, thing in made if kind in topics.split()], 0.7, 2)
                for kind in KINDS
            }
            office = [self.person(nation, (office,), is_known=True) for office in _OFFICES]
            cities = [self.add(lambda index, name=name: bodies.place(index, name, nation)) for name in nation.cities]
            self._states[code] = State(
                nation, country, by_kind, Weighted.by_rank(office), Weighted.by_rank(cities, 0.8)
            )
        return self._states[code]

    def person(
        self,
        nation: Nation,
        roles: tuple[str, ...],
        like: Thing | None = None,
        employer: Thing | None = None,
        *,
        is_known: bool = False,
    ) -> Thing:
        culture = nation.culture
        if like is None and self.rng.random() < 0.15:
            culture = self.rng.choice(_FOREIGN_CULTURES)
        relative = ("", "", surname_of(like)) if like else None
        thing = self.add(lambda index: self.makers.person(index, culture, nation, like=relative, is_known=is_known))
        thing.roles, thing.employer = roles, employer
        return thing

    def topic(self) -> Topic:
        number = self._topic_numbers.draw(self.rng)
        if number not in self._topics:
            self._topics[number] = self._new_topic()
        return self._topics[number]

    def _new_topic(self) -> Topic:
        rng = self.rng
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        count = rng.choice((1, 1, 2, 3)) if kind in {"politics", "war"} else rng.choice((1, 1, 1, 2))
        states = list(
            {nation.code: self.state(nation.code) for nation in (self.nations.draw(rng) for _ in range(count))}.values()
        )
        home = states[0]
        places = [home.cities.draw(rng) for _ in range(2)]
        places += [self._town(state.nation) for state in (*states, *states, home, home)]
        of_state = [state.bodies[kind].draw(rng) for state in states for _ in range(2)]
        made = [self._body(kind, rng.choice(states), rng.choice(places)) for _ in range(_BODIES - len(of_state))]
        all_bodies = list({thing.index: thing for thing in (*made, *of_state)}.values())
        rng.shuffle(all_bodies)
        return Topic(
            kind, states, {}, Weighted.by_rank(all_bodies, 0.9),
            Weighted.by_rank(list({thing.index: thing for thing in places}.values())[:_PLACES], 0.8),
        )  # fmt: skip

    def person_of(self, topic: Topic) -> Thing:
        """One of the topic's people; they come into being as they are first named."""
        rank = self._ranks.draw(self.rng)
        if rank not in topic.people:
            rng = self.rng
            state = topic.states[0] if rng.random() < 0.7 else rng.choice(topic.states)
            like = rng.choice(list(topic.people.values())) if topic.people and rng.random() < RELATIVE else None
            employer = rng.choice(topic.bodies.items) if rng.random() < 0.6 else None
            roles = tuple(rng.sample(self.roles_of[topic.kind], 2))
            topic.people[rank] = self.person(state.nation, roles, like, employer)
        return topic.people[rank]

    def _town(self, nation: Nation) -> Thing:
        name = bodies.town(self.rng)
        # Two towns of one name are the exception.
        while name in self._towns and self.rng.random() > 0.05:
            name = bodies.town(self.rng)
        self._towns.add(name)
        return self.add(lambda index: bodies.place(index, name, nation))

    def _body(self, kind: str, state: State, city: Thing) -> Thing:
        surname = self.makers.surname(state.nation.culture)
        return self.add(lambda index: self.organisations.made(index, kind, state.nation, city.full, surname))

    def passer_by(self, topic: Topic) -> Thing:
        """Someone who is in the news once; now and then the next article of the topic has them again."""
        rng = self.rng
        if topic.passers_by and rng.random() < 0.15:
            return topic.passers_by[-1]
        state = rng.choice(topic.states)
        topic.passers_by.append(self.person(state.nation, (rng.choice(self.roles_of[topic.kind]),)))
        return topic.passers_by[-1]
