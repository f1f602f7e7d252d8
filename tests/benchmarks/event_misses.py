"""The misses of events by class, with what would fix each: `make misses GOLD=DIR OF=events [N=60]`.

DIR holds facts/articles.json with facts/gold.jsonl. The worst misses are those of the events that the annotators rank first.
An event is found as the scores find it: where its trigger is read, or one of its type in the words that report it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from participant_pairs import Annotated, read_annotated
from rich.console import Console
from rich.table import Table

from extract.contract.tables import EventMention
from extract.facts.json_lines import MAX_EVENTS
from extract.facts.language_model import LanguageModel

from events import match_mention, words_that_report  # isort: skip - participant_pairs says where they are
from matching import overlap, find_span, plain_name  # isort: skip

# Each class and what would fix it.
FIXES = {
    "not read: no word of it is a trigger": "a lemma or phrase in event_triggers.csv",
    "not read: only a word of another type": "a sense of the word for the other type, or its own lemma",
    "read, but not among the first twelve": "clues of salience; fewer rows of what is no key event",
    "the headline's: another one was taken": "clues of the headline: its grammar and its synonyms",
    "type": "a sense rule: the type by what stands around the word",
    "status": "the verbs, modals and adverbs that govern the trigger",
    "date: none read": "a date of another sentence that tells the same event",
    "date: other than expected": "the date's clause, or what the words mean",
    "date: none expected": "dates that belong to another event of the sentence",
    "country: none read": "the country where the article's people and bodies act",
    "country: other than expected": "whose country the article is about",
    "role: person, organisation or country missing": "grammar beyond the clause: pronouns, apposition, who is meant",
    "role: group missing": "groups described without a number",
    "role: another one of the same participant": "frames of the trigger's lemma",
    "role: too many": "who only stands near",
    "told twice": "names of one happening in event_families.csv; who and when in both",
    "no key event": "clues of salience; weak words in event_triggers.csv",
}


@dataclass(frozen=True, slots=True)
class Miss:
    """What went wrong with one event. rank: the annotators' of the event, 1 is the headline's; 99 for none of theirs."""

    kind: str
    text_id: str
    rank: int
    expected: str
    read: str
    around: str


def find_misses(one: Annotated) -> Iterator[Miss]:
    """Everything of an article's events that is not as the annotators expect it."""
    shown = one.facts.event_mentions[:MAX_EVENTS]
    # What is quoted from the title alone stands nowhere in the text.
    expected = [row for row in one.events if row["quote"] in one.text]
    matches = [match_mention(one.text, expected, mention) for mention in shown]
    for index, row in enumerate(expected):
        if row.get("optional"):
            continue
        found = [mention for mention, match in zip(shown, matches, strict=True) if match == index]
        if not found:
            yield _miss(one, _why_not_found(one, row), row, "", "")
            continue
        yield from _compare(one, row, found)
    for mention, match in zip(shown, matches, strict=True):
        if match is None:
            read = f"{mention.type} {mention.title}"
            yield Miss("no key event", one.id, 99, "", read, _around(mention))


def _why_not_found(one: Annotated, row: dict[str, Any]) -> str:
    later = one.facts.event_mentions[MAX_EVENTS:]
    if any(match_mention(one.text, [row], mention) is not None for mention in later):
        return "read, but not among the first twelve"
    spans = words_that_report(one.text, row)
    inside = [m for m in one.facts.event_mentions if any(overlap((m.trigger_start, m.trigger_end), s) for s in spans)]
    return "not read: only a word of another type" if inside else "not read: no word of it is a trigger"


