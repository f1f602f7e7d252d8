"""What a figure is stated of: which words of the sentence, and where the sentence names nothing."""

import pytest

from extract.facts.figures import read_figures
from extract.facts.sentences import find_sentences


@pytest.fixture(scope="session")
def items_of(language_model):
    def read(text: str) -> list[str | None]:
        (doc,) = language_model.read([text])
        figures = read_figures(doc, find_sentences(doc))
        for figure in figures:
            if figure.item is not None:
                assert text[figure.item_start : figure.item_end] == figure.item
        return [figure.item for figure in figures]

    return read


CASES = {
    "the of phrase of a share": [
        ("Some 40% of the farmers lost their crop.", ["farmers"]),
        ("Half of the bridges in the valley need repair.", ["bridges in the valley"]),
        ("The group owns 12 per cent of Lakeside Ferries.", ["Lakeside Ferries"]),
    ],
    "the of phrase of a measure": [
        ("Crews removed 35 tons of mud.", ["mud"]),
        ("The ship carried 900 tonnes of frozen fish.", ["frozen fish"]),
        ("The dam holds 8 miles (13 kilometres) of new pipes.", ["new pipes", "new pipes"]),
    ],
    "the noun that a figure modifies": [
        ("The city issued a $3 billion bond.", ["bond"]),
        ("The tablet has a 12-inch display screen.", ["display screen"]),
        ("The firm took a 25 percent stake in a bakery chain in Oslo.", ["stake in a bakery chain in Oslo"]),
    ],
    "the noun that a figure is the amount of": [
        ("The train travels at a speed of 200 mph.", ["speed"]),
        ("Forecasters warned of winds of at least 90 mph.", ["winds"]),
        ("The bank reported a loss of $4 million.", ["loss"]),
    ],
    "the measured subject with its phrases": [
        ("Wheat exports to Egypt and Turkey rose 14%.", ["Wheat exports to Egypt and Turkey"]),
        ("The average rent for small flats in Leipzig was 640 euros.", ["average rent for small flats in Leipzig"]),
        ("Spending on roads fell by 3 percent.", ["Spending on roads"]),
    ],
    "the object beside a prepositional figure": [
        ("The minister wants to raise tariffs to 35%.", ["tariffs"]),
        ("The airline cut its fares by 10 percent.", ["fares"]),
        ("The brewer sold the plant for $90 million.", ["plant"]),
    ],
    "the thing paid for": [
        ("She paid $900 for a new stove.", ["new stove"]),
        ("The council will spend £2 million on street lights.", ["street lights"]),
        ("The slump wiped $5 billion from the company's value.", ["company's value"]),
    ],
    "the measured thing of an adjective": [
        ("The tunnel is 4 kilometres long.", ["tunnel"]),
        ("The statue is 12 metres high.", ["statue"]),
        ("Harbour shares closed 2.5% lower at 41 crowns.", ["Harbour shares", "Harbour shares"]),
    ],
    "the agent of a count": [
        ("Northwind plans to lay off 650 employees.", ["Northwind"]),
        ("The orchestra that has 80 musicians will tour Chile.", ["orchestra"]),
        ("Garcia scored 31 points.", ["Garcia"]),
    ],
    "the phrase of a count": [
        ("Drillers work in 35 sections of the Holm region.", ["Holm region"]),
        ("Engineers compared four designs for lighter trains.", ["lighter trains"]),
        ("There were 9,000 students enrolled at Uppsala University.", ["Uppsala University"]),
    ],
    "the noun of which a count is said": [
        ("The mayor presented a survey of 12 towns.", ["survey"]),
        ("The population of the island is 8,000 people.", ["population of the island"]),
        ("The fund reported an increase of 600 clients.", ["increase"]),
    ],
    "nothing more than the count": [
        ("There were 400 people.", [None]),
        ("Some 300 residents have been evacuated.", [None]),
        ("They have two kids.", [None]),
    ],
    "a pronoun names nothing": [
        ("He earned $300.", [None]),
        ("They walked 15 miles.", [None]),
        ("It rose 3 percent.", [None]),
    ],
    "a pronoun after its noun": [
        ("The krone fell and it lost 3 percent.", ["krone"]),
        ("Prices soared and they hit $90.", ["Prices"]),
        ("Miller left and he paid $500.", ["Miller"]),
    ],
    "the name before a bracket": [
        ("Leaders: Ana Silva (17.9 ppg, 4.6 rpg), Eva Holm (15.2 ppg).", ["Ana Silva", "Ana Silva", "Eva Holm"]),
        ("Most active: Oslo Stock Exchange (1,369.03, up 5.1 points).", ["Oslo Stock Exchange", "Oslo Stock Exchange"]),
        ("The best were Nils Berg (9.1 points) and Jan Dahl (8.7 points).", ["Nils Berg", "Jan Dahl"]),
    ],
    "the name before a signed figure": [
        ("In Europe: FTSE -0.6% CAC -1.7% DAX -1.6%.", ["FTSE", "CAC", "DAX"]),
        ("Markets: Nikkei +0.4% Hang Seng -2.1%.", ["Nikkei", "Hang Seng"]),
        ("Gold: $2,090; -0.2%", ["Gold", "Gold"]),
    ],
    "the figure compared to": [
        ("Unemployment was 5.1%, up from 4.8%.", ["Unemployment", "Unemployment"]),
        ("Sales of tractors reached $40 million, down 9%.", ["Sales of tractors", "Sales of tractors"]),
        ("Turnout was 61 percent, compared with 55 percent.", ["Turnout", "Turnout"]),
    ],
    "each verb its own subject": [
        ("Tesla jumped 8.5% and Volvo gained 3.5%.", ["Tesla", "Volvo"]),
        ("Rents rose 4% while wages fell 1%.", ["Rents", "wages"]),
        ("Copper lost 2% as zinc added 1%.", ["Copper", "zinc"]),
    ],
    "what ranges": [
        ("The clinic settled claims ranging from $200 to $4 million.", ["claims"]),
        ("Police seized goods worth up to $8 million.", ["goods"]),
        ("The museum bought a painting valued at $70,000.", ["painting"]),
    ],
    "the whole behind a quantifier": [
        ("Each of the houses costs $400,000.", ["houses"]),
        ("Most of the parcels weigh 3 kilograms.", ["parcels"]),
        ("One of the ferries carries 40 tonnes.", ["ferries"]),
    ],
    "a count's item is no adjunct": [
        ("The price was $5 million, based on 37 sales.", ["price", None]),
        ("The firm is insolvent, according to two people.", [None]),
        ("The rate was 4 percent, according to 12 analysts.", ["rate", None]),
    ],
    "a point in time has no item": [
        ("The ferry sank two years ago.", [None]),
        ("The mill closed six months earlier.", [None]),
        ("Rates changed three weeks later.", [None]),
    ],
    "how long": [
        ("The strike lasted three weeks.", ["strike"]),
        ("The report calls for a closure of more than two months.", ["closure"]),
        ("Marta Ruiz ran the shop for 30 years.", ["Marta Ruiz"]),
    ],
    "without the time": [
        ("The median price of a boat in May was $31,000.", ["median price of a boat"]),
        ("Visits to the zoo on Sunday rose 5%.", ["Visits to the zoo"]),
        ("Demand for coal last month fell 2%.", ["Demand for coal"]),
    ],
    "what doubles": [
        ("Profits doubled in spring.", ["Profits"]),
        ("Exports of rice tripled.", ["Exports of rice"]),
        ("The price of wool halved.", ["price of wool"]),
    ],
    "who has what is counted": [
        ("Finland's 300 judges voted.", ["Finland"]),
        ("The firm's 40 lawyers are busy.", ["firm"]),
        ("Their 40 cows graze there.", [None]),
    ],
    "a currency's country": [
        ("The rouble averaged 1.42 cents US.", ["rouble"]),
        ("The loonie fell to 74.60 cents US.", ["loonie"]),
        ("Copper traded at $3 US.", ["Copper"]),
    ],
    "who is told to": [
        ("The court ordered the smelter to pay $80 million.", ["smelter"]),
        ("The crisis forced the airline to cancel 400 flights.", ["airline"]),
        ("Regulators asked the lender to raise $3 billion.", ["lender"]),
    ],
    "what money consists of": [
        ("The firm raised $12 million in new debt.", ["new debt"]),
        ("Thieves took $5,000 in cash.", ["cash"]),
        ("The store made $3 million in sales in Texas.", ["sales in Texas"]),
        ("Tariffs fell on $25 billion worth of Danish goods.", ["Danish goods"]),
    ],
    "who beats by a figure": [
        ("The Hawks beat the Bulls by 12 points.", ["Hawks"]),
        ("Profits exceeded forecasts by 9 percent.", ["Profits"]),
        ("The yen outperformed the euro by 3 percent.", ["yen"]),
    ],
    "the speaker who speaks of itself": [
        ("The airline said it carried 11.3 million passengers.", ["airline"]),
        ("Workers say they lost 4% of pay.", ["pay"]),
        ("Tanaka said he sold 40 paintings.", ["Tanaka"]),
    ],
    "no other figure inside": [
        ("The 3,000 square foot barn burned for 12 hours.", ["barn", "barn"]),
        ("The 68-year-old Ramirez owns 14 bakeries.", ["Ramirez", "Ramirez"]),
        ("A three-year sales forecast was cut to 4 percent.", ["sales forecast", "sales forecast"]),
    ],
    "a number inside a name": [
        ("The iPhone 12 Pro costs $999.", ["iPhone 12 Pro"]),
        ("The S&P 500 gained 12.25 points.", ["S&P 500"]),
        ("The Euro Stoxx 50 dropped 1.3%.", ["Euro Stoxx 50"]),
    ],
    "set phrases are no items": [
        ("In addition to a $90 fee, guests pay $12 for towels.", ["fee", "towels"]),
        ("The repairs cost on the order of 20 million euros.", ["repairs"]),
        ("He spoke in front of 15,000 fans.", [None]),
    ],
    "the share of a base": [
        ("The deficit widened to 3.2% of GDP.", ["deficit"]),
        ("Military spending is 2 percent of GDP.", ["Military spending"]),
        ("The team won 12 of its last 14 games.", ["team", "team"]),
    ],
    "a line without a verb": [
        ("Crude oil about $61.", ["Crude oil"]),
        ("Silver futures $15.30, up 0.4 percent", ["Silver futures", "Silver futures"]),
        ("Ticket price: $40", ["Ticket price"]),
    ],
    "without article, possessor and relative clause": [
        ("Its revenue rose 7%.", ["revenue"]),
        ("The shares that the family owns are worth $3 million.", ["shares"]),
        ("Their total debt was $6 million.", ["debt"]),
    ],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(text, expected, id=f"{name}-{text[:24]}") for name, rows in CASES.items() for text, expected in rows],
)
def test_item_is_what_the_figure_is_stated_of(items_of, text, expected):
    assert items_of(text) == expected
