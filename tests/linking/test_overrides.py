from datetime import date

import pytest

from extract.errors import InputError
from extract.linking.overrides import Override, parse_overrides

SAID = {"who": "ida", "why": "one firm, two spellings", "decided_at": "2026-05-31"}


def test_a_line_is_a_decision():
    row = {"action": "merge", "one": "a", "other": " b ", "name": "", **SAID}
    assert parse_overrides("entity", [row]) == [
        Override("merge", "a", "b", None, "ida", "one firm, two spellings", date(2026, 5, 31))
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"action": "join"}, "decision 1: action 'join'"),
        ({"other": ""}, "decision 1: other missing"),
        ({"who": " "}, "decision 1: who missing"),
        ({"decided_at": "20260531"}, "decision 1: decided_at"),
        ({"decided_at": "2026-05-32"}, "decision 1: decided_at"),
        ({"action": "merge "}, "decision 1: action"),
        ({"action": "rename"}, "decision 1: name missing"),
    ],
)
def test_a_line_that_is_none_says_what_it_lacks(change, message):
    with pytest.raises(InputError, match=message):
        parse_overrides("entity", [{"action": "merge", "one": "a", "other": "b", **SAID, **change}])


def test_an_event_has_no_name_to_change():
    with pytest.raises(InputError, match="rename"):
        parse_overrides("event", [{"action": "rename", "one": "a", "name": "b", **SAID}])