def _compare(one: Annotated, row: dict[str, Any], found: Sequence[EventMention]) -> Iterator[Miss]:
    trigger = find_span(one.text, row["quote"], row["trigger"])
    best = max(found, key=lambda mention: overlap(trigger, (mention.trigger_start, mention.trigger_end)))
    if row["rank"] == 1 and not any(mention.is_headline for mention in found):
        head = next(mention for mention in one.facts.event_mentions if mention.is_headline)
        yield _miss(one, "the headline's: another one was taken", row, row["title"], head.title)
    for mention in found:
        if mention is not best:
            yield _miss(one, "told twice", row, best.title, mention.title)
    if best.type != row["type"]:
        yield _miss(one, "type", row, row["type"], best.type)
    if best.status != row["status"]:
        yield _miss(one, "status", row, row["status"], best.status)
    yield from _compare_dates(one, row, best)
    if row["country"] and best.country_code != row["country"]:
        kind = "other than expected" if best.country_code else "none read"
        yield _miss(one, f"country: {kind}", row, row["country"], str(best.country_code))
    yield from _compare_roles(one, row, best)


def _compare_dates(one: Annotated, row: dict[str, Any], best: EventMention) -> Iterator[Miss]:
    wanted = (row["date_start"], row["date_end"])
    read = tuple(day.isoformat() if day else None for day in (best.date_start, best.date_end))
    if wanted != read:
        kind = "none expected" if not any(wanted) else "other than expected" if any(read) else "none read"
        told = f"{row['date_text']}: {wanted[0]}..{wanted[1]}"
        yield _miss(one, f"date: {kind}", row, told, f"{best.date_text}: {read[0]}..{read[1]}")


def _compare_roles(one: Annotated, row: dict[str, Any], best: EventMention) -> Iterator[Miss]:
    forms = {plain_name(form): each for each in one.expected for form in (each["name"], *(each.get("aliases") or ()))}
    names = {
        each.participant_id: next(
            (forms[form]["name"] for name in (each.name, *each.aliases) if (form := plain_name(name)) in forms),
            each.name,
        )
        for each in one.facts.participants
    }
    read = {
        (names[role.participant_id], role.role)
        for role in one.facts.event_participants
        if role.event_mention_id == best.event_mention_id
    }
    wanted = {(role["name"], role["role"]) for role in row["roles"]}
    kinds = {each["name"]: each["kind"] for each in one.expected}
    for name, role in sorted(wanted - read):
        if any(name == other for other, _ in read):
            yield _miss(one, "role: another one of the same participant", row, f"{name} {role}", str(best.title))
        else:
            who = "group" if kinds.get(name) == "group" else "person, organisation or country"
            yield _miss(one, f"role: {who} missing", row, f"{name} {role}", str(best.title))
    for name, role in sorted(read - wanted):
        if not any(name == other for other, _ in wanted):
            yield _miss(one, "role: too many", row, "", f"{name} {role}")


def _miss(one: Annotated, kind: str, row: dict[str, Any], expected: str, read: str) -> Miss:
    return Miss(kind, one.id, row["rank"], expected or f"{row['type']} {row['title']}", read, row["quote"][:90])


def _around(mention: EventMention) -> str:
    return mention.evidence[:90]


def all_misses(folder: Path, model: LanguageModel) -> list[Miss]:
    """The misses of all annotated articles of a folder."""
    return [miss for one in read_annotated(folder, model) for miss in find_misses(one)]


def show(misses: list[Miss], count: int) -> None:
    """Print the classes with their numbers and fixes, then the worst rows."""
    console = Console(width=None if Console().is_terminal else 200)
    by_kind = Counter(miss.kind for miss in misses)
    classes = Table("class", "misses", "share", "what would fix it", title=f"{len(misses)} misses of events by class")
    for kind, number in by_kind.most_common():
        classes.add_row(kind, str(number), f"{number / len(misses):.3f}", FIXES[kind])
    console.print(classes)
    worst = Table("class", "text", "rank", "expected", "read", "words", title=f"The {count} worst")
    for miss in sorted(misses, key=lambda m: (m.rank, m.kind, m.text_id, m.expected, m.read))[:count]:
        worst.add_row(miss.kind, miss.text_id, str(miss.rank), miss.expected, miss.read, miss.around)
    console.print(worst)
