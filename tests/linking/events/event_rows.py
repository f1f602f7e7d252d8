"""Rows of the tables that events are made from, and what linking makes of them."""

from extract.contract.derive import arrow_table
from extract.contract.tables import (
    EventMention,
    EventParticipant,
    Figure,
    Participant,
    ParticipantEntity,
    StoryArticle,
)
from extract.linking.events import merge_events


class Rows:
    """Rows of linking by table; `entities` maps participants to what they are, `stories` articles to stories."""

    def __init__(self, mentions, roles=(), people=(), entities=None, *, figures=(), stories=None):
        self.mentions, self.roles, self.people, self.figures = list(mentions), list(roles), list(people), list(figures)
        self.entities = entities or {}
        self.stories = stories or dict.fromkeys((m.article_id for m in mentions), "story")

    def tables(self):
        links = [
            ParticipantEntity(participant_id=p, entity_id=e, rule="name", score=1.0, block="b")
            for p, e in self.entities.items()
        ]
        told = [
            StoryArticle(article_id=a, story_id=s, rule="text", score=1.0, block="b") for a, s in self.stories.items()
        ]
        return [
            arrow_table(table, rows)
            for table, rows in (
                (EventMention, self.mentions),
                (EventParticipant, self.roles),
                (ParticipantEntity, links),
                (StoryArticle, told),
            )
        ]

    def links(self, *overrides):
        return merge_events(
            *self.tables(),
            overrides,
            participants=arrow_table(Participant, self.people),
            figures=arrow_table(Figure, self.figures),
        )

    def rows(self, *overrides):
        return self.links(*overrides).event_merges.to_pylist()

    def events(self, *overrides):
        return {row["event_mention_id"]: row["event_id"] for row in self.rows(*overrides)}


def groups(rows):
    """Sets of mention ids that are one event."""
    found = {}
    for mention_id, event_id in rows.events().items():
        found.setdefault(event_id, set()).add(mention_id)
    return sorted(map(sorted, found.values()))


def are_one(one, other, **said):
    found = Rows([one, other], **said).events()
    return found[one.event_mention_id] == found[other.event_mention_id]


def rule_of(one, other, **said):
    rules = {row["rule"] for row in Rows([one, other], **said).rows()}
    assert len(rules) == 1
    return rules.pop()
