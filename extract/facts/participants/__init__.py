"""Participants: who acts, is acted on, speaks or attends, all forms of a name together.

`names` are the language model's, mended, with those it missed; `types` decides what each is; `aliases` merges them; `find`
says who takes part and puts groups, descriptions and affiliations beside them.
"""

from extract.facts.participants.find import read_participants
from extract.facts.participants.names import Name, NameSpan, name_spans
from extract.facts.participants.spans import ParticipantSpan
from extract.facts.participants.types import find_names

__all__ = ["Name", "NameSpan", "ParticipantSpan", "find_names", "name_spans", "read_participants"]
