"""Across articles: which participants are one entity, which articles one story, which mentions one event."""

# Goes up when a rule changes what is linked: everything is then linked anew.
RULES_VERSION = 2
