"""Small hostile pages by the hundred: each piece of dirt in each place of a page."""

from collections.abc import Iterator

STORY = "".join(
    f"<p>Part {number}: the council met on Tuesday and agreed to spend 12 million euros on 40 new buses for the north.</p>"
    for number in range(5)
)
# What breaks parsers, or what only looks as if it did.
DIRT = (
    *("&#12;", "&#0;", "&#xD800;", "&#99999999999;", "&bogus;", "&#", "\x00", "\x1a", "\u2028", "\u202e", "\ufeff"),
    *("<", "</", "<!", "<!--", "-->", "<![CDATA[", "]]>", "<?php", "?>", "<script>", "</script>", "<style>", "<title>"),
    *("<textarea>", "<plaintext>", "</body></html>", "<body>", "<frameset>", "<svg><p>", "<math><mi>", "<select><option>"),
    *("<base href='http://['>", "<form>", '"', "'", '<p class="', "<a href='javascript:alert(1)'>", "{{ 7 * 7 }}"),
    *("<img src=x onerror=alert(1)>", "'; drop table x; --", "=cmd|' /C calc'!A0", "e" + "\u0301" * 200, "\ud800"),
)  # fmt: skip
_BODY = "<body><article><h1>Buses</h1>{story}</article></body></html>"
_HEAD = "<html><head><title>Buses</title>"
PLACES = (
    "{dirt}<html><head><title>Buses</title></head>" + _BODY,
    "<html><head><title>Bu{dirt}ses</title></head>" + _BODY,
    _HEAD + '<meta name="author" content="A{dirt}B"></head>' + _BODY,
    _HEAD + '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{dirt}"}}</script></head>' + _BODY,
    "<html><body><article><h1>Buses {dirt}</h1>{story}</article></body></html>",
    '<html><body><article class="{dirt}"><h1>Buses</h1>{story}</article></body></html>',
    "<html><body><article><h1>Buses</h1>{story}<p>And {dirt} more</p>{story}</article></body></html>",
)


def dirty_pages() -> Iterator[tuple[str, bytes]]:
    """File names and bodies."""
    for number, dirt in enumerate(DIRT):
        for place, page in enumerate(PLACES):
            body = page.format(dirt=dirt, story=STORY)
            yield f"dirt_{number:02}_{place}.html", body.encode("utf-8", "surrogatepass")
