from extract.contract.tables import IdRedirect
from extract.linking.redirects import redirect_ids


def leads(kind, old, new, previous=()):
    return {row.old_id: row.new_id for row in redirect_ids(kind, old, new, previous)}


def test_an_id_that_joined_another_leads_there():
    assert leads("story", {"a": "s1", "b": "s2"}, {"a": "s1", "b": "s1"}) == {"s2": "s1"}


def test_an_id_that_split_leads_to_where_its_smallest_member_went():
    assert leads("event", {"a": "e1", "b": "e1"}, {"a": "e2", "b": "e3"}) == {"e1": "e2"}


def test_an_id_in_use_leads_nowhere():
    assert leads("entity", {"a": "x", "b": "x"}, {"a": "x", "b": "y"}) == {}
    assert leads("entity", {"a": "y"}, {"a": "x"}, [IdRedirect(kind="entity", old_id="x", new_id="y")]) == {"y": "x"}


def test_a_chain_is_followed_to_its_end():
    before = [IdRedirect(kind="story", old_id="s1", new_id="s2")]
    assert leads("story", {"a": "s2"}, {"a": "s3"}, before) == {"s1": "s3", "s2": "s3"}


def test_an_id_whose_members_are_gone_has_no_row():
    assert leads("story", {"a": "s1"}, {"b": "s2"}) == {}


def test_redirects_of_another_kind_are_left_out():
    assert leads("story", {}, {"a": "s2"}, [IdRedirect(kind="event", old_id="e1", new_id="s2")]) == {}
