from extract.contract.tables import IdRedirect
from extract.linking.redirects import known_leads, redirect_ids


def leads(moved, in_use, previous=()):
    known = known_leads("story", moved, previous)
    return {row.old_id: row.new_id for row in redirect_ids("story", known, in_use)}


def test_an_id_that_moved_leads_to_where_it_is_now():
    assert leads({"s2": "s1"}, {"s1"}) == {"s2": "s1"}


def test_an_id_in_use_again_leads_nowhere():
    before = [IdRedirect(kind="story", old_id="x", new_id="y")]
    assert leads({"y": "x"}, {"x"}, before) == {"y": "x"}


def test_a_chain_is_followed_to_its_end():
    before = [IdRedirect(kind="story", old_id="s1", new_id="s2")]
    assert leads({"s2": "s3"}, {"s3"}, before) == {"s1": "s3", "s2": "s3"}


def test_a_chain_that_ends_in_nothing_or_in_itself_has_no_row():
    before = [IdRedirect(kind="story", old_id="s1", new_id="s2")]
    assert leads({}, set(), before) == {}
    assert leads({"s2": "s1"}, set(), before) == {}


def test_redirects_of_another_kind_are_left_out():
    assert leads({}, {"s2"}, [IdRedirect(kind="event", old_id="e1", new_id="s2")]) == {}
