"""Events: what happened, is planned, possible or alleged, with who, when and where.

`triggers` finds the words that name events; `roles`, `status`, `when` and `where` read what stands around them; `merging`
makes one of several mentions; `ranking` says which one the headline is about; `titles` names them; `find` puts them together.
"""

from extract.facts.events.event_span import EventSpan
from extract.facts.events.find import keep_participants, read_events
from extract.facts.events.ranking import drop_unlikely

__all__ = ["EventSpan", "drop_unlikely", "keep_participants", "read_events"]
