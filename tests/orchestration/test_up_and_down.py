"""The short way through the life of `make up`, on every push; `make test-airflow` goes the long one."""

import stat
from datetime import datetime

import httpx
import pytest
from running import Airflow, listeners_of, workers_of

from extract.contract.hours import run_of_hour

pytestmark = [pytest.mark.extended, pytest.mark.xdist_group("airflow"), pytest.mark.timeout(600)]


def test_up_starts_the_first_run_on_loopback_alone_and_down_leaves_nothing(tmp_path):
    home = tmp_path / "a home"
    home.mkdir(mode=0o755)
    airflow = Airflow(home)
    try:
        assert f"Airflow runs: {airflow.address}" in airflow.up()
        first, *_ = airflow.wait_for_runs("collect_news", 1)
        assert (first["run_type"], first["state"]) == ("scheduled", "success")
        (batch,) = (airflow.home / "batches" / "discover").iterdir()
        assert batch.name == f"{run_of_hour(datetime.fromisoformat(first['data_interval_start']))}-0000"
        # Whoever may read the home may read what is in it, but not Airflow's passwords.
        assert stat.S_IMODE((airflow.home / "airflow").stat().st_mode) == 0o700
        assert stat.S_IMODE(batch.stat().st_mode) == stat.S_IMODE(airflow.home.stat().st_mode)
        assert httpx.get(f"{airflow.address}/api/v2/dags").status_code == 401
        assert listeners_of(airflow.processes()) == {("127.0.0.1", airflow.port)}
    finally:
        said = airflow.down()
    assert "Airflow is stopped" in said
    assert airflow.processes() == {}
    assert workers_of(airflow.home) == []
