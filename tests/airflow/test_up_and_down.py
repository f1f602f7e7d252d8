"""The short way through the life of `make up`, on every push; `make test-airflow` goes the long one."""

import httpx
import pytest
from running import Airflow, listeners_of, workers_of

pytestmark = [pytest.mark.extended, pytest.mark.xdist_group("airflow"), pytest.mark.timeout(600)]


def test_up_starts_the_first_run_on_loopback_alone_and_down_leaves_nothing(tmp_path):
    airflow = Airflow(tmp_path / "a home")
    try:
        assert f"Airflow runs: {airflow.address}" in airflow.up()
        first, *_ = airflow.wait_for_runs("collect_news", 1)
        assert (first["run_type"], first["state"]) == ("scheduled", "success")
        assert httpx.get(f"{airflow.address}/api/v2/dags").status_code == 401
        assert listeners_of(airflow.processes()) == {("127.0.0.1", airflow.port)}
    finally:
        said = airflow.down()
    assert "Airflow is stopped" in said
    assert airflow.processes() == {}
    assert workers_of(airflow.home) == []
