"""The state of a home as a person reads it: sections on a hundred columns, what is wrong first, each with its next command."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract.cli.hints import rewrite_hint
from extract.pipeline.status import STEPS, Status, say_bytes, say_duration
from extract.serving.cells import plain

# The tables that say how much there is; `daybook show` and `--json` have all.
_SHOWN_TABLES = ("articles", "events", "participants", "figures", "statements", "entities", "stories")
# Of what a section lists, so many; `--json` has all.
_MAX_LISTED = 8


def status_page(state: Status, commands: Iterable[str], home: Path | None) -> Iterator[RenderableType]:
    """The parts of the page, in their order. commands, home: with which hints are written as one would type them."""
    yield Text.assemble(("Daybook", "bold"), f" in {plain(state['home'])}, ", (_moment(state["as_of"]), "dim"))
    yield _section("Problems", [] if state["problems"] else [Text("Nothing is wrong.", style="green")])
    names = list(commands)
    for problem in state["problems"]:
        what = Text.assemble((problem["name"], "bold red"), f"  {plain(problem['what'])}")
        yield Padding(what, (0, 0, 0, 2), expand=False)
        # On a line of its own that is not broken: it is copied from here.
        yield Text.assemble(("    try: ", "dim"), plain(rewrite_hint(problem["hint"], names, home)))
    yield _section("Fresh", [_pairs(_freshness(state))])
    yield _section("Work", [_work(state)])
    yield _section("Gates", [_gates(state)])
    yield _section("Left out", [_pairs(_left_out(state))])
    yield _section("Published", [_pairs(_published(state))])
    yield _section("Disk", [_disk(state)])


def _section(title: str, lines: list[RenderableType]) -> RenderableType:
    return Group(Text(f"\n{title}", style="bold"), Padding(Group(*lines), (0, 0, 0, 2), expand=False))


def _freshness(state: Status) -> Iterator[tuple[str, RenderableType]]:
    fresh, hours = state["freshness"], state["hours"]
    yield "published", _ago(fresh["published_at"], fresh["published_age_seconds"])
    yield "last page captured", _ago(fresh["latest_captured_at"], fresh["latest_captured_age_seconds"])
    if hours["first"]:
        yield "last hour ended", _ago(hours["last"], fresh["last_hour_age_seconds"])
        count = sum(gap["hours"] for gap in hours["missing"])
        said = f"{count} missing since {_moment(hours['first'])}" if count else f"all since {_moment(hours['first'])}"
        yield "hours collected", Text(said, style="red" if count else "")


def _work(state: Status) -> RenderableType:
    table = _table("step", ">batches", ">due", ">waiting", "", "oldest")
    for step in (*STEPS, "publish"):
        waiting = state["backlog"].get(step)
        sealed = f"{state['batches'][step]:,}" if step in state["batches"] else ""
        if waiting is None or not waiting["batches"]:
            table.add_row(step, sealed, Text("" if waiting is None else "0", style="dim"))
            continue
        age = waiting["oldest_seconds"]
        oldest = "done by older rules" if age is None else say_duration(age)
        due = Text(f"{waiting['batches']:,}", style="yellow")
        table.add_row(step, sealed, due, f"{waiting['count']:,}", waiting["of"], oldest)
    return table


def _gates(state: Status) -> RenderableType:
    if not state["gates"]:
        return Text("None has run.", style="dim")
    table = _table("gate", "", ">checks", ">red", ">warnings", "ran")
    for name, gate in state["gates"].items():
        colour = Text("green", style="green") if gate["is_green"] else Text("red", style="bold red")
        numbers = (f"{number:,}" for number in (gate["checks"], gate["red_count"], len(gate["warnings"])))
        table.add_row(name, colour, *numbers, _ago(gate["checked_at"], gate["age_seconds"]))
    warned = [
        Text(f"{name} warns: {plain(said)}") for name, gate in state["gates"].items() for said in gate["warnings"]
    ]
    return Group(table, *_first(warned))


def _left_out(state: Status) -> Iterator[tuple[str, RenderableType]]:
    for reason, number in state["rejects"].items():
        yield reason, Text(f"{number:,}")
    if versions := state["skipped_languages"]["article_versions"]:
        languages = state["skipped_languages"]["published"].items()
        said = ", ".join(f"{plain(language)} {number:,}" for language, number in languages)
        yield "not in English", Text(f"{versions:,}" + (f" (of those published: {said})" if said else ""))
    for batch_id, reason in list(state["quarantined"].items())[:_MAX_LISTED]:
        yield "batch kept out", Text(f"{batch_id}: {plain(reason)}")
    if not (state["rejects"] or state["quarantined"] or state["skipped_languages"]["article_versions"]):
        yield "nothing", Text("")


def _published(state: Status) -> Iterator[tuple[str, RenderableType]]:
    published = state["published"]
    if published is None:
        yield "nothing", Text("")
        return
    kept = ", ".join(map(str, state["kept"])) or "no other"
    yield "generation", Text(f"{published['generation']} ({kept} kept), marts {plain(published.get('marts_version'))}")
    if back := state["rollback"]:
        since = ", ".join(map(str, back["rolled_back_from"]))
        yield "rolled back", Text(f"from {since}: held until other rows come", style="yellow")
    yield "rows", Text(", ".join(f"{name} {published[name]:,}" for name in _SHOWN_TABLES if name in published))


def _disk(state: Status) -> RenderableType:
    disk = state["disk"]
    sizes = {"pages": disk["pages"], "batches": disk["batches"], "warehouse": disk["warehouse"]}
    sizes |= {
        "published": disk["published"],
        "quality": disk["quality"],
        "airflow": disk["airflow"],
        "other": disk["other"],
    }
    taken = ", ".join(f"{name} {say_bytes(size)}" for name, size in sizes.items() if size)
    free = f"{say_bytes(disk['free'])} of {say_bytes(disk['total'])} ({disk['free'] / max(1, disk['total']):.0%})"
    return _pairs([("taken", Text(taken or "nothing")), ("free", Text(free))])


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    for column in columns:
        table.add_column(column.removeprefix(">"), justify="right" if column.startswith(">") else "left")
    return table


def _pairs(rows: Iterable[tuple[str, RenderableType]]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True, min_width=18)
    table.add_column(overflow="fold")
    for name, said in rows:
        table.add_row(Text(plain(name)), said)
    return table


def _first(lines: list[Text]) -> list[Text]:
    left = len(lines) - _MAX_LISTED
    return [*lines[:_MAX_LISTED], *([Text(f"and {left} more: see --json", style="dim")] if left > 0 else [])]


def _ago(moment: str | None, seconds: int | None) -> Text:
    if moment is None or seconds is None:
        return Text("never", style="dim")
    return Text.assemble(f"{say_duration(seconds)} ago", (f", {_moment(moment)}", "dim"))


def _moment(said: str) -> str:
    return datetime.fromisoformat(said).astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
