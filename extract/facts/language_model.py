"""The English language model that tags, parses and names every text: the only door to spaCy."""

import re
from collections.abc import Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from thinc.api import NumpyOps
from threadpoolctl import threadpool_limits

from extract.facts.installed_models import DEFAULT_MODEL, model_folder, unreadable_model, version_of
from extract.facts.word_classes import remember_word_classes

__all__ = ["Doc", "LanguageModel", "Span", "Token", "load_language_model", "text_of"]

# 20,000 characters need about 200 MB in the parser; longer texts are read in parts and joined.
_PART_CHARS = 20_000
# A run without a space longer than any word: the tokenizer's patterns take seconds on it and no fact is in it.
_ENDLESS_WORD = re.compile(r"\S{1000,}")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BATCH_TEXTS = 16
# Where a document keeps its text.
_TEXT = "text"


class LanguageModel:
    """A loaded model. `name` is the package asked for, `version` the model's own name and version ("en_core_web_md-3.8.0")."""

    __slots__ = ("_nlp", "name", "version")

    def __init__(self, name: str, nlp: Language) -> None:
        self.name = name
        self.version = version_of(nlp.meta)
        self._nlp = nlp

    def read(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Yields one parsed document per text, in order; any length, any characters.

        Character offsets in a document are offsets in its text. Characters that no model can read (lone surrogates,
        words of more than 1,000 characters) are replaced one by one in the document, never dropped.
        """
        pending: list[int] = []
        parts: list[str] = []
        for text in texts:
            pieces = _cut_parts(_replace_unreadable(text))
            pending.append(len(pieces))
            parts += pieces
            if len(parts) >= _BATCH_TEXTS:
                yield from self._join(pending, parts)
                pending, parts = [], []
        yield from self._join(pending, parts)

    def _join(self, pending: list[int], parts: list[str]) -> Iterator[Doc]:
        docs = self._nlp.pipe(parts, batch_size=_BATCH_TEXTS)
        for count in pending:
            pieces = [next(docs) for _ in range(count)]
            yield pieces[0] if count == 1 else Doc.from_docs(pieces, ensure_whitespace=False)


def text_of(doc: Doc) -> str:
    """A document's text, made once: `doc.text` joins its words anew each time, through a Python object for each."""
    text: str | None = doc.user_data.get(_TEXT)
    if text is None:
        text = doc.user_data[_TEXT] = doc.text
    return text


def load_language_model(name: str = DEFAULT_MODEL) -> LanguageModel:
    """Loads an installed model by its package's name. Raises SettingsError where it is not installed or cannot be read."""
    folder = model_folder(name)
    try:
        nlp = spacy.load(folder)
    except (OSError, ValueError) as error:
        raise unreadable_model(name, folder, error) from error
    _multiply_with_numpy(nlp)
    remember_word_classes(nlp)
    # For good, in this process: threads for matrices as small as a text's cost more than they bring.
    threadpool_limits(limits=1, user_api="blas")
    return LanguageModel(name, nlp)


def _multiply_with_numpy(nlp: Language) -> None:
    """Have matrices multiplied by NumPy's OpenBLAS, not by BLIS: a third fewer seconds for the whole pipeline.

    On 700 news texts of a million characters every tag, head, lemma and name was the same, in batches of 1, 5, 16 and 64.
    """
    for _, part in nlp.pipeline:
        model = getattr(part, "model", None)
        for layer in model.walk() if model is not None else ():
            # Other operations than NumPy's have no such choice.
            if isinstance(layer.ops, NumpyOps):
                layer.ops.use_blis = False


def _replace_unreadable(text: str) -> str:
    text = _LONE_SURROGATE.sub("\ufffd", text)
    return _ENDLESS_WORD.sub(lambda match: " " * len(match[0]), text)


def _cut_parts(text: str) -> list[str]:
    """A long text in parts that together are the text: cut after a paragraph, else after a word."""
    parts = []
    start = 0
    while len(text) - start > _PART_CHARS:
        limit = start + _PART_CHARS
        cut = text.rfind("\n", start + 1, limit) + 1 or text.rfind(" ", start + 1, limit) + 1 or limit
        parts.append(text[start:cut])
        start = cut
    return [*parts, text[start:]]
