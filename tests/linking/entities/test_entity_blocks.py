"""What linking promises to those who link only what changed: the same answer, in any order, from the touched blocks alone."""

import random
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from extract.contract.tables import Participant
from extract.linking.entities import link_entities, name_keys
from extract.linking.entities.beside import read_beside

_GIVEN = ("Ilse", "Marek", "William", "Bill", "John", "Rosa", "I.")
_FAMILY = ("Overgaard", "Overgard", "Dvoretz", "Smith", "Quillfeather")
_BODIES = (
    "Ministry of Health",
    "Nordic Turbine Safety Board",
    "NTSB",
    "Calder Valley Trust",
    "Calder Vally Trust",
    "Bexley",
)
_PLACES = ("Birmingham", "Georgia", "East Merrow", "Norway")
_COUNTRIES = (("Britain", "GB"), ("India", "IN"), ("Norway", "NO"), ("Georgia", "GE"))
_JOBS = (None, None, "footballer", "senator", "French economist")


@pytest.fixture(scope="module")
def rows(make):
    """Participants of 120 invented articles, some in two wordings."""
    pick = random.Random(7)  # noqa: S311 - invented rows, no secret
    made = {}
    for number in range(120):
        for version in ("v1", "v2")[: pick.choice((1, 1, 2))]:
            for row in _article(make, pick, f"a{number}", f"a{number}-{version}"):
                made[row.participant_id] = row
    return list(made.values())


def _article(make, pick, article, version):
    for _ in range(pick.randint(1, 4)):
        name = f"{pick.choice(_GIVEN)} {pick.choice(_FAMILY)}" if pick.random() < 0.8 else pick.choice(_FAMILY)
        aliases = [name.split()[-1]] if pick.random() < 0.5 else []
        yield make.participant(
            article, name, "person", aliases=aliases, description=pick.choice(_JOBS), version=version
        )
    body = pick.choice(_BODIES)
    aliases = ["NTSB"] if body.startswith("Nordic") else []
    yield make.participant(
        article, body, pick.choice(("organisation",) * 5 + ("person",)), aliases=aliases, version=version
    )
    if pick.random() < 0.5:
        yield make.participant(article, pick.choice(_PLACES), "place", version=version)
    if pick.random() < 0.5:
        name, code = pick.choice(_COUNTRIES)
        yield make.participant(article, name, "country", country=code, version=version)
    if pick.random() < 0.3:
        yield make.participant(article, "some 70 companies", "group", version=version)


def _same(one, other):
    tables = ("entities", "entity_aliases", "participant_entities", "entity_keys")
    return all(getattr(one, table) == getattr(other, table) for table in tables)


def test_the_order_of_arrival_changes_nothing(make, rows):
    expected = link_entities(make.table(*rows))
    order = random.Random(20)  # noqa: S311 - orders of arrival, no secret
    for _ in range(20):
        shuffled = order.sample(rows, len(rows))
        assert _same(link_entities(make.table(*shuffled)), expected)


def test_each_block_linked_alone_gives_what_linking_all_gives(make, rows):
    table = make.table(*rows)
    whole = link_entities(table)
    blocks = sorted(set(whole.participant_entities["block"].to_pylist()))
    assert len(blocks) > 8
    for block in blocks:
        own = whole.participant_entities.filter(pc.equal(whole.participant_entities["block"], block))
        part = link_entities(_participants(table, own["participant_id"]), context=table)
        assert part.participant_entities == own
        assert part.entity_keys == whole.entity_keys.filter(pc.equal(whole.entity_keys["block"], block))
        among = pc.is_in(whole.entities["entity_id"], own["entity_id"].combine_chunks())
        assert part.entities == whole.entities.filter(among)
        among = pc.is_in(whole.entity_aliases["entity_id"], own["entity_id"].combine_chunks())
        assert part.entity_aliases == whole.entity_aliases.filter(among)


def _participants(table, ids):
    return table.filter(pc.is_in(table["participant_id"], ids.combine_chunks()))


