"""Copies: an edited, cut or framed copy points to the first; what only shares a quotation or a slogan is none."""

import os
import random
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from extract.articles.near_duplicates import Wording, find_copies, link_copies
from extract.articles.word_sequences import candidate_pairs, shingles

MORNING = datetime(2025, 7, 4, 6, tzinfo=UTC)


def _words(seed, count):
    rng = random.Random(seed)  # noqa: S311 - the same words each time
    return [f"w{rng.randrange(4000)}" for _ in range(count)]


def _text(seed, paragraphs=6, words=50):
    return "\n".join(" ".join(_words(f"{seed} {number}", words)) + "." for number in range(paragraphs))


def _wording(name, text, hours=0, *, article=None, publisher=None, title=None):
    return Wording(name, article or name, title or f"Title {name}", text, publisher, MORNING + timedelta(hours=hours))


def _found(*wordings):
    return {row.article_version_id: row.first_article_version_id for row in find_copies(wordings)}


def _edited(text):
    return " ".join("other" if number % 15 == 7 else word for number, word in enumerate(text.split(" ")))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.upper().replace(".", " ;"),
        _edited,
        lambda text: "\n".join(reversed(text.split("\n"))),
        lambda text: "\n".join(text.split("\n")[:3]),
        lambda text: f"{_text(98, 1, 20)}\n{text}\n{_text(99, 1, 20)}",
        lambda text: _text(97, 1, 20) + "\n" + "\n".join(text.split("\n")[:3]),
    ],
    ids=["same", "punctuation", "edited", "reordered", "cut", "framed", "cut and framed"],
)
def test_a_copy_points_to_the_first(change):
    original = _text(1)
    others = [_wording(f"z{number}", _text(number + 10)) for number in range(5)]
    assert _found(_wording("b", change(original), 2), _wording("a", original), *others) == {"b": "a"}


def test_the_first_is_the_earliest_whatever_comes_in_first():
    texts = [_wording("c", _text(1)), _wording("a", _text(1), 3), _wording("b", _edited(_text(1)), 5)]
    assert _found(*texts) == _found(*texts[::-1]) == {"a": "c", "b": "c"}


def test_of_two_at_one_time_the_smaller_id_is_the_first():
    assert _found(_wording("b", _text(1)), _wording("a", _text(1))) == {"b": "a"}


def test_wordings_of_one_article_are_no_copies_of_each_other():
    edits = [_wording("a1", _text(1), article="a"), _wording("a2", _edited(_text(1)), 1, article="a")]
    assert _found(*edits) == {}
    assert _found(*edits, _wording("b", _text(1), 2)) == {"b": "a1"}


def test_many_wordings_of_an_article_hide_neither_the_first_nor_the_copies():
    first = [_wording(f"a{n:02}", f"{_text(1)} Edit {n}.", n, article="a") for n in range(20)]
    assert _found(*first, _wording("b", _text(1), 30)) == {"b": "a00"}
    copies = [_wording(f"b{n:02}", f"{_text(1)} Edit {n}.", 30 + n, article="b") for n in range(20)]
    assert _found(first[0], *copies) == {wording.article_version_id: "a00" for wording in copies}


def test_a_quotation_in_two_reports_makes_no_copy():
    speech = " ".join(_words(5, 150))
    one, other = (f"{_text(number, 1, 45)} “{speech}” {_text(number + 1, 1, 5)}" for number in (20, 30))
    assert _found(_wording("a", one), _wording("b", other, 1)) == {}


def test_what_a_publisher_puts_under_every_article_makes_no_copy():
    slogan = _text(7, 1, 120)
    articles = [_wording(f"a{n}", f"{_text(n + 40, 1, 45)}\n{slogan}", n, publisher="The Example") for n in range(4)]
    assert _found(*articles) == {}


def test_a_report_posted_three_times_by_its_publisher_is_still_a_copy():
    posts = [_wording(f"a{n}", _text(1), n, publisher="The Example", title="One title") for n in range(3)]
    assert _found(*posts) == {"a1": "a0", "a2": "a0"}


def test_a_digest_does_not_make_its_reports_copies_of_each_other():
    one, other = _text(1), _text(2)
    digest = _wording("d", f"{one}\n{other}", 1)
    assert _found(_wording("a", one), digest, _wording("b", other, 2)).get("b") != "a"


