"""Rows to link: only what linking reads is said, the rest is filler."""

import csv
import shutil
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

import extract.store.seeds
from extract.contract.derive import arrow_table
from extract.contract.keys import hash_id
from extract.contract.tables import Article, EventMention, EventParticipant, Figure, Participant
from extract.linking.overrides import columns_of
from extract.store.candidate import open_candidate

sys.path.insert(0, str(Path(__file__).parent))

_FACT = {
    "sentence_index": 0, "char_start": 0, "char_end": 1, "evidence": "x", "is_evidence_cut": False,
    "method": "test", "model_version": "1",
}  # fmt: skip


def participant(
    article,
    name,
    kind,
    *,
    aliases=(),
    country=None,
    confidence=0.9,
    version=None,
    description=None,
    affiliation=None,
    represents=None,
):
    return Participant(
        **_FACT,
        article_version_id=version or f"{article}-v",
        article_id=article,
        participant_id=hash_id(article, kind, name, *([version] if version else [])),
        name=name,
        kind=kind,
        aliases=tuple(aliases),
        country_code=country,
        description=description,
        affiliation=affiliation,
        represents_participant_id=represents and represents.participant_id,
        confidence=confidence,
        mention_start=0,
        mention_end=1,
        mention_text="x",
    )


def mention(
    article,
    type_,
    trigger,
    *,
    start=0,
    version="v",
    version_id=None,
    headline=False,
    date_start=None,
    date_end=None,
    place=None,
    country=None,
):
    return EventMention(
        **_FACT,
        confidence=0.9,
        article_version_id=version_id or f"{article}-{version}",
        article_id=article,
        event_mention_id=hash_id(article, version_id or version, type_, trigger, start),
        type=type_,
        title=trigger,
        status="occurred",
        event_status="occurred",
        polarity="affirmed",
        attribution="stated",
        trigger_start=start,
        trigger_end=start + len(trigger),
        trigger_text=trigger,
        date_start=date_start and date.fromisoformat(date_start),
        date_end=date_end and date.fromisoformat(date_end),
        date_precision="day" if date_start else "none",
        date_text=None,
        date_method="explicit" if date_start else "none",
        reference_date=None,
        place_text=place,
        place_name=place,
        place_kind="city" if place else None,
        country_code=country,
        lat=None,
        lon=None,
        place_precision="none",
        place_method="none",
        is_headline=headline,
        salience=0.5,
    )


def role(of_mention, of_participant):
    return EventParticipant(
        article_version_id=of_mention.article_version_id,
        article_id=of_mention.article_id,
        event_mention_id=of_mention.event_mention_id,
        participant_id=of_participant.participant_id,
        role="actor",
        role_method="grammar",
        confidence=0.9,
    )


def figure(article, version, text, of_mention):
    """The first number of a text, as a count of people."""
    number = next(word for word in text.split() if word.isdigit())
    start = text.index(f" {number} ") + 1
    return Figure(
        **{**_FACT, "char_end": len(text[:200]), "evidence": text[:200]},
        confidence=0.9,
        article_version_id=version,
        article_id=article,
        figure_id=hash_id(version, start),
        figure_start=start,
        figure_end=start + len(number) + len(" people"),
        figure_text=f"{number} people",
        value=Decimal(number),
        qualifier="exact",
        unit="person",
        unit_head="person",
        kind="count",
        item="people",
        item_head="people",
        trend="none",
        event_mention_id=of_mention,
    )


def article(identity, text, *, title=None, published="2025-07-04", captured_hour=8, publisher=None, publishable=False):
    return Article(
        article_version_id=hash_id(identity, text),
        article_id=identity,
        page_id="p",
        page_uri=f"https://{identity}.example/",
        captured="2025-07-04",
        captured_at=datetime(2025, 7, 4, captured_hour, tzinfo=UTC),
        ordinal=1,
        is_primary=True,
        url=None,
        title=title,
        text=text,
        length_chars=len(text),
        publisher_name=publisher,
        authors=(),
        published=published,
        published_date=published and date.fromisoformat(published),
        published_at=None,
        published_precision="day",
        published_from="metadata",
        language="en",
        is_text_publishable=publishable,
    )


@pytest.fixture(scope="session")
def make():
    """Makers of rows and of their Arrow tables."""
    return SimpleNamespace(
        participant=participant, mention=mention, role=role, article=article, figure=figure,
        table=lambda *rows, of=None: arrow_table(of or type(rows[0]), rows),
    )  # fmt: skip


@pytest.fixture
def home(tmp_path):
    """A new home a call, its tables made once."""
    numbers = iter(range(1000))
    with open_candidate(tmp_path / "empty"):
        pass
    return lambda: shutil.copytree(tmp_path / "empty", tmp_path / f"home-{next(numbers)}")


@pytest.fixture
def decide(tmp_path, monkeypatch):
    """Writes the decisions of people, a dict a line, where the dbt project keeps them."""
    seeds = tmp_path / "project" / "seeds"
    seeds.mkdir(parents=True)
    monkeypatch.setattr(extract.store.seeds, "default_project_dir", lambda: tmp_path / "project")

    def write(kind, *lines):
        with (seeds / f"{kind}_overrides.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, columns_of(kind))
            writer.writeheader()
            writer.writerows({"who": "ida", "why": "seen", "decided_at": "2026-05-31", **line} for line in lines)

    return write
