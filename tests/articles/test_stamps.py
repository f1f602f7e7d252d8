"""Lines that give a time: what else they say, and which lines only look like one."""

from datetime import datetime

import pytest

from extract.articles.lines import as_source
from extract.articles.stamps import read_stamp

CAPTURED = datetime.fromisoformat("2025-07-04T05:48:00+09:00")
TITLE = "Harbour of Bergen to close to all large ships for months"


@pytest.mark.parametrize(
    ("text", "source", "title", "section"),
    [
        ("2 hours ago", None, None, None),
        ("NHK · 2 hours ago", "NHK", None, None),
        ("NHK, 3 July 2025", "NHK", None, None),
        ("NHK 3 hours ago", "NHK", None, None),
        ("NHK | 2 hours ago | Business", "NHK", None, "Business"),
        ("2 hours ago | Business", None, None, "Business"),
        (f"{TITLE} | 2 hours ago", None, TITLE, None),
        (f"{TITLE} | NHK | 2 hours ago", "NHK", TITLE, None),
        (f"{TITLE} – and longer | NHK | Thursday", "NHK", f"{TITLE} – and longer", None),
        (f"Yesterday – {TITLE}", None, TITLE, None),
        (f"Yesterday – {TITLE} – NHK", "NHK", TITLE, None),
        (f"{TITLE} (NHK, Thursday)", "NHK", TITLE, None),
        (f"3. {TITLE} (2 hours ago)", None, TITLE, None),
        ("April 15, 2025 | Politics", None, None, "Politics"),
    ],
)
def test_a_stamp_tells_source_headline_and_section(
    text: str, source: str | None, title: str | None, section: str | None
) -> None:
    stamp = read_stamp(text, CAPTURED)
    assert stamp is not None
    assert (stamp.source, stamp.title, stamp.section) == (source, title, section)
    assert stamp.published.day is not None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Ferry to run again in the north from 3 May",
            "The ministers met two days ago, and will meet again on Friday.",
        ),
        *("Harbour to close", "8:02PM", "29 November 2018 rules for ferries of the northern province of Norway"),
        "x" * 300 + " 2 hours ago",
    ],
)
def test_a_line_with_a_time_in_it_is_no_stamp(text: str) -> None:
    assert read_stamp(text, CAPTURED) is None


@pytest.mark.parametrize("text", ["政府は木曜日、北部の復旧に充てると発表した。", "本当か？", "सरकार ने कहा।"])
def test_a_sentence_of_another_script_is_no_source(text: str) -> None:
    assert as_source(text) is None
    assert as_source("朝日新聞") == "朝日新聞"
