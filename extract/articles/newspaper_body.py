"""The only door to newspaper4k: its reading of a page's body. Asked seldom, hence imported late (0.4 s); never on the network."""

import logging
import warnings
from collections.abc import Callable
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
    chooser = extractor.article_body_extractor
    chooser.nodes_to_check = _in_document_order(chooser.nodes_to_check)
    chooser.compute_gravity_scores = _in_document_order(chooser.compute_gravity_scores)
    if extractor.calculate_best_node(deepcopy(tree)) is None:
        return ()
    text, _ = OutputFormatter(settings).get_formatted(DocumentCleaner(settings).clean(extractor.top_node_complemented))
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _in_document_order(find: Callable[..., list[HtmlElement]]) -> Callable[..., list[HtmlElement]]:
    """The same nodes as they stand in the page: newspaper puts them into sets, and chance would decide between equal scores."""

    def found(argument: object) -> list[HtmlElement]:
        nodes = find(argument)
        places = {node: place for place, node in enumerate(nodes[0].getroottree().iter())} if nodes else {}
        return sorted(nodes, key=lambda node: places.get(node, -1))

    return found
