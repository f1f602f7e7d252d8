"""How many inputs a test is run with, and which: the same ones on every push, new ones where `DAYBOOK_FUZZ` says how many."""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

_ASKED = os.environ.get("DAYBOOK_FUZZ")


def fuzz(
    examples: int = 100, **strategies: SearchStrategy[Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test with inputs of these strategies. examples: how many on every push; `DAYBOOK_FUZZ` is how many times as many."""
    bounds = settings(
        max_examples=examples * int(_ASKED or 1),
        derandomize=_ASKED is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=_ASKED is not None,
    )
    return lambda test: bounds(given(**strategies)(test))
