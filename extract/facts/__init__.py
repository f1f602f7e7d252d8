"""Article to facts: figures, participants, event mentions, roles, statements, dates and names, each with its words."""
