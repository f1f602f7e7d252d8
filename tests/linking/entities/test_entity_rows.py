def test_an_entity_tells_what_most_articles_tell_of_it(link, person):
    rows = [
        person("a", "Ilse Overgaard", description="Danish midfielder"),
        person("b", "Ilse Overgaard", description="Danish midfielder"),
        person("c", "Ilse Overgaard", description="captain of the Falcons"),
    ]
    entity = link(*rows).entity(rows[0])
    assert (entity["kind"], entity["country_code"], entity["sector"]) == ("person", "DK", "sport")
    assert entity["description"] == "Danish midfielder"


def test_the_sector_of_a_body_is_that_of_its_name(link, body):
    names = {"Calder Savings Bank": "finance", "Ostmark University": "education", "Ministry of Health": "government",
             "Halden Football Club": "sport", "Bexley": None}  # fmt: skip
    rows = [body(f"a{at}", name) for at, name in enumerate(names)]
    found = link(*rows)
    assert {row.name: found.entity(row)["sector"] for row in rows} == names


def test_who_works_at_a_university_is_in_education(link, person):
    row = person("a", "Ilse Overgaard", affiliation="Ostmark University")
    assert link(row).entity(row)["sector"] == "education"


def test_what_no_word_tells_is_null(link, person):
    row = person("a", "Ilse Overgaard")
    entity = link(row).entity(row)
    assert (entity["country_code"], entity["sector"], entity["description"]) == (None, None, None)


def test_the_best_name_is_the_full_one_that_most_articles_use(link, person):
    rows = [
        person("a", "William Thorwald"),
        *(person(a, "Bill Thorwald") for a in "bc"),
        *(person(a, "Thorwald") for a in "defg"),
    ]
    assert link(*rows).entity(rows[0])["name"] == "Bill Thorwald"


def test_each_form_of_a_name_says_how_it_is_known_and_in_how_many_articles(link, body):
    full = [body(a, "Nordic Turbine Safety Board", aliases=["NTSB", "the board"]) for a in "ab"]
    found = link(*full, body("c", "NTSB"))
    assert found.aliases(full[0]) == {"Nordic Turbine Safety Board": "name", "NTSB": "acronym", "the board": "alias"}
    counts = {row["alias"]: row["article_count"] for row in found.links.entity_aliases.to_pylist()}
    assert counts == {"Nordic Turbine Safety Board": 2, "NTSB": 3, "the board": 2}
    assert all(0 < row["confidence"] <= 1 for row in found.links.entity_aliases.to_pylist())


def test_what_only_one_article_names_is_itself_for_sure(link, person):
    row = person("a", "Ilse Overgaard")
    assert link(row).score(row) == 1.0


def test_an_id_stays_when_articles_come_that_split_no_one_off(link, person):
    first = [person(a, "Ilse Overgaard") for a in "bc"]
    more = [*first, person("d", "Overgaard"), person("e", "Rosa Overgaard"), person("f", "I. Overgaard")]
    assert link(*first).id(first[0]) == link(*more).id(first[0])


def test_an_id_stays_with_the_first_article_when_a_namesake_comes(link, person):
    senator = [person(a, "Marek Dvoretz", description="senator") for a in "bc"]
    namesake = person("d", "Marek Dvoretz", description="footballer")
    assert link(*senator).id(senator[0]) == link(*senator, namesake).id(senator[0])


def test_a_country_without_a_code_is_known_by_its_name(link, make, country):
    coded, bare = country("a", "Norway", "NO"), make.participant("b", "Norway", "country")
    assert link(coded, bare).are_one(coded, bare)
