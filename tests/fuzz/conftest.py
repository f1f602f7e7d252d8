"""Inputs that are nearly real, each test run with many of them; `make fuzz MINUTES=10` runs them with others, for longer."""

import functools
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def count_executions(request, tried):
    """Count the inputs that a test was run with, through the handle that hypothesis leaves for plugins."""
    handle = getattr(request.function, "hypothesis", None)
    if handle is None:
        yield
        return
    run, number = handle.inner_test, 0

    @functools.wraps(run)
    def counted(*given, **named):
        nonlocal number
        number += 1
        return run(*given, **named)

    handle.inner_test = counted
    yield
    handle.inner_test = run
    tried(number, "fuzz executions")


@pytest.fixture(scope="session")
def language_model():
    from extract.facts.language_model import load_language_model

    return load_language_model()