def test_short_alerts_of_one_form_are_no_copies():
    alerts = [
        _wording(name, f"Shares of {name} closed {name} percent higher in Oslo on Friday after a calm day.")
        for name in "ab"
    ]
    assert _found(*alerts) == {}


def test_many_copies_all_point_to_one_first():
    copies = [_wording(f"c{number:02}", _edited(_text(1)) if number % 2 else _text(1), number) for number in range(40)]
    assert _found(*copies) == {f"c{number:02}": "c00" for number in range(1, 40)}


def test_a_row_says_how_alike_the_two_are():
    [row] = find_copies([_wording("a", _text(1)), _wording("b", "\n".join(_text(1).split("\n")[:3]), 1)])
    assert row.containment == 1
    assert row.similarity == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("text", ["", "two words", "\ud800 a b c", "日本の外務省は会議を開いた"])
def test_any_text_has_shingles(text):
    assert list(shingles(text)) == sorted(set(shingles(text).tolist()))
    assert candidate_pairs([shingles("")] * 3) == []
    assert find_copies([_wording("a", text), _wording("b", text)]) == []


def test_texts_without_spaces_are_compared_by_their_characters():
    text = "".join(chr(0x4E00 + random.Random(number).randrange(3000)) for number in range(200))  # noqa: S311
    assert _found(_wording("a", text), _wording("b", text[:120], 1)) == {"b": "a"}


def test_rows_come_from_rows_and_a_version_delivered_twice_counts_once():
    def rows(*wordings):
        columns = ["article_version_id", "article_id", "title", "text", "publisher_name"]
        dicts = [{name: getattr(wording, name) for name in columns} for wording in wordings]
        times = [{"published_at": None, "captured_at": wording.at} for wording in wordings]
        schema = pa.schema(
            [*((name, pa.string()) for name in columns), *((name, pa.timestamp("us", "UTC")) for name in times[0])]
        )
        return pa.Table.from_pylist([one | time for one, time in zip(dicts, times, strict=True)], schema)

    first, late = _wording("a", _text(1), 4), _wording("b", _text(1), 2)
    table = rows(first, late, replace(first, at=MORNING))
    assert link_copies(table).to_pylist() == [
        {"article_version_id": "b", "first_article_version_id": "a", "similarity": 1.0, "containment": 1.0}
    ]
    assert link_copies(table.slice(0, 0)).num_rows == 0


def test_every_process_finds_the_same():
    program = (
        "from extract.articles.word_sequences import shingles; print(shingles('one two three four five').tolist())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


WEATHER = (
    "The weather in {} will be cloudy on Monday with a high of {} degrees and a low of {} degrees. Winds from the north will "
    "reach {} kilometres an hour in the afternoon. Rain is possible in the evening, with a chance of {} percent. On Tuesday the "
    "sun returns for most of the day. The forecast for the weekend remains uncertain, the weather service said. Drivers should "
    "take care on wet roads, and walkers should look at the warnings before they leave for the hills."
)
SHARES = (
    "Shares of {} {} {} percent to {} dollars on Monday in a session that proved mixed for the broader market. The S&P 500 index "
    "rose 0.4 percent to 5,431 points, and the Dow Jones Industrial Average fell 0.2 percent to 38,712 points. The performance "
    "of the stock was mixed when compared with some of its competitors on Monday. This report was compiled automatically by the "
    "market desk; it may be delayed by up to twenty minutes and is not advice to buy or sell any security."
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WEATHER.format("Bonn", 14, 6, 40, 70), WEATHER.format("Kiel", 9, 3, 60, 20)),
        (SHARES.format("Apple Inc.", "rose", "1.2", "190.11"), SHARES.format("Intel Corp.", "fell", "2.7", "31.05")),
    ],
)
def test_two_reports_filled_into_one_form_are_no_copies(one, other):
    assert _found(_wording("a", one), _wording("b", other, 1)) == {}


def test_a_corrected_form_is_a_copy():
    said = WEATHER.format("Bonn", 14, 6, 40, 70)
    corrected = "Correction: one figure was wrong. " + said.replace("14", "15")
    assert _found(_wording("a", said), _wording("b", corrected, 1)) == {"b": "a"}
