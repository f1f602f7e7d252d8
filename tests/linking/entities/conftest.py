"""Ways to ask what linking made of invented participants."""

import pytest

from extract.contract.tables import Participant
from extract.linking.entities import link_entities


class Linked:
    """The entities of some participants, asked for by participant."""

    def __init__(self, make, participants, overrides=()):
        self.links = link_entities(make.table(*participants, of=Participant), overrides)
        self._rows = {row["participant_id"]: row for row in self.links.participant_entities.to_pylist()}
        self._entities = {row["entity_id"]: row for row in self.links.entities.to_pylist()}

    def id(self, participant):
        return self._rows[participant.participant_id]["entity_id"]

    def rule(self, participant):
        return self._rows[participant.participant_id]["rule"]

    def score(self, participant):
        return self._rows[participant.participant_id]["score"]

    def entity(self, participant):
        return self._entities[self.id(participant)]

    def are_one(self, *participants):
        return len({self.id(participant) for participant in participants}) == 1

    def aliases(self, participant):
        rows = self.links.entity_aliases.to_pylist()
        return {row["alias"]: row["rule"] for row in rows if row["entity_id"] == self.id(participant)}


@pytest.fixture(scope="session")
def link(make):
    """Link participants and ask for their entities."""
    return lambda *participants, overrides=(): Linked(make, participants, overrides)


@pytest.fixture(scope="session")
def person(make):
    return lambda article, name, **said: make.participant(article, name, "person", **said)


@pytest.fixture(scope="session")
def body(make):
    return lambda article, name, **said: make.participant(article, name, "organisation", **said)


@pytest.fixture(scope="session")
def place(make):
    return lambda article, name, **said: make.participant(article, name, "place", **said)


@pytest.fixture(scope="session")
def country(make):
    return lambda article, name, code: make.participant(article, name, "country", country=code)
