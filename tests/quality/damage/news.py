"""Invented news, read without a fault: the good batches that damage is done to. Texts are prose with facts at known offsets."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from extract.contract.keys import hash_id
from extract.contract.tables import (
    Article,
    ArticleField,
    EventMention,
    EventParticipant,
    Fetch,
    Figure,
    Page,
    Participant,
    Reject,
    Row,
    SourceCheck,
    Statement,
)

# Stands in every text and title: nothing of an article may reach a page about its checks.
MARKER = "zwieback"

ACTORS = ("Marla Voss", "Orrin Tale", "Ines Quill", "Pavo Lind", "Suri Bram")
VERBS = (
    ("met", "MEET"), ("attacked", "ATTACK"), ("launched", "LAUNCH"), ("criticised", "CRITICISE"), ("elected", "ELECT"),
    ("rescued", "RESCUE"), ("appointed", "APPOINT"), ("studied", "RESEARCH"), ("sold", "TRADE"), ("supported", "SUPPORT"),
)  # fmt: skip
UNITS = (
    ("euros", "EUR", "money"), ("percent", "percent", "percent"), ("workers", "worker", "count"),
    ("kilometres", "kilometre", "length"), ("tonnes", "tonne", "mass"), ("hours", "hour", "duration"),
)  # fmt: skip
PLACES = (
    ("Oslo", "NO", 59.9, 10.7),
    ("Lisbon", "PT", 38.7, -9.1),
    ("Nairobi", "KE", -1.3, 36.8),
    ("Lima", "PE", -12.0, -77.0),
)
FILLER = "The people of the town said that the work on the bridge beside the mill would go on through the winter. "
GERMAN = "Die Leute der Stadt sagten, dass die Arbeit an der Mühle und an der Brücke den ganzen Winter dauern werde. "


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch with its rows, of every raw table."""

    name: str
    rows: list[Row]


def batch(
    name: str,
    numbers: Iterable[int],
    *,
    language: str = "en",
    fillers: int = 6,
    rejects: int = 0,
    source: str = "ledger",
) -> Batch:
    """A batch of the articles of these numbers. fillers: sentences without facts. rejects: pages that could not be read."""
    rows: list[Row] = [_check(name, source)]
    for number in numbers:
        rows += _article(number, language, fillers, source)
    rows += [reject(f"{name}/{each}") for each in range(rejects)]
    return Batch(name, rows)


def reject(key: str, stage: str = "fetch_pages") -> Reject:
    return Reject(stage=stage, reason="empty", key=key, sha256=None, first_lines="", detail="")


def _check(name: str, source: str) -> SourceCheck:
    return SourceCheck(
        source_name=source, source_kind="feed", address=f"https://example.org/{name}",
        checked_at=datetime(2025, 7, 1, tzinfo=UTC), outcome="ok", http_status=200, etag=None,
        last_modified=None, offered_count=30, new_count=26, terms="", detail="",
    )  # fmt: skip


class _Text:
    """A text that grows by sentences, and what a fact says of the one that was added last."""

    def __init__(self) -> None:
        self.text, self._count, self._shared = "", 0, {}

    def add(self, sentence: str, confidence: float) -> None:
        start = len(self.text)
        self.text += f"{sentence} "
        self._shared = {
            "sentence_index": self._count, "char_start": start, "char_end": start + len(sentence), "evidence": sentence,
            "is_evidence_cut": False, "confidence": confidence, "method": "rule", "model_version": "model 1",
        }  # fmt: skip
        self._count += 1

    def spot(self, words: str, name: str) -> dict[str, object]:
        """The last sentence as evidence, and the words in it as a slice of their own."""
        start = self.text.index(words, self._shared["char_start"])
        text = "item" if name == "item" else f"{name}_text"
        return {f"{name}_start": start, f"{name}_end": start + len(words), text: words}

    @property
    def shared(self) -> dict[str, object]:
        return dict(self._shared)


def _article(number: int, language: str, fillers: int, source: str) -> list[Row]:
    article_id, page_id = hash_id("article", number), f"{number:064x}"
    version = hash_id("version", article_id)
    of = {"article_version_id": version, "article_id": article_id}
    captured, day = datetime(2025, 7, 2, 8, tzinfo=UTC), date(2025, 6, 1) + timedelta(days=number % 30)
    address = f"https://example.org/{number}"
    text = _Text()
    facts = list(_facts(number, of, version, text, day)) if language == "en" else []
    opening = f"Nachricht {number} {MARKER}. " if language == "de" else f"Report number {number} of the {MARKER} desk. "
    words = text.text + opening + (FILLER if language == "en" else GERMAN) * fillers
    page = Page(
        page_id=page_id, page_uri=address, captured=captured.isoformat(), captured_at=captured, media_type="text/html",
        length_bytes=4000, url=address, source_name=source,
    )  # fmt: skip
    article = Article(
        **of, page_id=page_id, page_uri=address, captured=page.captured, captured_at=captured, ordinal=1, is_primary=True,
        url=address, title=f"{MARKER.title()} {number}", text=words, length_chars=len(words), publisher_name="The Ledger",
        authors=(), published=day.isoformat(), published_date=day, published_at=None, published_precision="day",
        published_from="metadata", language=language, is_text_publishable=True,
    )  # fmt: skip
    fetch = Fetch(
        page_uri=address, requested_at=captured, outcome="ok", http_status=200, final_url=address, redirect_count=0,
        length_bytes=4000, page_id=page_id, etag=None, last_modified=None, opt_outs=(), detail="",
    )  # fmt: skip
    field = ArticleField(
        article_version_id=version, page_uri=address, captured_at=captured, page_id=page_id, ordinal=1, field="published",
        value=day.isoformat(), value_from="meta", confidence=0.9,
    )  # fmt: skip
    return [page, fetch, article, field, *facts]


