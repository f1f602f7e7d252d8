"""The lines of JSON that are articles: facts and stories read each line alike."""

import json
from datetime import date

import pytest

from extract.contract.article_lines import ArticleLine, line_id, parse_article_line
from extract.errors import InputError
from extract.facts.json_lines import parse_article_line as parse_for_facts
from extract.linking.json_lines import parse_story_line


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2025-07-04", date(2025, 7, 4)),
        ("2025-07-04T23:48+09:00", date(2025, 7, 4)),
        ("04 Jul 2025", None),
        ("2025-07", None),
        ("2025-07-041", None),
        (20250704, None),
        (None, None),
    ],
)
def test_facts_and_stories_read_one_day(published: object, day: date | None) -> None:
    line = json.dumps({"id": "a", "text": "x", "published": published})
    assert parse_article_line(line).published_date == day
    assert parse_for_facts(line).published_date == parse_story_line(line).published == day


def test_a_number_is_its_digits_for_both() -> None:
    line = '{"id": 7, "title": 3, "text": "x"}'
    assert parse_article_line(line) == ArticleLine("7", None, "x", None)
    assert parse_for_facts(line).article_id == parse_story_line(line).id == line_id(line) == "7"


@pytest.mark.parametrize("identity", ["NaN", "1.5", "true", "null", "{}", '["a"]'])
def test_another_id_is_refused_by_both_and_answered_with_null(identity: str) -> None:
    line = f'{{"id": {identity}, "text": "x"}}'
    for parse in (parse_article_line, parse_for_facts, parse_story_line):
        with pytest.raises(InputError, match="`id`"):
            parse(line)
    assert line_id(line) is None


def test_a_refused_line_is_answered_with_its_id() -> None:
    assert line_id('{"id": 7}') == "7"
    assert line_id('{"id": "a\\ud800"}') == "a\ufffd"
    assert line_id("[" * 200_000) is None
    assert line_id("[1]") is None
