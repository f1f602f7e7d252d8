"""Benchmarks are scripts that import what stands beside them; their tests do so too."""

import sys
from pathlib import Path

import pytest

from extract.facts.language_model import LanguageModel, load_language_model

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def language_model() -> LanguageModel:
    return load_language_model()
