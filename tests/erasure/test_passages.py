"""An erased article is cut out of the page that carries it; its neighbours stay as they are."""

from extract.erasure.passages import take_passages

ERASED = [
    "Harbour of Oslo opens again",
    "The harbour opened on Thursday after two days of storm.",
    "Ferries left at noon for the islands.",
]
KEPT = ["Council mends a street", "The council said that the street would be closed for 12 days."]


def test_a_text_loses_the_lines_and_what_stands_between_them():
    source = "\n".join(
        [
            *KEPT,
            "",
            "2 hours ago",
            "- Daily Two",
            ERASED[0],
            "Jul 3, 2025 14:05",
            *ERASED[1:],
            "",
            "End of page here now",
        ]
    )
    taken = take_passages(source, ERASED, KEPT, ["Daily Two"])
    assert taken.share == 1
    assert taken.text.split() == [
        *" ".join(KEPT).split(),
        "2",
        "hours",
        "ago",
        "-",
        ".",
        "End",
        "of",
        "page",
        "here",
        "now",
    ]


def test_tags_stay():
    source = f"<div><h2>{ERASED[0]}</h2><p>{ERASED[1].replace('opened', '<b>opened</b>')}</p></div><p>{KEPT[1]}</p>"
    taken = take_passages(source, ERASED[:2], KEPT)
    assert taken.text == f"<div><h2></h2><p><b></b>.</p></div><p>{KEPT[1]}</p>"


def test_copies_in_scripts_and_attributes_are_masked():
    source = f'<meta content="{ERASED[1]}"><script>{{"articleBody": "{ERASED[1]}"}}</script><p>{ERASED[1]}</p>'
    taken = take_passages(source, ERASED[1:2], KEPT)
    assert "harbour" not in taken.text
    assert taken.text.startswith('<meta content="███ ███████')
    assert taken.text.endswith("<p>.</p>")


def test_what_others_say_too_stays():
    both = "The minister said on Friday that the bridge would be built."
    taken = take_passages(f"<p>{ERASED[1]}</p><p>{both}</p>", [ERASED[1], both], [both])
    assert both in taken.text
    assert "harbour" not in taken.text


def test_an_article_that_the_page_writes_otherwise_is_said_to_be_missing():
    assert take_passages("<p>Another text with other words stands here.</p>", ERASED, KEPT).share == 0
