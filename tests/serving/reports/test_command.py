"""`daybook report`: what it is asked about, where the page goes, and how it says no."""

from pathlib import Path

import duckdb
import pytest
from report_world import publish, world
from typer.testing import CliRunner

from extract.cli.main import app
from extract.errors import InputError, WarehouseError
from extract.serving.report import make_report
from extract.serving.report.subject import find_subject
from extract.store.published import open_published, published_path


@pytest.mark.parametrize("typed", ["en1", "en0", "Ana Silva", "ana sílva", "minister silva", "silva"])
def test_an_entity_is_found_by_id_old_id_name_alias_and_words(home, typed):
    with open_published(home) as connection:
        assert find_subject(connection, "entity", typed).key == "en1"


@pytest.mark.parametrize("typed", ["st1", "floods in coimbra", "COIMBRA floods"])
def test_a_story_is_found_by_id_and_words(home, typed):
    with open_published(home) as connection:
        assert find_subject(connection, "story", typed).key == "st1"


def test_of_several_that_may_be_meant_each_is_named_with_its_id(tmp_path):
    rows = world()
    rows["entities"].append(
        {"entity_id": "en2", "name": "Ana Silva", "kind": "organisation", "article_count": 9, "description": None}
    )
    publish(tmp_path, rows)
    with pytest.raises(InputError, match=r"2 entities are meant by 'ana silva':\n  en2  .*\n  en1  ") as caught:
        make_report(tmp_path, "entity", "ana silva")
    assert caught.value.hint == "daybook report --entity ID"
    assert make_report(tmp_path, "entity", "en2").subject.key == "en2"


def test_what_is_not_there_is_answered_with_what_is_nearly(home):
    with pytest.raises(
        InputError, match=r"no entity is called 'Ana Sliva'; what is called nearly so:\n  en1  Ana Silva"
    ):
        make_report(home, "entity", "Ana Sliva")
    with pytest.raises(InputError, match="no story is called 'zzz'"):
        make_report(home, "story", "zzz")
    with pytest.raises(InputError, match=r"the days with most:\n  2025-09-17  1 event"):
        make_report(home, "day", "2001-01-01")


def test_ids_that_lead_in_a_ring_end(tmp_path):
    rows = world()
    rows["id_redirects"] = [
        {"old_id": one, "kind": "entity", "new_id": other} for one, other in (("x", "y"), ("y", "x"))
    ]
    publish(tmp_path, rows)
    with pytest.raises(InputError, match="no entity is called 'x'"):
        make_report(tmp_path, "entity", "x")


def test_the_file_is_named_by_id_only(tmp_path):
    rows = world()
    for table in ("stories", "articles", "events", "figure_series"):
        rows[table] = [{**row, "story_id": "../../x<y>"} if "story_id" in row else row for row in rows[table]]
    publish(tmp_path, rows)
    name = make_report(tmp_path, "story", "../../x<y>").file_name
    assert name.removeprefix("story-").removesuffix(".html").isalnum()


def test_tables_of_another_version_are_named(tmp_path):
    publish(tmp_path, world())
    with duckdb.connect(str(published_path(tmp_path))) as connection:
        connection.execute("alter table marts.events drop column salience")
    with pytest.raises(WarehouseError, match=r"not those that a report is made from: .*salience"):
        make_report(tmp_path, "story", "st1")


def daybook(home: Path, *words: str):
    return CliRunner().invoke(app, ["--home", str(home), "report", *words])


def test_the_command_writes_a_file_of_the_home_or_another_or_prints(tmp_path):
    publish(tmp_path, world())
    done = daybook(tmp_path, "--story", "floods")
    path = tmp_path / "reports" / "story-st1.html"
    assert (done.exit_code, Path(done.stdout.strip()).resolve()) == (0, path.resolve())
    assert list(path.parent.iterdir()) == [path]
    other = tmp_path / "other folder" / "page.html"
    for wrong in (other, tmp_path):
        assert isinstance(daybook(tmp_path, "--story", "st1", "--output", str(wrong)).exception, InputError)
    assert not other.parent.exists()
    other.parent.mkdir()
    assert daybook(tmp_path, "--story", "st1", "--output", str(other)).exit_code == 0
    printed = daybook(tmp_path, "--story", "st1", "--output", "-").stdout
    assert printed == path.read_text(encoding="utf-8") == other.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [(), ("--day", "latest", "--story", "st1"), ("--day", "soon"), ("--entity", " ")])
def test_wrong_usage_is_told_and_writes_nothing(home, words):
    done = daybook(home, *words)
    assert isinstance(done.exception, InputError)
    assert done.exception.exit_code == 2
    assert done.exception.hint.startswith("daybook report --")
    assert not (home / "reports").exists()
