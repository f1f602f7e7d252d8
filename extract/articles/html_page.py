"""An HTML page as a tree and as lines; related articles can be cut out of the tree before the body is read."""

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree, html
from lxml.html import HtmlElement

from extract.articles.splitting import section_kind
from extract.errors import PageError

# Nothing of an article stands in these.
_SILENT = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "nav",
    "footer",
    "form",
    "button",
    "select",
    "head",
)
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "td", "th", "thead", "time", "tr", "ul",
))  # fmt: skip


def parse_html(text: str) -> HtmlElement:
    """The tree of a page. Raises PageError("extraction_failed") for what no parser takes."""
    # recover and huge_tree: libxml2 would otherwise cut a deep or large page without a word.
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise PageError("extraction_failed", f"no HTML: {error}") from error
    if not isinstance(tree, HtmlElement):
        raise PageError("extraction_failed", "no HTML element")
    return tree


def page_lines(tree: HtmlElement) -> list[str]:
    """The page's text, a line for each block, without scripts, menus, footers and forms."""
    pieces: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        is_silent = element.tag in _SILENT
        if event == "start":
            silent += is_silent
            if element.tag in _BLOCKS:
                pieces.append("\n")
            if not silent and element.text:
                pieces.append(_one_line(element.text))
        else:
            silent -= is_silent
            if element.tag in _BLOCKS:
                pieces.append("\n")
            if not silent and element.tail:
                pieces.append(_one_line(element.tail))
    # Empty lines say nothing here: they come from nested blocks.
    return [words for line in "".join(pieces).split("\n") if (words := " ".join(line.split()))]


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")) if "\n" in text else text


def without_related(tree: HtmlElement, headlines: Sequence[str]) -> HtmlElement:
    """A copy of the tree without the section whose heading says that related articles follow and that holds their headlines."""
    copy = deepcopy(tree)
    for element in copy.iter():
        if not isinstance(element.tag, str) or element.tag in _SILENT or len(element) > 3:
            continue
        if section_kind(element.text_content()) == "related" and _cut_from(element, headlines):
            break
    return copy


def _cut_from(heading: HtmlElement, headlines: Sequence[str]) -> bool:
    """Remove the heading, and what follows it on the level where the headlines are."""
    node = heading
    while (parent := node.getparent()) is not None:
        following = [node, *node.itersiblings()]
        text = " ".join(
            " ".join(element.text_content() for element in following if isinstance(element.tag, str)).split()
        )
        if all(headline in text for headline in headlines):
            for element in following:
                element.drop_tree()
            return True
        node = parent
    return False
