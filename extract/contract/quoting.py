"""How a text and a name are written into SQL: the one place that does it, for the statements that take no parameters."""


def literal(text: str) -> str:
    """A text as SQL writes it, quotes around it and those within it doubled."""
    return "'" + text.replace("'", "''") + "'"


def identifier(*names: str) -> str:
    """A name as SQL writes it, with those that lead to it before it: database, schema, table."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)
