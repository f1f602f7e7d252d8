"""Superset as `make bi` starts it, seen by somebody who has no password. It comes before `test_superset.py`, which stops it."""

import json
import re
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from doors import open_doors, unexpected
from running import ROOT, listeners_of

pytestmark = [pytest.mark.promise(28), pytest.mark.bi, pytest.mark.xdist_group("bi"), pytest.mark.timeout(600)]

BESIDE = Path(__file__).parent
# What the views for users, roles and groups do when they are asked to; no route names them.
ACTIONS = {("POST", f"/{of}/action/{name}/1") for of, name in (("users", "resetpasswords"), ("roles", "copyrole"))}


@pytest.fixture(scope="module")
def routes(world):
    """What the server says of itself that it answers, as (method, path)."""
    sys.path.insert(0, str(ROOT / "docker" / "superset"))
    import in_home

    environment = in_home.environment_of(world.home)
    command = [in_home.BIN / "python", BESIDE / "routes.py"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    found = {tuple(route) for route in json.loads(done.stdout[done.stdout.index("[[") :])}
    assert len(found) > 400
    return found


@pytest.fixture
def stranger(world):
    """A client with the cookie and the token against forged forms that the page to log in gives to everybody."""
    with httpx.Client(base_url=world.superset.address, timeout=60) as client:
        page = client.get("/login/").text
        token = re.search(r'id="csrf_token"\s+value="([^"]+)"', page)[1]
        client.headers.update({"X-CSRFToken": token, "Referer": world.superset.address})
        yield client


def test_every_route_but_a_few_refuses_who_has_no_password(stranger, routes):
    found = open_doors(stranger, routes)
    assert unexpected(found, BESIDE / "open_routes.csv") == []
    assert len(found) < len(routes) / 5


@pytest.mark.parametrize(("method", "path"), sorted(ACTIONS))
def test_an_action_of_an_administrator_is_done_for_nobody_else(stranger, world, method, path):
    before = (
        world.superset.client.get("/security/users/").json()["count"],
        world.superset.client.get("/security/roles/").json(),
    )
    answer = stranger.request(method, path)
    assert (answer.status_code, answer.headers["location"]) == (302, ".")
    after = (
        world.superset.client.get("/security/users/").json()["count"],
        world.superset.client.get("/security/roles/").json(),
    )
    assert after == before


def test_a_form_of_another_site_does_nothing(world):
    client = httpx.Client(base_url=world.superset.address, timeout=60)
    form = {"username": "admin", "password": world.superset.password}
    answer = client.post("/login/", data=form)
    assert answer.status_code == 400 or "/login" in answer.headers["location"]
    assert client.get("/api/v1/me/").status_code == 401


@pytest.mark.parametrize("password", ["", "admin", "superset", "password"])
def test_no_password_but_the_one_of_this_home_is_taken(world, password):
    login = {"username": "admin", "password": password, "provider": "db"}
    answer = httpx.post(f"{world.superset.address}/api/v1/security/login", json=login)
    assert answer.status_code in (400, 401), answer.text
    assert len(world.superset.password) >= 16


def test_the_cookie_of_a_session_is_hidden_from_programs_of_pages_and_of_other_sites(world, stranger):
    form = {"username": "admin", "password": world.superset.password, "csrf_token": stranger.headers["X-CSRFToken"]}
    answer = stranger.post("/login/", data=form)
    assert answer.status_code == 302
    assert "/login" not in answer.headers["location"]
    (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("session=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_it_listens_on_loopback_alone_and_its_secrets_are_its_owners(world):
    superset = world.superset
    assert listeners_of(superset.processes()) == {("127.0.0.1", superset.port)}
    state = world.home / "superset"
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    words = [path.read_text().strip() for path in (state / "secrets").iterdir()]
    shown = "\n".join(superset.processes().values()) + (state / "superset.log").read_text(errors="replace")
    secret = [word for word in words if not word.startswith("sqlite:")]
    assert len(secret) == 2
    assert [word for word in secret if word in shown] == []
