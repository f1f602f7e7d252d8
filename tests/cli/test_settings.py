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


def test_a_misspelt_name_in_the_env_file_is_refused_too(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("OTHER=1\nDAYBOOK_GENERATIONS=5\n")
    assert load_settings().generations == 5
    (tmp_path / ".env").write_text("DAYBOOK_HOEM=/x\n")
    with pytest.raises(SettingsError, match=r"DAYBOOK_HOEM stands in .env, but did you mean DAYBOOK_HOME"):
        load_settings()


def test_an_env_file_that_is_no_utf8_is_named(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes(b"DAYBOOK_PAGES=\xe9\n")
    with pytest.raises(SettingsError, match=r".env is no UTF-8"):
        load_settings()


@pytest.mark.parametrize("char", "#?")
def test_a_home_that_no_url_can_hold_is_refused(tmp_path, char):
    with pytest.raises(SettingsError, match="cannot hold") as refused:
        load_settings(home=tmp_path / f"a{char}b")
    assert repr(char) in refused.value.message


def test_a_home_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "home").write_text("")
    with pytest.raises(SettingsError, match="it is a file, not a folder"):
        load_settings(home=tmp_path / "home")
