"""A secret among the settings is shown nowhere."""

import os
import subprocess

from locks import ROOT

from extract.settings import Settings, load_settings

SECRETS = ["lake_catalog", "lake_secret", "erasure_key"]


def test_a_secret_is_shown_by_no_list_of_settings(monkeypatch):
    canary = "c0ffee" * 12
    for name in SECRETS:
        monkeypatch.setenv(f"DAYBOOK_{name.upper()}", canary)
    config = load_settings()
    assert canary not in repr(config)
    assert [name for name, field in type(config).model_fields.items() if not field.repr] == SECRETS
    command = [ROOT / ".venv" / "bin" / "daybook", "settings"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "400"})
    assert all(f"DAYBOOK_{name.upper()}" in done.stdout for name in SECRETS)
    assert canary[:12] not in done.stdout


def test_a_setting_can_be_a_file(monkeypatch, tmp_path):
    monkeypatch.delenv("DAYBOOK_LAKE_SECRET", raising=False)
    (tmp_path / "daybook_lake_secret").write_text("from a file\n")
    assert Settings(_secrets_dir=tmp_path).lake_secret == "from a file"  # noqa: S105