def test_new_articles_and_the_blocks_they_touch_give_what_linking_all_gives(make, rows):
    """As the pipeline does it: keys of what is new, the blocks that have them, and those alone linked again."""
    new = [row for row in rows if row.article_id in {"a3", "a50", "a97"}]
    old = [row for row in rows if row not in new]
    before = link_entities(make.table(*old))
    table = make.table(*rows)
    expected = link_entities(table)
    keys = name_keys(make.table(*new))
    touched = set(_blocks(before.entity_keys, "name_key", keys))
    compared = before.participant_entities.filter(pc.is_in(before.participant_entities["block"], pa.array(touched)))
    ids = [*compared["participant_id"].to_pylist(), *(row.participant_id for row in new)]
    again = link_entities(_participants(table, pa.chunked_array([ids])), context=table)
    kept = [row for row in before.participant_entities.to_pylist() if row["block"] not in touched]
    found = sorted([*kept, *again.participant_entities.to_pylist()], key=lambda row: row["participant_id"])
    assert found == expected.participant_entities.to_pylist()


def _blocks(table, column, values):
    return table.filter(pc.is_in(table[column], pa.array(values)))["block"].to_pylist()


def test_every_key_of_a_participant_leads_to_its_block(make, rows):
    links = link_entities(make.table(*rows))
    block_of = {row["name_key"]: row["block"] for row in links.entity_keys.to_pylist()}
    own = {row["participant_id"]: row["block"] for row in links.participant_entities.to_pylist()}
    assert len(block_of) == links.entity_keys.num_rows
    for row in rows:
        keys = name_keys(make.table(row))
        assert keys == sorted(set(keys))
        assert {block_of[key] for key in keys} == {own[row.participant_id]}


def test_names_with_nothing_in_common_share_no_block(make):
    links = link_entities(
        make.table(
            make.participant("a", "Ilse Overgaard", "person"),
            make.participant("a", "Rosa Quillfeather", "person"),
            make.participant("b", "Calder Valley Trust", "organisation"),
        )
    )
    assert len(set(links.participant_entities["block"].to_pylist())) == 3


def test_what_stands_beside_counts_from_the_context_that_is_given(make):
    one = [make.participant(a, "Marek Dvoretz", "person", description="footballer") for a in "ab"]
    other = [make.participant(a, "Marek Dvoretz", "person", description="senator") for a in "cd"]
    bare = make.participant("e", "Marek Dvoretz", "person")
    beside = [make.participant(a, "Tomas Brandl", "person") for a in "cde"]
    context = make.table(*one, *other, bare, *beside)
    links = link_entities(make.table(*one, *other, bare), context=context)
    found = dict(
        zip(*(links.participant_entities[c].to_pylist() for c in ("participant_id", "entity_id")), strict=True)
    )
    assert found[bare.participant_id] == found[other[0].participant_id]


def test_all_wordings_of_an_article_are_one_mention_of_a_name(make):
    first = make.participant("a", "Ilse Overgaard", "person", version="a-1")
    second = make.participant("a", "Ilse Overgaard", "person", version="a-2")
    links = link_entities(make.table(first, second))
    assert links.entities.num_rows == 1
    assert [row["article_count"] for row in links.entity_aliases.to_pylist()] == [1]


def test_no_rows_have_no_keys_and_no_entities(make):
    empty = make.table(of=Participant)
    assert name_keys(empty) == []
    assert link_entities(empty).entity_keys.num_rows == 0


def test_of_two_deliveries_beside_others_the_same_one_counts_in_any_order(make):
    whole = [make.participant(a, "Ilse Overgaard", "person") for a in "abcd"]
    bystanders = [make.participant(a, "Marek Dvoretz", "person") for a in "abcd"]
    redelivered = [replace(row, name="Rosa Quillfeather") for row in bystanders[::2]]
    named = [make.participant(a, "Spokesman", "person", represents=row) for a, row in zip("abcd", whole, strict=True)]
    minded = [replace(row, country_code=code) for row in whole for code in ("NO", "IN")]
    context = [*whole, *bystanders, *redelivered, *named, *minded]
    found = []
    order = random.Random(20)  # noqa: S311 - orders of arrival, no secret
    for _ in range(12):
        table = make.table(*order.sample(context, len(context)), of=Participant)
        beside = read_beside(table, [f"{a}-v" for a in "abcd"], [row.participant_id for row in whole])
        names = {version: sorted(beside.keys[name] for name in names) for version, names in beside.names.items()}
        found.append((names, beside.countries, beside.represented))
    assert all(one == found[0] for one in found)
    assert all(len(names) == 3 for names in found[0][0].values())
