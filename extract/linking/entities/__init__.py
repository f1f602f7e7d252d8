"""Entities: the participants of all articles that are one person, organisation, country, place or group.

Names are folded (`forms`) and brought together by keys (`form_keys`); groups of names that share a key are a block, and nothing
outside a block and its articles matters to it. In a block the participants of one name are split where evidence parts them
(`splitting`), names that may be one entity's are joined (`joining`), and short names go to the one entity they fit
(`short_names`). Evidence is weighed as log-odds over profiles (`profiles`, `entity_weights.csv`); a score is the probability
that they add up to. What people decided comes last (`decisions`).

Rules of a participant and of a form of a name: name (the same words), country_code, group (a described group is its article's
own), short_name (a surname), acronym, alias (an article says so), nickname, spelling, typo, middle (with or without a middle
name), initial, suffix (Jr.), word_order, kind (the same words taken for another kind), decided (a person said so).
"""

from extract.linking.entities.link import link_entities, name_keys
from extract.linking.entities.rows import EntityLinks
from extract.linking.entities.units import COLUMNS

__all__ = ["COLUMNS", "EntityLinks", "link_entities", "name_keys"]
