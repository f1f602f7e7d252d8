"""Airflow as `make up` starts it, seen by somebody who has no password: what answers, where, and what lies on the disk."""

import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from doors import open_doors, unexpected
from playwright.sync_api import sync_playwright
from running import ROOT, Airflow, listeners_of, wait_for

pytestmark = [
    pytest.mark.promise(28),
    pytest.mark.airflow,
    pytest.mark.xdist_group("airflow"),
    pytest.mark.timeout(600),
]

BESIDE = Path(__file__).parent
BROWSER = shutil.which("chromium")
# A token of the right shape that nobody signed: {"alg":"none"}.{"sub":"admin"}.
UNSIGNED = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJhZG1pbiIsInJvbGUiOiJBRE1JTiIsImV4cCI6NDEwMjQ0NDgwMH0."
CREDENTIALS = {
    "nothing": {},
    "a token that nobody signed": {"Authorization": f"Bearer {UNSIGNED}"},
    "that token as a cookie": {"Cookie": f"_token={UNSIGNED}"},
    "the password of other installations": {"Authorization": "Basic YWRtaW46YWRtaW4="},
}


@pytest.fixture(scope="module")
def airflow(tmp_path_factory):
    running = Airflow(tmp_path_factory.mktemp("home"))
    try:
        running.up()
        yield running
    finally:
        running.down()


@pytest.fixture(scope="module")
def routes(airflow):
    """What the server says of itself that it answers, as (method, path)."""
    sys.path.insert(0, str(ROOT / "docker"))
    import one_machine

    environment = one_machine.settings_of(airflow.environment)
    command = [ROOT / ".venv" / "bin" / "python", BESIDE / "routes.py"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found = {tuple(route) for route in json.loads(done.stdout)}
    assert len(found) > 150
    return found


@pytest.mark.parametrize("headers", CREDENTIALS.values(), ids=CREDENTIALS)
def test_every_route_but_a_few_refuses_who_has_no_password(airflow, routes, headers):
    with httpx.Client(base_url=airflow.address, timeout=60) as client:
        found = open_doors(client, routes, headers)
    assert unexpected(found, BESIDE / "open_routes.csv") == []
    assert len(found) < len(routes) / 5


@pytest.mark.parametrize("password", ["", "admin", "airflow", "password", "null", None])
def test_no_password_but_the_one_of_this_home_is_taken(airflow, password):
    login = {"username": "admin", "password": password}
    assert httpx.post(f"{airflow.address}/auth/token", json=login).status_code in (401, 422, 400)
    assert len(airflow.password) >= 16


def test_nobody_is_let_in_without_one_by_a_setting(airflow):
    for path in ("/auth/token", "/auth/token/login"):
        assert httpx.get(airflow.address + path).status_code == 403


def test_settings_are_shown_to_nobody(airflow):
    token = httpx.post(f"{airflow.address}/auth/token", json={"username": "admin", "password": airflow.password})
    headers = {"Authorization": f"Bearer {token.json()['access_token']}"}
    for path in ("config", "config/section/core/option/fernet_key", "config/section/api_auth/option/jwt_secret"):
        answer = httpx.get(f"{airflow.address}/api/v2/{path}", headers=headers)
        assert answer.status_code == 403, path
    assert airflow.ask("GET", "/connections")["total_entries"] == 0
    assert airflow.ask("GET", "/variables")["total_entries"] == 0


def test_no_example_is_there(airflow):
    wait_for(lambda: airflow.ask("GET", "/dags")["total_entries"], lambda count: count == 5, 60, "the five DAGs")
    names = {dag["dag_id"] for dag in airflow.ask("GET", "/dags")["dags"]}
    assert names == {"collect_news", "read_facts", "publish_warehouse", "backfill_archive", "maintain"}


def test_it_listens_on_loopback_alone(airflow):
    assert listeners_of(airflow.processes()) == {("127.0.0.1", airflow.port)}


def test_what_holds_a_secret_is_for_its_owner_alone(airflow):
    state = airflow.home / "airflow"
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    secret = ["airflow.cfg", "airflow.db", "simple_auth_manager_passwords.json.generated"]
    assert {name: oct(stat.S_IMODE((state / name).stat().st_mode)) for name in secret} == dict.fromkeys(secret, "0o600")
    # What is published stays for those who may read it.
    assert stat.S_IMODE(airflow.home.stat().st_mode) & stat.S_IRUSR


def test_no_secret_is_in_a_command_line_and_none_in_a_log(airflow):
    state = airflow.home / "airflow"
    words = [airflow.password, *secrets_in(state / "airflow.cfg")]
    assert len(words) > 1
    shown = "\n".join(airflow.processes().values())
    logs = [path for path in (state / "logs").rglob("*") if path.is_file()]
    shown += "\n".join(path.read_text(errors="replace") for path in logs)
    assert [word for word in words if word in shown] == []


def test_a_page_of_another_site_is_told_nothing(airflow):
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = httpx.options(f"{airflow.address}/api/v2/dags/collect_news/dagRuns", headers=asked)
    assert "access-control-allow-origin" not in answer.headers
    token = httpx.get(f"{airflow.address}/api/v2/dags", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in token.headers


@pytest.mark.skipif(BROWSER is None, reason="Chromium is not here: apt-get install chromium")
def test_the_cookie_of_a_session_is_sent_to_this_server_alone(airflow):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(airflow.address)
        page.get_by_label("Username").fill("admin")
        page.get_by_label("Password").fill(airflow.password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/login" not in url)
        cookies = page.context.cookies()
        browser.close()
    assert {cookie["domain"] for cookie in cookies} == {"127.0.0.1"}
    (token,) = [cookie for cookie in cookies if cookie["name"] == "_token"]
    # Set by the program of Airflow's page to log in, which could read it anyhow: it is not HttpOnly.
    assert token["sameSite"] in ("Lax", "Strict")


def secrets_in(config):
    """What airflow.cfg holds that nobody else may know."""
    lines = [line.split(" = ", 1) for line in config.read_text().splitlines() if " = " in line]
    names = ("fernet_key", "jwt_secret", "secret_key")
    return [value.strip() for name, value in lines if name.strip() in names and value.strip()]
