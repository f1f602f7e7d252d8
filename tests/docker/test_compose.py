"""What docker/ promises: loopback alone, no secret but in files, nothing that runs as root or unchecked."""

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from extract.settings import Settings

pytestmark = pytest.mark.xdist_group("compose")

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "docker"
DOCUMENT = yaml.safe_load((DOCKER / "compose.yml").read_text(encoding="utf-8"))
SERVICES = DOCUMENT["services"]
AIRFLOW = {"airflow-init", "api-server", "scheduler", "dag-processor", "triggerer", "worker"}
ONE_SHOT = {"airflow-init", "superset-init", "lake-init"}
# A lake is told of by settings; of these two, files stand for the variables.
OF_A_LAKE = {"daybook_lake_catalog", "daybook_lake_secret"}
DOCKERFILES = [DOCKER / "Dockerfile", DOCKER / "superset" / "Dockerfile"]
SCRIPTS = sorted(DOCKER.rglob("*.sh"))


def lines_of(path):
    text = re.sub(r"\\\n\s*", " ", path.read_text(encoding="utf-8"))
    return [line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith((" ", "#"))]


def secret_paths(value):
    return re.findall(r"/run/secrets/([\w.-]+)", json.dumps(value))


def test_compose_yml_follows_the_schema_of_compose():
    command = [Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, DOCKER / "compose.yml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_services_are_those_that_the_readme_tells_of():
    assert set(SERVICES) == AIRFLOW | {"postgres", "redis", "superset-init", "superset", "object-store", "lake-init"}


def test_only_airflow_and_superset_are_published_and_only_on_loopback():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == {"api-server", "superset"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_checked_or_ends(name):
    service = SERVICES[name]
    assert ("healthcheck" in service) != (name in ONE_SHOT)
    assert service["restart"] == ("no" if name in ONE_SHOT else "unless-stopped")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_until_what_it_needs_is_well(name):
    for needed, how in SERVICES[name].get("depends_on", {}).items():
        wanted = "service_completed_successfully" if needed in ONE_SHOT else "service_healthy"
        assert how["condition"] == wanted, needed


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_do_no_more_than_it_must(name):
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges"]
    assert service["read_only"] is True
    assert "privileged" not in service
    limits = service["deploy"]["resources"]["limits"]
    assert set(limits) == {"cpus", "memory", "pids"}
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    mounts = [mount if isinstance(mount, str) else mount["source"] for mount in service.get("volumes", [])]
    assert not [mount for mount in mounts if "docker.sock" in mount or mount.startswith("/")]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_reads_the_secrets_that_it_is_given_and_is_given_no_other(name):
    service = SERVICES[name]
    used = set(secret_paths(service))
    if "superset" in service["image"]:
        used |= set(re.findall(r'SECRETS / "(\w+)"', (DOCKER / "superset" / "superset_config.py").read_text()))
    if name == "superset-init":
        used |= set(re.findall(r'"SECRETS"\] / "(\w+)"', (DOCKER / "superset" / "prepare.py").read_text()))
    if name == "postgres":
        used |= {"airflow_database_password", "superset_database_password", "lake_database_password"}
    if name in ("worker", "lake-init"):
        used |= OF_A_LAKE
    given = set(service.get("secrets", []))
    assert used == given
    assert given <= set(DOCUMENT["secrets"])


def test_secrets_are_files_that_make_secrets_writes(tmp_path):
    declared = {name: secret["file"] for name, secret in DOCUMENT["secrets"].items()}
    assert declared == {name: f"secrets/{name}" for name in declared}
    shutil.copy(DOCKER / "make-secrets.sh", tmp_path)
    subprocess.run([tmp_path / "make-secrets.sh"], check=True, capture_output=True)
    written = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert set(written) >= set(declared)
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    # Run again, it changes none; a new one is random.
    subprocess.run([tmp_path / "make-secrets.sh"], check=True, capture_output=True)
    assert written == {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert len(written["postgres_password"]) == 64
    json.loads(written["airflow_passwords.json"])
    assert written["airflow_database_password"] in written["airflow_database_url"]
    assert len({text for name, text in written.items() if name.endswith(("password", "key", "secret"))}) == 11
    assert written["lake_database_password"] in written["daybook_lake_catalog"]
    (identity,) = json.loads(written["object_store.json"])["identities"]
    assert [one["secretKey"] for one in identity["credentials"]] == [written["daybook_lake_secret"]]


def test_secrets_stay_out_of_git_and_out_of_images():
    if shutil.which("git") and (ROOT / ".git").exists():
        paths = ["docker/secrets/postgres_password", "docker/daybook.env", "docker/.env"]
        done = subprocess.run(["git", "check-ignore", *paths], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.stdout.split() == paths
    kept = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert (ROOT / ".dockerignore").read_text().splitlines()[1] == "*"
    assert not [line for line in kept if "secret" in line or ".env" in line or line in ("!docker", "!.")]


@pytest.mark.promise(20)
def test_no_password_stands_in_the_file_or_in_an_environment():
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|TOKEN|_KEY|_CONN|BROKER|BACKEND", key):
                assert key.endswith(("_CMD", "_FILE")), f"{name}: {key}"
                assert "/run/secrets/" in value or value == "/tmp/passwords.json", f"{name}: {key}"  # noqa: S108
    assert not re.search(r"://[^/\s]*:[^/\s]*@", (DOCKER / "compose.yml").read_text())


# In a process of its own: Airflow changes the logging of whoever imports it.
KNOWN = """
import json
from airflow.configuration import conf
from airflow.providers_manager import ProvidersManager
from dags._common import DUCKDB_WRITER
ProvidersManager().initialize_providers_configuration()
options = {section: sorted(told["options"]) for section, told in conf.configuration_description.items()}
print("KNOWN" + json.dumps({"options": options, "sensitive": sorted(conf.sensitive_config_values), "pool": DUCKDB_WRITER}))
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """What Airflow knows: its options by section, those that may come from a command, and the pool that the DAGs name."""
    environment = os.environ | {"AIRFLOW_HOME": str(tmp_path_factory.mktemp("airflow"))}
    command = [sys.executable, "-c", KNOWN]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.rpartition("KNOWN")[2])


def test_airflow_takes_each_secret_from_a_command(known):
    settings = {pair for service in SERVICES.values() for pair in service.get("environment", {}).items()}
    commands = [(key, value) for key, value in settings if key.endswith("_CMD")]
    assert commands
    for key, value in commands:
        section, option = key.removeprefix("AIRFLOW__").removesuffix("_CMD").lower().split("__")
        assert [section, option] in known["sensitive"], key
        program, path = shlex.split(value)
        assert program == "cat"
        assert path.removeprefix("/run/secrets/") in DOCUMENT["secrets"]


def test_settings_of_airflow_have_the_names_that_it_knows(known):
    found = {key for service in SERVICES.values() for key in service.get("environment", {})}
    found |= set(re.findall(r"AIRFLOW__\w+", (DOCKER / "Dockerfile").read_text()))
    for key in found:
        if key.startswith("AIRFLOW__"):
            section, option = key.removeprefix("AIRFLOW__").removesuffix("_CMD").lower().split("__")
            assert option in known["options"][section], key


def test_settings_of_daybook_have_the_names_that_it_knows():
    text = "".join(path.read_text() for path in [DOCKER / "compose.yml", *DOCKERFILES])
    known = {f"DAYBOOK_{name.upper()}" for name in Settings.model_fields}
    assert {name for name in re.findall(r"\bDAYBOOK_\w+", text) if name != "DAYBOOK_"} <= known


def test_volumes_networks_and_secrets_are_declared_and_used():
    volumes, networks, secrets = set(), set(), set()
    for service in SERVICES.values():
        networks |= set(service["networks"])
        secrets |= set(service.get("secrets", []))
        for mount in service.get("volumes", []):
            source = mount.split(":")[0] if isinstance(mount, str) else mount["source"]
            if source.startswith("."):
                assert (DOCKER / source).exists()
            else:
                volumes.add(source)
    assert volumes == set(DOCUMENT["volumes"])
    assert networks == set(DOCUMENT["networks"])
    assert secrets == set(DOCUMENT["secrets"])


def test_what_keeps_state_cannot_be_reached_from_outside():
    assert DOCUMENT["networks"]["backend"] == {"internal": True}
    for name in ("postgres", "redis", "object-store", "scheduler"):
        assert SERVICES[name]["networks"] == ["backend"]


def test_airflow_runs_the_image_that_is_built_here_on_one_home():
    for name in AIRFLOW:
        assert SERVICES[name]["image"] == SERVICES["worker"]["image"]
        assert SERVICES[name]["build"] == {"context": "..", "dockerfile": "docker/Dockerfile"}
        assert "home:/var/lib/daybook" in SERVICES[name]["volumes"]
    (mount,) = SERVICES["superset"]["volumes"]
    assert mount["read_only"]
    assert mount["volume"]["subpath"] == "published"


def test_the_pool_of_the_one_writer_is_made(known):
    assert f"airflow pools set {known['pool']} 1 " in " ".join(SERVICES["airflow-init"]["command"])


def test_a_worker_has_no_key_to_the_database_of_airflow():
    worker = SERVICES["worker"]
    assert set(worker["secrets"]) == {"airflow_broker_url", "airflow_result_backend", "airflow_secret_key", *OF_A_LAKE}
    assert worker["deploy"]["replicas"] == 2


def test_images_have_a_version():
    images = [service["image"] for service in SERVICES.values()]
    images += [rest.split()[0] for path in DOCKERFILES for word, rest in lines_of(path) if word == "FROM"]
    for image in images:
        assert re.search(r":\d", image), image


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.parent.name)
def test_an_image_is_built_in_two_stages_and_does_not_run_as_root(path):
    lines = lines_of(path)
    words = [word for word, _ in lines]
    assert words.count("FROM") == 2
    last = lines[len(words) - 1 - words[::-1].index("FROM") :]
    users = [rest for word, rest in last if word == "USER"]
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", users[-1])
    assert ["STOPSIGNAL", "SIGTERM"] in last
    # The tools that install stay behind; no secret is copied or set.
    copied = [rest for word, rest in last if word == "COPY"]
    assert "--from=build /opt/venv /opt/venv" in copied
    assert not [rest for rest in copied if re.search(r"\.git|tests|secrets|\.env|(^| )\.( |$)", rest)]
    assert "ARG" not in words
    assert not [rest for word, rest in lines if word == "ENV" and re.search(r"PASSWORD|SECRET|TOKEN", rest)]


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.parent.name)
def test_an_image_copies_what_is_there(path):
    copies = [rest.split()[:-1] for word, rest in lines_of(path) if word == "COPY" and not rest.startswith("--from")]
    assert copies
    assert [source for sources in copies for source in sources if not (ROOT / source).exists()] == []


def test_the_image_of_superset_has_what_superset_reads():
    copied = " ".join(rest for word, rest in lines_of(DOCKERFILES[1]) if word == "COPY")
    # What starts it on a machine without containers stays behind.
    modules = {path.name for path in (DOCKER / "superset").glob("*.py")} - {"bi.py", "in_home.py"}
    assert {f"docker/superset/{name}" for name in modules | {"metrics.yml", "dashboards"}} <= set(copied.split())


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(DOCKER).as_posix())
def test_a_script_can_be_run(path):
    subprocess.run(["bash", "-n", path], check=True)
    assert os.access(path, os.X_OK)
    assert "set -euo pipefail" in path.read_text()
