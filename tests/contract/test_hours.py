from datetime import UTC, datetime, timedelta, timezone

import pytest

from extract.contract.hours import hour_of_run, run_of_hour


def test_an_hour_is_named_in_utc_whatever_zone_it_was_told_in():
    start = datetime(2025, 10, 26, 2, tzinfo=timezone(timedelta(hours=2)))
    assert run_of_hour(start) == "20251026T00Z"
    assert hour_of_run("20251026T00Z") == datetime(2025, 10, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    "name", ["20250704T000000", "monday", "20251399T99Z", "20250704T03Z-0000", "run-20250704T03Z", ""]
)
def test_any_other_name_stands_for_no_hour(name):
    assert hour_of_run(name) is None