def _facts(number: int, of: dict[str, str], version: str, text: _Text, day: date) -> Iterable[Row]:
    actors = [ACTORS[(number + each) % len(ACTORS)] for each in range(3)]
    people = [hash_id("participant", version, actor) for actor in actors]
    for each in range(5):
        (verb, type_), actor = VERBS[(3 * number + each) % len(VERBS)], actors[each % 3]
        place, country, lat, lon = PLACES[(number + each) % len(PLACES)]
        text.add(
            f"{actor} {verb} the council of {place} for the {each + 1}. time, case {number}.",
            0.5 + (number + each) % 40 / 100,
        )
        mention_id = hash_id("mention", version, each)
        if each < len(actors):
            yield Participant(
                **of, **text.shared, **text.spot(actor, "mention"), participant_id=people[each], name=actor, kind="person",
                aliases=(), country_code=country,
            )  # fmt: skip
        yield EventMention(
            **of, **text.shared, **text.spot(verb, "trigger"), event_mention_id=mention_id, type=type_, title=f"{actor} {verb}",
            status="occurred", event_status="occurred", polarity="affirmed", attribution="stated", date_start=day, date_end=day,
            date_precision="day", date_text=None, date_method="inherited", reference_date=day, place_text=place,
            place_name=place, place_kind="city", country_code=country, lat=lat, lon=lon, place_precision="city",
            place_method="text", is_headline=each == 0, salience=round(1 - each / 10, 3),
        )  # fmt: skip
        yield EventParticipant(
            **of,
            event_mention_id=mention_id,
            participant_id=people[each % 3],
            role="actor",
            role_method="grammar",
            confidence=0.8,
        )
        if not each:
            yield Statement(
                **of, **text.shared, statement_id=hash_id("statement", version), kind="indirect",
                speaker_participant_id=people[0], addressee_participant_id=None, about=None, event_mention_id=mention_id,
            )  # fmt: skip
    for each in range(4):
        words, unit, kind = UNITS[(number + each) % len(UNITS)]
        value = 100 + number + each
        text.add(f"The council counted {value} {words} for the mill at the river.", 0.6 + (number + each) % 30 / 100)
        yield Figure(
            **of, **text.shared, **text.spot(f"{value} {words}", "figure"), **text.spot("mill", "item"), item_head="mill",
            figure_id=hash_id("figure", version, each), value=Decimal(value), qualifier="exact", unit=unit, unit_head=unit,
            kind=kind, trend="none",
        )  # fmt: skip


def BEFORE() -> list[Batch]:  # noqa: N802 - read like the list that it makes
    """What is usual: six batches of six runs."""
    return [batch(f"old{run}-0000", range(100 * run, 100 * run + 26), rejects=2) for run in range(1, 7)]


def GOOD() -> list[Batch]:  # noqa: N802
    """Batches of which nothing may be said: large, small, one page, another language, delivered again, another source, with
    a few bad rows, one whose only speaker says something under an id that a damaged batch has on every row, and plain text
    without headlines.
    """
    plain = batch("good_plain-0000", range(1800, 1804))
    plain.rows[:] = [replace(row, title=None) if isinstance(row, Article) else row for row in plain.rows]
    plain.rows[:] = [replace(row, media_type="text/plain") if isinstance(row, Page) else row for row in plain.rows]
    few = batch("good_but_for_a_few-0000", range(1600, 1610))
    for row in [row for row in few.rows if isinstance(row, Article)][:2]:
        few.rows[few.rows.index(row)] = replace(row, title=None)
    few.rows.extend(reject(f"few{number}", "read_facts") for number in range(2))
    odd = batch("good_odd_id-0000", range(1700, 1701))
    odd.rows[:] = [replace(row, statement_id="same") if isinstance(row, Statement) else row for row in odd.rows]
    return [
        few,
        odd,
        plain,
        batch("good-0000", range(1000, 1026), rejects=2),
        batch("good_small-0000", range(1100, 1103)),
        batch("good_one-0000", range(1200, 1201), rejects=3),
        batch("good_german-0000", range(1300, 1326), language="de"),
        batch("good_again-0000", range(100, 126)),
        batch("good_elsewhere-0000", range(1500, 1580, 3), fillers=4, rejects=4, source="harbour"),
    ]
