def test_people_of_one_name_and_two_occupations_are_two(link, person):
    footballer = [person(a, "Marek Dvoretz", description="footballer") for a in "ab"]
    senator = [person(a, "Marek Dvoretz", description="senator") for a in "cd"]
    found = link(*footballer, *senator)
    assert found.are_one(*footballer)
    assert found.are_one(*senator)
    assert not found.are_one(footballer[0], senator[0])
    assert [found.entity(p)["sector"] for p in (footballer[0], senator[0])] == ["sport", "parliament"]


def test_occupations_that_people_move_between_part_nobody(link, person):
    rows = [person("a", "Marek Dvoretz", description="senator"), person("b", "Marek Dvoretz", description="minister")]
    assert link(*rows).are_one(*rows)


def test_two_occupations_are_one_person_where_the_same_people_stand_beside(link, person):
    actor = [person(a, "Marek Dvoretz", description="actor") for a in "ab"]
    governor = [person(a, "Marek Dvoretz", description="governor") for a in "cd"]
    beside = [
        person(a, name)
        for a in "abcd"
        for name in ("Ilse Overgaard", "Tomas Brandl", "Rosa Quillfeather", "Piet Zonnebeld", "Vera Stoltz", "Ada Murn")
    ]
    assert link(*actor, *governor, *beside).are_one(*actor, *governor)


def test_people_whom_the_text_puts_in_two_countries_are_two(link, person):
    one = [person(a, "Marek Dvoretz", description="French economist", affiliation="France") for a in "ab"]
    other = [person(a, "Marek Dvoretz", description="Canadian banker", affiliation="Canada") for a in "cd"]
    found = link(*one, *other)
    assert not found.are_one(one[0], other[0])


def test_a_full_name_of_which_nothing_else_is_known_is_one_with_less_certainty(link, person):
    bare = [person(a, "Marek Dvoretz") for a in "ab"]
    told = [person(a, "Ilse Overgaard", affiliation="Calder Trust") for a in "ab"]
    found = link(*bare, *told)
    assert found.are_one(*bare)
    assert 0.8 < found.score(bare[0]) < found.score(told[0])


def test_a_very_common_name_needs_more_than_the_name(link, person):
    bare = [person(a, "John Smith") for a in "ab"]
    beside = [person("a", "Ilse Overgaard"), person("b", "Tomas Brandl")]
    assert not link(*bare, *beside).are_one(*bare)
    told = [person(a, "John Smith", affiliation="Calder Trust") for a in "ab"]
    assert link(*told, *beside).are_one(*told)


def test_a_participant_that_says_nothing_of_itself_goes_with_who_stands_beside(link, person):
    footballer = [person(a, "Marek Dvoretz", description="footballer") for a in "ab"]
    senator = [person(a, "Marek Dvoretz", description="senator") for a in "cd"]
    beside = [person(a, "Ilse Overgaard") for a in "abe"] + [person(a, "Tomas Brandl") for a in "cdf"]
    bare, other_bare = person("e", "Marek Dvoretz"), person("f", "Marek Dvoretz")
    found = link(*footballer, *senator, *beside, bare, other_bare)
    assert found.are_one(*footballer, bare)
    assert found.are_one(*senator, other_bare)


def test_bodies_that_many_countries_have_are_told_apart_by_the_countries_around(link, body, country):
    british = [body(a, "Ministry of Defence") for a in "ab"]
    indian = [body(a, "Ministry of Defence") for a in "cd"]
    countries = [country(a, "Britain", "GB") for a in "ab"] + [country(a, "India", "IN") for a in "cd"]
    unknown = body("e", "Ministry of Defence")
    found = link(*british, *indian, *countries, unknown)
    assert found.are_one(*british)
    assert found.are_one(*indian)
    assert not found.are_one(british[0], indian[0])
    assert found.id(unknown) not in {found.id(british[0]), found.id(indian[0])}
    assert found.entity(british[0])["country_code"] == "GB"


def test_a_body_is_that_of_the_country_it_represents_or_that_its_name_tells(link, body, country):
    france, spain = country("a", "France", "FR"), country("a", "Spain", "ES")
    one = body("a", "Ministry of Health", represents=spain)
    other = body("b", "Spanish Health Ministry")
    french = body("c", "French Ministry of Health")
    found = link(france, spain, one, other, french)
    assert found.are_one(one, other)
    assert not found.are_one(one, french)


def test_an_organisation_with_a_name_of_its_own_is_one_in_all_countries(link, body, country):
    rows = [body(a, "Halvorsen Turbines") for a in "abc"]
    countries = [country("a", "Britain", "GB"), country("b", "India", "IN"), country("c", "Chile", "CL")]
    assert link(*rows, *countries).are_one(*rows)


def test_places_of_one_name_in_two_countries_are_two(link, place, country):
    rows = [place("a", "Birmingham", country="GB"), place("b", "Birmingham", country="US"), place("c", "Birmingham")]
    found = link(*rows, country("c", "the United States", "US"))
    assert not found.are_one(rows[0], rows[1])
    assert found.are_one(rows[1], rows[2])


def test_a_place_says_with_its_name_where_it_lies(link, place):
    texas, france = place("a", "Paris, Texas"), place("b", "Paris", country="FR")
    assert not link(texas, france).are_one(texas, france)


def test_a_saint_written_short_is_a_place_of_two_countries_too(link, place):
    florida, other = place("a", "St. Petersburg, Florida"), place("b", "St. Petersburg")
    assert not link(florida, other).are_one(florida, other)


def test_georgia_is_the_country_the_state_or_a_person_by_what_stands_beside(link, person, place, country):
    nation, state, name = country("a", "Georgia", "GE"), place("b", "Georgia"), person("c", "Georgia")
    nation_as_place = place("d", "Georgia")
    beside = [place("b", "Atlanta"), place("d", "Tbilisi"), country("d", "Russia", "RU")]
    found = link(nation, state, name, nation_as_place, *beside)
    assert found.are_one(nation, nation_as_place)
    assert len({found.id(p) for p in (nation, state, name)}) == 3


def test_a_place_that_is_called_as_a_country_is_the_country(link, place, country):
    nation, same = country("a", "Norway", "NO"), place("b", "Norway")
    assert link(nation, same).are_one(nation, same)
