"""New pages for each round of a soak: made-up news, each of its own day, place and people."""

from datetime import date, timedelta
from pathlib import Path

CITIES = (
    "Oslo", "Porto", "Lyon", "Osaka", "Lagos", "Lima", "Quito", "Perth", "Turin", "Seoul", "Cairo", "Dakar", "Riga", "Bern",
    "Minsk", "Hanoi", "Delhi", "Dhaka", "Accra", "Leeds", "Bogota", "Nairobi", "Toronto",
)  # fmt: skip
PLOTS = (
    ("Flood in {city} kills {number}", "A flood killed {number} people in {city} on {day}, Mayor {name} said."),
    (
        "Ministers meet in {city}",
        "Foreign Minister {name} met {number} farmers in {city} on {day} and promised them help.",
    ),
    (
        "Fire destroys homes in {city}",
        "A fire destroyed {number} homes in {city} on {day}, said {name}, who leads the brigade.",
    ),
    (
        "Strike at the port of {city}",
        "About {number} dockers in {city} went on strike on {day}, union leader {name} said.",
    ),
    ("{name} elected in {city}", "Voters in {city} elected {name} on {day} with a lead of {number} votes."),
    ("Court in {city} sentences {name}", "A court in {city} sentenced {name} to {number} months in prison on {day}."),
    ("{name} opens museum in {city}", "The artist {name} opened a museum with {number} rooms in {city} on {day}."),
)
MORE = "The work will cost {number} million euros and take a year; schools in the north of {city} stay closed until Monday."
_STARTS, _ENDS = (
    ("Ka", "Be", "To", "Ra", "Mi", "Lu", "So", "Ne"),
    ("lin", "dorf", "berg", "mann", "sen", "rik", "vara", "tello", "nov"),
)


def write_pages(folder: Path, number: int, count: int) -> None:
    """The pages of round `number`."""
    folder.mkdir(parents=True)
    for page in range(count):
        at = number * count + page
        words = {
            "city": CITIES[at % len(CITIES)],
            "number": at + 3,
            "day": f"{date(2019, 1, 1) + timedelta(days=at):%d %B %Y}",
            "name": f"{_STARTS[at % 8]}{_ENDS[at // 8 % 9]} {_STARTS[at // 7 % 8]}{_ENDS[at // 5 % 9]}{_ENDS[at % 9]}",
        }
        title, first = (text.format(**words) for text in PLOTS[at % len(PLOTS)])
        body = f"<h1>{title}</h1><p>{first}</p><p>{MORE.format(**words)}</p>"
        html = f"<html><head><title>{title}</title></head><body><article>{body}</article></body></html>"
        (folder / f"{number:05}-{page:03}.html").write_text(html, encoding="utf-8")
