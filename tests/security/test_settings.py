"""A secret among the settings is shown nowhere."""

import os
import subprocess

from locks import ROOT

from extract.settings import load_settings


def test_a_secret_is_shown_by_no_list_of_settings(monkeypatch):
    canary = "c0ffee" * 12
    monkeypatch.setenv("DAYBOOK_ERASURE_KEY", canary)
    config = load_settings()
    assert canary not in repr(config)
    secret = [name for name, field in type(config).model_fields.items() if not field.repr]
    assert secret == ["erasure_key"]
    command = [ROOT / ".venv" / "bin" / "daybook", "settings"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "400"})
    assert "DAYBOOK_ERASURE_KEY" in done.stdout
    assert canary[:12] not in done.stdout
