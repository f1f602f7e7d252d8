"""Event mentions of invented articles."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def tell(make):
    """An event mention whose label is `title`, by default its trigger."""

    def told(article, type_, trigger, title=None, **said):
        more = {
            key: said.pop(key)
            for key in ("evidence", "status", "salience", "date_method", "place_method")
            if key in said
        }
        made = make.mention(article, type_, trigger, **said)
        return replace(made, title=title or trigger, **{"place_method": "text", **more})

    return told


@pytest.fixture
def cast(make):
    """People of one name each in several mentions: (roles, participants, entities)."""

    def made(*who):
        people = [make.participant(m.article_id, name, kind) for m, name, kind, _ in who]
        roles = [replace(make.role(w[0], p), role=w[3]) for w, p in zip(who, people, strict=True)]
        return {"roles": roles, "people": people, "entities": {p.participant_id: p.name for p in people}}

    return made
