"""Strategies for inputs that are nearly real: pieces of golden pages and of grammars, put together, cut, repeated, damaged."""

import gzip
import re
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

GOLDEN = Path(__file__).parents[1] / "golden" / "pages"

SENTENCES = (
    "The ministers met in Oslo on Thursday and agreed to remove all duties on steel and timber by the spring of 2026.",
    "A flood killed 12 people in Porto on 3 July 2025, Mayor Ana Silva said, and some 1,200 homes are without power.",
    "“We will not wait,” said Ida Berg, who leads the party; her rival spoke of “a costly mistake” (see page 4).",
    "Shares of Norsk Værft AS fell 4.5% to €12.30 after the U.S. Senate voted 52-48 against the bill last week.",
    "Die Regierung hat am Dienstag beschlossen, 40 Millionen Euro für neue Brücken auszugeben, sagte der Minister.",
    "政府は木曜日、北部の復旧に120億円を充てると発表した。",
)
STAMPS = (
    *(
        "NHK · 2 hours ago",
        "Reuters | July 4, 2025",
        "4 July 2025",
        "2025-07-04T07:48:00+09:00",
        "By Ana Silva",
        "Yesterday",
    ),
    *(
        "The Ledger, 3 July 2025 10:30",
        "Related Articles",
        "Read more",
        "Comments (12)",
        "More on this story",
        "=====",
        "* * *",
    ),
    *(
        "Updated 31 February 2025",
        "9999-12-31",
        "0001-01-01T00:00:00+14:00",
        "in 99999999999 days",
        "99999999 years ago",
    ),
    *(
        "99999999999999 hours ago",
        "1 minute ago",
        "Mon, 31 Dec 9999 23:59:59 -1200",
        "July 4",
        "12/31/1899",
        "12:61 PM",
    ),
)
ODD = (
    *(
        "",
        " ",
        "\n",
        "\n\n\n",
        "\t",
        "\r\n",
        "\u00a0",
        "\u2028",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\x00",
        "\x0c",
        "\x1a",
        "\x85",
    ),
    *(
        "e\u0301",
        "\ud800",
        "\udfff",
        "\ufffe",
        "😀",
        "ﬁ",
        "İ",
        "ß",
        "½",
        "²",
        "٣",
        "１２",
        "Ⅻ",
        "𝟙",
        "&",
        "<",
        ">",
        '"',
        "'",
    ),
)

words = st.one_of(st.sampled_from(SENTENCES), st.sampled_from(STAMPS), st.sampled_from(ODD), st.text(max_size=20))


@cache
def golden_page(name: str) -> bytes:
    data = (GOLDEN / name).read_bytes()
    return gzip.decompress(data) if name.endswith(".gz") else data


@cache
def golden_names(ending: str) -> tuple[str, ...]:
    return tuple(sorted(path.name for path in GOLDEN.iterdir() if path.name.removesuffix(".gz").endswith(ending)))


@cache
def _golden_tokens() -> tuple[str, ...]:
    """Tags and the words between them."""
    pages = (golden_page(name).decode("utf-8", "replace") for name in golden_names(".html"))
    return tuple(dict.fromkeys(token for page in pages for token in re.findall(r"<[^<>]{0,300}>|[^<>]{1,300}", page)))


@cache
def golden_lines() -> tuple[str, ...]:
    return tuple(line for name in golden_names(".txt") for line in golden_page(name).decode().split("\n"))


_ATTRIBUTES = (
    *('class="related"', 'href="https://b.example/x"', 'href="http://["', 'datetime="2025-07-04T10:00:00Z"', "hidden"),
    *(
        'content="2025-13-45"',
        'property="article:published_time"',
        'name="author"',
        'itemprop="datePublished"',
        "class='",
    ),
    *(
        'charset="utf-7"',
        'rel="canonical"',
        'style="display:none"',
        'width="-1"',
        'width="²"',
        "=",
        '"',
        'lang="xx-\ud800"',
    ),
)
_TAGS = (
    *(
        "p",
        "div",
        "article",
        "section",
        "main",
        "h1",
        "h2",
        "h3",
        "a",
        "b",
        "span",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "hr",
    ),
    *(
        "br",
        "img",
        "time",
        "meta",
        "link",
        "title",
        "script",
        "style",
        "template",
        "form",
        "button",
        "nav",
        "aside",
        "svg",
    ),
    *("footer", "header", "figure", "figcaption", "blockquote", "html", "head", "body", "base", "noscript", "textarea"),
    *(
        "summary",
        "details",
        "plaintext",
        "frameset",
        "select",
        "option",
        "math",
        "iframe",
        "x-box",
        "o:p",
        "dl",
        "dt",
        "dd",
    ),
)
_SCRIPTS = (
    '{"@type":"NewsArticle","headline":"A","datePublished":"2025-07-04","author":{"name":"Ana Silva"}}',
    '{"@graph":[{"@type":["Article"],"author":[{"name":[1,null]}],"publisher":7,"dateModified":{}}]}',
    '{"@type":"LiveBlogPosting","liveBlogUpdate":[{"datePublished":"2025-07-04T10:00:00Z"},3,"x"]}',
    '[[[{"@type":"NewsArticle","articleBody":"x","isAccessibleForFree":"False"}]]]',
    '{"@type":"NewsArticle","datePublished":1e400,"dateModified":-1,"url":"http://[","image":null}',
    '{"@type":"NewsArticle","author":"' + "A, B and C; " * 20 + '"',
    "null",
    '"x"',
    "{",
)


