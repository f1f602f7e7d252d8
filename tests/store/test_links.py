"""The link tables: made anew by other rules, by other decisions, and where an older version left them in another shape."""

import pytest

from extract.contract.derive import arrow_table
from extract.contract.tables import IdRedirect
from extract.errors import WarehouseError
from extract.linking.entities import COLUMNS
from extract.store.candidate import open_candidate, require_done
from extract.store.links import open_links
from extract.store.load import load_batch
from extract.store.warehouse import build_path, candidate_path


def changed(home, made_by):
    with open_candidate(home) as candidate, open_links(candidate, made_by) as links:
        return links.changed_participants(COLUMNS).num_rows


def _fail_after_a_write(home):
    redirect = IdRedirect(kind="story", old_id="s1", new_id="s2")
    with open_candidate(home) as candidate, open_links(candidate, "rules1") as links:
        links.replace(IdRedirect, arrow_table(IdRedirect, [redirect]))
        raise ZeroDivisionError


def test_what_was_linked_is_not_looked_at_again(tmp_path, make_batch):
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b1", range(3)))
    assert changed(tmp_path, "rules1") == 3
    assert changed(tmp_path, "rules1") == 0
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b2", range(3, 5)))
    assert changed(tmp_path, "rules1") == 2


def test_other_rules_or_decisions_link_everything_anew(tmp_path, make_batch):
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b1", range(3)))
    assert changed(tmp_path, "rules1") == 3
    assert changed(tmp_path, "rules2") == 3
    assert changed(tmp_path, "rules2") == 0


def test_links_of_an_older_shape_are_made_anew_and_redirects_stay(tmp_path, make_batch):
    redirect = IdRedirect(kind="story", old_id="s1", new_id="s2")
    with open_candidate(tmp_path) as candidate, open_links(candidate, "rules1") as links:
        links.replace(IdRedirect, arrow_table(IdRedirect, [redirect]))
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b1", range(3)))
        candidate.connection.execute("alter table raw.story_articles drop column block")
    with open_candidate(tmp_path) as candidate, open_links(candidate, "rules1") as links:
        assert links.changed_participants(COLUMNS).num_rows == 3
        assert links.count(IdRedirect) == 1
        links.connection.execute("select block from raw.story_articles")


def test_a_build_whose_links_have_an_older_shape_is_linked_anew(tmp_path, make_batch):
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b1", range(3)))
        with open_links(candidate, "rules1"):
            pass
        candidate.connection.execute("drop table raw.link_rules")
        candidate.connection.execute("drop table raw.figure_series_members")
        candidate.connection.execute("alter table raw.entity_aliases drop column article_count")
        candidate.connection.execute("alter table raw.article_changes drop column article_id")
    candidate_path(tmp_path).rename(build_path(tmp_path))
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b2", range(3, 5)))
        with pytest.raises(WarehouseError, match="has not seen"):
            require_done(candidate.connection, "link")
    assert changed(tmp_path, "rules1") == 5


def test_a_failure_leaves_the_links_as_they_were_and_the_step_undone(tmp_path, make_batch):
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b1", range(3)))
    with pytest.raises(ZeroDivisionError):
        _fail_after_a_write(tmp_path)
    with open_candidate(tmp_path) as candidate:
        assert candidate.connection.execute("select count(*) from raw.id_redirects").fetchone() == (0,)
        with pytest.raises(WarehouseError, match="has not seen"):
            require_done(candidate.connection, "link")
    assert changed(tmp_path, "rules1") == 3


def test_a_row_that_two_batches_delivered_comes_once(tmp_path, make_batch):
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b1", range(3)))
        load_batch(candidate, make_batch("b2", range(3)))
        with open_links(candidate, "rules1") as links:
            rows, _ = links.participants([], [], COLUMNS)
    ids = rows["participant_id"].to_pylist()
    assert len(ids) == len(set(ids)) == 3
    assert rows.column_names == list(COLUMNS)
