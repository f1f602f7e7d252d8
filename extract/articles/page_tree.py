"""An HTML page as a tree that holds all of it, or a word that it does not."""

import re
from html import unescape
from itertools import islice

from lxml import etree, html
from lxml.html import HtmlElement

from extract.articles.lines import is_prose
from extract.errors import PageError

# News pages have some thousands; a page of 5 MB of tiny elements would take minutes.
_MAX_ELEMENTS = 100_000
# In a page nested too deeply all but these elements only wrap.
_WRAPPERS = re.compile(
    r"</?(?!(?:p|h[1-6]|br|hr|dt|dd|pre|img|html|head|body|title|meta|link|script|style|noscript|template|textarea|iframe)\b)"
    r"[a-z][^<>]*>",
    re.IGNORECASE,
)
# Browsers go on with the page after these; libxml2 drops what follows.
_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_STARTS = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
# What holds text that is no markup, up to its own end or, where that is missing, up to the end of the page.
_RAW = re.compile(
    r"<(?P<name>!--|(?:script|style|textarea|title|iframe|noscript|xmp|noframes|noembed|plaintext)\b)", re.IGNORECASE
)
_RAW_ENDS = {
    name: re.compile(rf"</{name}\b", re.IGNORECASE)
    for name in (
        "script",
        "style",
        "textarea",
        "title",
        "iframe",
        "noscript",
        "xmp",
        "noframes",
        "noembed",
        "plaintext",
    )
} | {"!--": re.compile(r"--!?>")}
_PARAGRAPH = re.compile(r"<p\b[^<>]*>([^<>]+)", re.IGNORECASE)
# No article stands in these by their meaning, and extractors drop them. Where an article does, it is wrapped in one (a page
# in one `<form>` is common), or one was never closed.
_MISUSED = frozenset((
    "form", "button", "label", "fieldset", "select", "option", "dialog", "marquee", "map", "embed", "noembed", "svg", "math",
    "object", "applet", "canvas", "audio", "video", "frameset",
))  # fmt: skip
_ASIDES = ("nav", "footer", "aside", "header")
_FIGURES = (
    "img",
    "picture",
    "video",
    "audio",
    "iframe",
    "svg",
    "object",
    "embed",
    "canvas",
    "pre",
    "table",
    "figcaption",
    "blockquote",
)
# One class for every element: lxml chooses by tag in Python, each time an element is looked at.
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
# Newsletter forms have a paragraph or two of small print.
_MIN_PARAGRAPHS, _READ_PARAGRAPHS = 3, 200


def parse_html(text: str) -> HtmlElement:
    """The tree of a page, whole; `is_cut` says whether the page itself hides its end.

    Raises PageError: no_article for nothing, too_big for too many elements, extraction_failed for what no parser takes whole.
    """
    text = _ENDS.sub(" ", text)
    tree, is_whole = _parse(text)
    if not is_whole:
        # Nested deeper than libxml2 goes (2,048): without the elements that only wrap, the paragraphs are left.
        tree, is_whole = _parse(_WRAPPERS.sub(" ", text))
    if not is_whole:
        raise PageError("extraction_failed", "the page is nested too deeply to be read whole")
    if sum(1 for _ in tree.iter()) > _MAX_ELEMENTS:
        raise PageError("too_big", f"the page has more than {_MAX_ELEMENTS:,} elements")
    _open_misused(tree, text)
    return tree


def _parse(text: str) -> tuple[HtmlElement, bool]:
    """A tree, and whether it holds the whole page: libxml2 cuts a deep or large one and says so only in its log."""
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        tree = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError as error:
        raise PageError("no_article", f"the page holds no element: {error}") from error
    except (etree.LxmlError, ValueError) as error:
        raise PageError("extraction_failed", f"no HTML: {error}") from error
    if not isinstance(tree, HtmlElement):
        raise PageError("extraction_failed", "no HTML element")
    return tree, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _open_misused(tree: HtmlElement, text: str) -> None:
    """Make a plain `<div>` of each element that extractors would drop with the article in it."""
    unclosed = {tag for tag in _ASIDES if text.count(f"<{tag}") > text.count(f"</{tag}")}
    prose = {paragraph for paragraph in tree.iter("p") if is_prose(paragraph.text_content())}
    for element in list(tree.iter(*_MISUSED, *unclosed)):
        # Of thousands of them in each other, the first paragraphs tell.
        if sum(paragraph in prose for paragraph in islice(element.iter("p"), _READ_PARAGRAPHS)) >= _MIN_PARAGRAPHS:
            element.tag = "div"
    for figure in tree.iter("figure"):
        if next(figure.iter(*_FIGURES), None) is None and not prose.isdisjoint(
            islice(figure.iter("p"), _READ_PARAGRAPHS)
        ):
            figure.tag = "div"
    for table in tree.iter("table"):
        if next(table.iter("tr"), None) is None:
            table.tag = "div"


def is_cut(text: str, tree: HtmlElement) -> bool:
    """Whether the end of a page is missing from its tree: a comment, a script or a quote in it was never closed.

    A page that ends inside a sentence, without the end of its document, was cut on its way.
    """
    read, unread = _split_raw(text)
    if any(is_prose(found[1]) for found in _PARAGRAPH.finditer(unread)):
        return True
    words = " ".join(tree.text_content().split())
    if _STARTS.search(text) and not _ENDS.search(text) and words[-1:].isalnum():
        return True
    last = next((found for found in reversed(_PARAGRAPH.findall(read)) if is_prose(found)), "")
    return " ".join(unescape(last).split()) not in words


def _split_raw(text: str) -> tuple[str, str]:
    """The page without comments, scripts and their like; and what stands in the one that is never closed."""
    kept: list[str] = []
    at = 0
    while opened := _RAW.search(text, at):
        kept.append(text[at : opened.start()])
        name = opened["name"].lower()
        # `<!-->` is a comment already.
        closed = _RAW_ENDS[name].search(text, opened.end() - (2 if name == "!--" else 0))
        if closed is None:
            return "".join(kept), text[opened.end() :]
        at = closed.end()
    kept.append(text[at:])
    return " ".join(kept), ""
