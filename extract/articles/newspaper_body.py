"""The only door to newspaper4k: its reading of a page's body. Asked seldom, hence imported late (0.4 s); never on the network."""

import logging
import warnings
from copy import deepcopy

from lxml.html import HtmlElement

# Of English it knows the words that mark prose; of these it does not without libraries that are not installed.
_WITHOUT_TOKENIZER = frozenset(("ja", "ko", "zh", "hi", "bn", "ta", "te", "th", "ar", "fa", "he", "np", "ur"))


def read_body(tree: HtmlElement, language: str | None = None) -> tuple[str, ...]:
    """The paragraphs of the body; empty where newspaper finds none, or cannot read the language (ISO 639-1).

    Leaves the tree as it is. Only the parts of newspaper that look at a parsed page are called: an Article could follow links.
    """
    if language in _WITHOUT_TOKENIZER:
        return ()
    with warnings.catch_warnings():
        # Without nltk, which only its summaries need, it warns.
        warnings.simplefilter("ignore")
        from newspaper.cleaners import DocumentCleaner  # type: ignore[import-untyped]  # noqa: PLC0415
        from newspaper.configuration import Configuration  # type: ignore[import-untyped]  # noqa: PLC0415
        from newspaper.extractors import ContentExtractor  # type: ignore[import-untyped]  # noqa: PLC0415
        from newspaper.languages import valid_languages  # type: ignore[import-untyped]  # noqa: PLC0415
        from newspaper.outputformatters import OutputFormatter  # type: ignore[import-untyped]  # noqa: PLC0415
    logging.getLogger("newspaper").setLevel(logging.CRITICAL)
    settings = Configuration()
    settings.fetch_images = False
    if language in {code for code, _ in valid_languages()}:
        settings.language = language
    extractor = ContentExtractor(settings)
    if extractor.calculate_best_node(deepcopy(tree)) is None:
        return ()
    text, _ = OutputFormatter(settings).get_formatted(DocumentCleaner(settings).clean(extractor.top_node_complemented))
    return tuple(line.strip() for line in text.split("\n") if line.strip())