@st.composite
def _element(draw: st.DrawFn) -> str:
    tag = draw(st.sampled_from(_TAGS))
    attributes = " ".join(draw(st.lists(st.sampled_from(_ATTRIBUTES), max_size=3)))
    inside = draw(words)
    end = draw(st.sampled_from((f"</{tag}>", f"</{tag}>", "", "</div>", "/>")))
    return f"<{tag} {attributes}>{inside}{end}"


_html_piece = st.one_of(
    _element(),
    st.builds("<p>{}</p>".format, words),
    st.builds("<article><h2>{}</h2><span>{}</span><p>{}</p></article>".format, words, st.sampled_from(STAMPS), words),
    st.builds(
        '<meta property="{}" content="{}">'.format,
        st.sampled_from(
            (
                "article:published_time",
                "og:title",
                "author",
                "og:site_name",
                "og:url",
                "article:modified_time",
                "robots",
            )
        ),
        words,
    ),
    st.builds('<script type="application/ld+json">{}</script>'.format, st.sampled_from(_SCRIPTS)),
    st.sampled_from(
        (
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "&#12;",
            "&#xD800;",
            "&#99999999999;",
            "&nbsp;",
            "&bogus;",
            "</body></html>",
        )
    ),
    st.deferred(lambda: st.sampled_from(_golden_tokens())),
)


@st.composite
def html(draw: st.DrawFn) -> str:
    """A page: one of pieces, or a golden one with pieces put in, a part cut out or said twice."""
    pieces = draw(st.lists(_html_piece, max_size=12))
    if draw(st.booleans()):
        head = draw(
            st.sampled_from(
                ("", "<!DOCTYPE html>", "<html><head><title>Flood in Porto</title></head><body>", "<?xml?>")
            )
        )
        story = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[: draw(st.integers(0, 6))])
        return f"{head}<article><h1>Flood in Porto</h1>{story}{''.join(pieces)}"
    page = golden_page(draw(st.sampled_from(golden_names(".html")))).decode("utf-8", "replace")[:40_000]
    for piece in pieces:
        at = draw(st.integers(0, len(page)))
        end = min(len(page), at + draw(st.sampled_from((0, 0, 1, 50, 3000))))
        page = page[:at] + piece * draw(st.sampled_from((1, 1, 1, 30))) + page[end:]
    return page


charsets = st.sampled_from((
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp1251", "gb18030", "shift_jis"),
    *("euc_jp", "iso2022_jp", "big5", "koi8_r", "cp949", "cp1255", "iso8859_8", "utf-7"),
))  # fmt: skip
labels = st.one_of(st.none(), charsets, st.sampled_from((
    *("x-user-defined", "hex", "idna", "rot13", "zip", "unicode_escape", "UTF8", "'utf-8'", "", "\x00", "latin1", "ebcdic-cp-be"),
    *("x-mac-cyrillic", "iso-8859-8-i", "replacement", "undefined", "a" * 999, "utf-8; q=1", "\ud800"),
)))  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Bytes with some flipped, cut out, put in or said twice; often none."""
    data = bytearray(whole)
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2, 5)))):
        at = draw(st.integers(0, len(data)))
        match draw(st.integers(0, 4)):
            case 0 if at < len(data):
                data[at] ^= 1 << draw(st.integers(0, 7))
            case 1:
                data[at:at] = draw(st.binary(max_size=8))
            case 2:
                del data[at : at + draw(st.sampled_from((1, 2, 100)))]
            case 3:
                data[at:at] = data[max(0, at - 200) : at]
            case _:
                del data[at:]
    return bytes(data)


@st.composite
def encoded(draw: st.DrawFn, text: st.SearchStrategy[str]) -> bytes:
    """A text as bytes in some charset, whole or damaged."""
    whole = draw(text).encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return draw(damaged(whole.encode(draw(charsets), "replace")))


@st.composite
def plain_page(draw: st.DrawFn) -> str:
    """A flattened page: lines of golden ones and of others, with gaps and rules between them."""
    line = st.one_of(
        words, st.sampled_from(golden_lines()), st.sampled_from(("", "", "#" * 3 + " A heading", "[a](http://b)"))
    )
    lines = draw(st.lists(line, max_size=40))
    return draw(st.sampled_from(("\n", "\n", "\n\n", "\r\n", "\n" + "=" * 30 + "\n"))).join(lines)
