"""The lists that people keep: what is no such list is refused by name, before anything is linked."""

import pytest

import extract.store.seeds
from extract.errors import InputError
from extract.store.seeds import read_seed

COLUMNS = ("action", "one", "why")


@pytest.fixture
def seed(tmp_path, monkeypatch):
    (tmp_path / "seeds").mkdir()
    monkeypatch.setattr(extract.store.seeds, "default_project_dir", lambda: tmp_path)
    return tmp_path / "seeds" / "decisions.csv"


def test_no_file_is_no_decision(seed):
    assert not seed.exists()
    assert read_seed("decisions", COLUMNS) == []


def test_columns_stand_in_any_order_and_cells_may_be_quoted(seed):
    seed.write_text('\ufeffone,why,action\r\na,"two, and more",merge\r\n', encoding="utf-8")
    assert read_seed("decisions", COLUMNS) == [{"one": "a", "why": "two, and more", "action": "merge"}]


@pytest.mark.parametrize(
    ("bytes_", "message"),
    [
        (b"", "other columns: none"),
        (b"merge,a,b\n", "other columns: merge, a, b"),
        (b"action,one,why\nmerge,a,b\n\n", "line 3 is empty"),
        (b"action,one,why\nmerge,a\n", "row 1: it has more or fewer"),
        (b"action,one,why\nmerge,a,b\nmerge,a,two, and more\n", "row 2: it has more or fewer"),
        ("action,one,why\nmerge,a,é\n".encode("latin-1"), "cannot be read"),
        # With a name of its own: pytest puts it into the environment, where one so long lets no process start.
        pytest.param(b'action,one,why\nmerge,a,"' + b"x" * 200_000 + b'"\n', "cannot be read", id="a cell too long"),
    ],
)
def test_what_is_no_such_list_is_refused(seed, bytes_, message):
    seed.write_bytes(bytes_)
    with pytest.raises(InputError, match=message):
        read_seed("decisions", COLUMNS)
