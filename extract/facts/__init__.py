"""Article to facts: figures, participants, event mentions, roles, statements, dates and names, each with its words."""

# Goes up when a rule changes what is read: every batch of an older version is read again.
RULES_VERSION = 5
