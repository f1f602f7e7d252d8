def test_a_surname_alone_is_the_one_person_called_so(link, person):
    full, short = person("a", "Ilse Overgaard"), person("b", "Overgaard")
    found = link(full, short)
    assert found.are_one(full, short)
    assert found.rule(short) == "short_name"
    assert found.score(short) < 0.95


def test_a_surname_that_two_have_is_the_one_whose_people_stand_beside(link, person):
    ilse = [person(a, "Ilse Overgaard") for a in "ab"] + [person(a, "Tomas Brandl") for a in "ab"]
    nils = [person(a, "Nils Overgaard") for a in "cd"] + [person(a, "Rosa Quillfeather") for a in "cd"]
    short, beside = person("e", "Overgaard"), person("e", "Rosa Quillfeather")
    found = link(*ilse, *nils, short, beside)
    assert found.are_one(nils[0], short)


def test_an_initial_is_the_one_person_it_fits(link, person):
    full, short = [person(a, "Ilse Overgaard") for a in "ab"], person("c", "I. Overgaard")
    found = link(*full, short)
    assert found.are_one(*full, short)
    assert found.rule(short) == "initial"


def test_initials_that_two_people_have_are_neither(link, person):
    rows = [person("a", "Ilse Overgaard"), person("b", "Ingrid Overgaard"), person("c", "I. Overgaard")]
    found = link(*rows)
    assert len({found.id(row) for row in rows}) == 3


def test_an_acronym_is_the_one_body_whose_words_it_fits(link, body):
    full = [body(a, "Nordic Turbine Safety Board") for a in "ab"]
    short = body("c", "NTSB")
    found = link(*full, short)
    assert found.are_one(*full, short)
    assert (found.rule(short), found.entity(short)["name"]) == ("acronym", "Nordic Turbine Safety Board")


def test_an_acronym_that_fits_two_bodies_is_neither(link, body):
    rows = [body("a", "Nordic Turbine Safety Board"), body("b", "Neath Tidal Survey Bureau"), body("c", "NTSB")]
    found = link(*rows)
    assert len({found.id(row) for row in rows}) == 3


def test_an_acronym_that_an_article_gives_goes_with_its_body_and_country(link, body, country):
    one = body("a", "People's Democratic Front", aliases=["PDF"])
    other = body("b", "Progressive Development Forum", aliases=["PDF"])
    short = body("c", "PDF")
    around = [country("a", "Kenya", "KE"), country("b", "Nepal", "NP"), country("c", "Kenya", "KE")]
    assert link(one, other, short, *around).are_one(one, short)


def test_a_bank_and_its_letters_are_one(link, body):
    full, short = body("a", "Bank of Caldonia", aliases=["BOC"]), body("b", "BOC")
    assert link(full, short).are_one(full, short)


def test_a_team_goes_by_the_last_word_of_its_name(link, body, person):
    full, short = body("a", "Ostmark Falcons"), body("b", "Falcons")
    beside = [person(a, "Marek Dvoretz") for a in "ab"]
    assert link(full, short, *beside).are_one(full, short)


def test_a_usual_name_is_not_drawn_to_a_rare_longer_one(link, body):
    usual = [body(f"u{at}", "Halvorsen") for at in range(200)]
    rare = body("x", "Halvorsen Kitchens", aliases=["Halvorsen"])
    assert not link(*usual, rare).are_one(usual[0], rare)


def test_a_generic_word_is_no_name_to_look_up(link, body):
    full, word = body("a", "Bank of Caldonia", aliases=["Bank"]), body("b", "Bank")
    assert not link(full, word).are_one(full, word)
