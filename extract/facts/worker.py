"""What a worker process runs for a few articles: rows of the contract come out, so that who asks need not load the model."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from extract.facts.language_model import LanguageModel, load_language_model
from extract.facts.read import ArticleFacts, ArticleText, read_articles

# Reading it once loads what is loaded late, the lists of places above all: once instead of in each worker.
_SAMPLE = ArticleText(
    article_version_id="sample",
    article_id="sample",
    title="Harbour of Oslo reopens after storm",
    text="OSLO - The harbour reopened on Thursday after a storm that killed 14 people, the Norwegian government said. "
    '"The northern pier will take until March to mend," harbour master Kari Nordmann told Reuters.',
)


def read_rows(model_name: str, articles: Iterable[ArticleText]) -> tuple[ArticleFacts, ...]:
    """The rows of each article's facts, in order, without the spans of dates and names, which no table holds.

    Raises MemoryError where there was too little for one: a worker that met its limit is not asked again.
    """
    read = tuple(replace(facts, dates=(), names=()) for facts in read_articles(articles, _model(model_name)))
    # NumPy's is named `_ArrayMemoryError`.
    if short := next((facts.error for facts in read if facts.error and "MemoryError" in facts.error), None):
        raise MemoryError(short)
    return read


def warm_up(model_name: str) -> None:
    """Load the model and read one text of our own. Raises SettingsError where it is not installed or cannot be read."""
    read_rows(model_name, [_SAMPLE])


@cache
def _model(name: str) -> LanguageModel:
    return load_language_model(name)
