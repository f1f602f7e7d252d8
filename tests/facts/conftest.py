"""The language model, loaded once for all tests of facts."""

import pytest

from extract.facts.language_model import LanguageModel, load_language_model


@pytest.fixture(scope="session")
def language_model() -> LanguageModel:
    return load_language_model()
