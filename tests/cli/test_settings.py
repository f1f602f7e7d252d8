"""Settings: a wrong one is named, with what to do."""

import pytest

from extract.errors import SettingsError
from extract.settings import load_settings


def test_defaults_put_everything_under_one_home(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DAYBOOK_HOME", raising=False)
    settings = load_settings()
    assert settings.home == tmp_path / "data"
    assert settings.page_paths == (tmp_path / "data" / "inbox",)


def test_pages_are_split_at_colons(monkeypatch):
    monkeypatch.setenv("DAYBOOK_PAGES", "a:b/c")
    assert [str(path) for path in load_settings().pages] == ["a", "b/c"]


def test_a_value_out_of_range_is_named(monkeypatch):
    monkeypatch.setenv("DAYBOOK_BATCH_PAGES", "9000")
    with pytest.raises(SettingsError, match="DAYBOOK_BATCH_PAGES='9000'"):
        load_settings()


def test_a_misspelt_name_is_refused_with_the_right_one(monkeypatch):
    monkeypatch.setenv("DAYBOOK_HOMES", "elsewhere")
    with pytest.raises(SettingsError, match="did you mean DAYBOOK_HOME"):
        load_settings()
