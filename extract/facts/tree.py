"""Distances in a sentence's grammar tree."""

from extract.facts.language_model import Token


def steps_between(one: Token, other: Token, limit: int) -> int | None:
    """How many links of the tree lie between two words of a sentence; null beyond the limit."""
    up: dict[int, int] = {}
    token = one
    for steps in range(limit + 1):
        up[token.i] = steps
        if token.head.i == token.i:
            break
        token = token.head
    token = other
    for steps in range(limit + 1):
        if token.i in up:
            total = up[token.i] + steps
            return total if total <= limit else None
        if token.head.i == token.i:
            return None
        token = token.head
    return None
