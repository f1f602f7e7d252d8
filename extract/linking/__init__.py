"""Across articles: which participants are one entity, which articles one story, which mentions one event."""
