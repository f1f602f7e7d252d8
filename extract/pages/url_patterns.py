"""Patterns on URLs: `*` stands for any characters, everything else for itself; upper and lower case are the same."""


def check_pattern(pattern: str) -> None:
    """Raise ValueError saying what is wrong with a pattern."""
    if not pattern.strip() or any(char.isspace() for char in pattern):
        raise ValueError(f"{pattern!r} is empty or holds a space, which no URL does")
    for char in "[]{}":
        if char in pattern:
            raise ValueError(f"{pattern!r}: only * is special, {char} is not: write two patterns")
    if "*" not in pattern and "://" not in pattern:
        raise ValueError(f"{pattern!r} has no * and is no whole URL, so it matches none: *{pattern}* ?")


def matches(pattern: str, url: str) -> bool:
    """Whether the whole URL fits the pattern. Takes time in proportion to both: it never goes back."""
    url = url.casefold()
    first, *others = pattern.casefold().split("*")
    if not others:
        return url == first
    *middle, last = others
    if not url.startswith(first) or not url.endswith(last):
        return False
    at = len(first)
    for part in middle:
        found = url.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return at <= len(url) - len(last)
