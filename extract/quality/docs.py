"""Makes Great Expectations' pages safe to open anywhere: no script, no request to another host, a stylesheet of our own."""

import os
import re
import shutil
from importlib.resources import files
from pathlib import Path

from lxml import html
from lxml.etree import _Element

# A browser that obeys it runs no script and asks nobody, whatever a page should hold.
POLICY = "default-src 'none'; style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data:; base-uri 'none'"
STYLESHEET = "quality.css"
_DROPPED = ("script", "link", "iframe", "object", "embed", "img", "form", "base", "meta", "style", "button", "input")
_ELSEWHERE = re.compile(r"^\s*(https?:|//|javascript:|data:|vbscript:)", re.IGNORECASE)


def style_docs(index: Path) -> Path:
    """Rewrite every page of the site whose first page is `index`; returns it."""
    site = index.parent
    # Their stylesheets are written for those of other hosts, and their pictures say nothing.
    shutil.rmtree(site / "static", ignore_errors=True)
    write_stylesheet(site)
    for page in site.rglob("*.html"):
        page.write_bytes(_clean(page, os.path.relpath(site / STYLESHEET, page.parent)))
    return index


def write_stylesheet(folder: Path) -> None:
    """Put the stylesheet beside pages."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STYLESHEET).write_bytes((files("extract.quality") / STYLESHEET).read_bytes())


def head(title: str, stylesheet: str = STYLESHEET) -> str:
    """The start of a page of ours; the title must be escaped."""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{POLICY}"><meta name="viewport" content="width=device-width"><title>{title}</title>'
        f'<link rel="stylesheet" href="{stylesheet}"></head>\n'
    )


def _clean(page: Path, stylesheet: str) -> bytes:
    tree = html.document_fromstring(page.read_bytes())
    title = (tree.findtext(".//title") or "").strip() or "Checks"
    for element in list(tree.iter(*_DROPPED)):
        if isinstance(element, html.HtmlElement):
            element.drop_tree()
    for element in tree.iter():
        if isinstance(element.tag, str):
            _strip_attributes(element)
    for link in tree.iter("a"):
        href = str(link.get("href", ""))
        # The pages of suites, which are not made.
        if not _ELSEWHERE.match(href) and not (page.parent / href.partition("#")[0]).exists():
            del link.attrib["href"]
    body = tree.find("body")
    given = html.tostring(body if body is not None else tree, encoding="unicode", method="html")
    return f"{head(_escape(title), stylesheet)}{given}\n</html>\n".encode()


def _strip_attributes(element: _Element) -> None:
    for name, value in list(element.attrib.items()):
        # Links that a person clicks stay; what a browser would load or run by itself goes.
        is_clicked = element.tag == "a" and str(value).lower().lstrip().startswith(("http:", "https:"))
        is_run = str(name).lower().startswith("on") or name in ("style", "srcset", "srcdoc", "background", "action")
        if is_run or (name in ("href", "src", "poster", "data") and _ELSEWHERE.match(str(value)) and not is_clicked):
            del element.attrib[name]


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
