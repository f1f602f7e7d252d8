"""`daybook sql`: questions to the published warehouse, from a person, a pipe or a script."""

import signal
import sys
from collections.abc import Callable, Container
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperCommand

from extract.cli.answers import AnswerWriter, standard_output
from extract.cli.look import PANEL
from extract.errors import DaybookError, InputError
from extract.pipeline.places import warehouse_of
from extract.serving.bounds import bound_memory, process_ender
from extract.serving.cells import plain_lines
from extract.serving.formats import BY_NAME, FORMATS, Format
from extract.serving.output import whole_file
from extract.serving.result import Result
from extract.serving.session import Session, open_session, stopped_by_ctrl_c
from extract.serving.statements import LOOK_HINT, gives_rows
from extract.settings import Settings
from extract.store.published import QueryLimits

# Rows of a table on a terminal: more scroll away, and a table is laid out only when all its rows are there.
_SCREEN_ROWS = 1000
_NAMES = ", ".join(form.name for form in FORMATS)


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(rich_help_panel=PANEL, cls=_QueryCommand)(sql)


class _QueryCommand(TyperCommand):
    """A command whose argument may begin with a comment of SQL, which looks like an option."""

    def parse_args(self, context: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer brings its own click
        known = {name for parameter in self.get_params(context) for name in parameter.opts}
        return super().parse_args(context, [f"\n{arg}" if _is_comment(arg, known) else arg for arg in args])


def _is_comment(arg: str, known: Container[str]) -> bool:
    """No option has blanks in it but in its value."""
    return arg.startswith("--") and len(arg.split()) > 1 and arg.partition("=")[0] not in known


def sql(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(help="SQL, of one statement or several.")] = None,
    *,
    command: Annotated[str | None, typer.Option("--command", "-c", help="The same, as an option.")] = None,
    form: Annotated[str | None, typer.Option("--format", help=f"One of {_NAMES}.", metavar="FORMAT")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a row: `--format jsonl`.")] = False,
    output: Annotated[Path | None, typer.Option(help="A file for the answer; its ending tells the format.")] = None,
    limit: Annotated[
        int | None, typer.Option(min=0, help=f"Rows of a table; 0: all. Default: {_SCREEN_ROWS} on a terminal.")
    ] = None,
    raw: Annotated[bool, typer.Option("--raw", help="CSV: leave text that a spreadsheet would run as it is.")] = False,
    no_history: Annotated[bool, typer.Option("--no-history", help="Shell: keep nothing of what is typed.")] = False,
) -> None:
    """Ask the published warehouse: read-only, and blind to every other file of the machine.

    Without a query: a shell on a terminal (`.help` there), else the SQL of standard input. The tables to begin with:

    `events` what happened · `event_participants` who took part, in which role · `figures` every number with its unit ·
    `stories`, `articles` where it stood · `entities` who is who. `show tables` lists all, `describe events` the columns.

    Example: `daybook sql "select type, count(*) from events group by all order by 2 desc"`

    Example: `daybook sql "from figures_wide" --output figures.parquet`

    Example: `daybook sql --format csv < questions.sql > answers.csv`
    """
    config: Settings = context.obj
    limits = QueryLimits(config.query_memory, config.query_threads, config.query_seconds)
    if query is not None and command is not None:
        raise InputError("a query stands there twice: as an argument and with --command", hint=LOOK_HINT)
    text = command if query is None else query
    chosen = _choose(form, as_json, output)
    if limit is not None and chosen.name != "table":
        raise InputError(
            f"--limit is of tables, and {chosen.name} is written whole",
            hint='daybook sql "... limit 10" bounds the answer',
        )
    if text is None and output is None and sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty():
        _open_shell(config, limits, None if no_history else config.query_history_path, chosen)
        return
    if text is None:
        text = _read_stdin()
    writer = AnswerWriter(
        chosen, raw, _SCREEN_ROWS if limit is None and output is None and sys.stdout.isatty() else limit
    )
    bound_memory(config.query_memory)
    with open_session(warehouse_of(config), limits, process_ender(limits.seconds)) as session:
        try:
            with stopped_by_ctrl_c(session):
                _answer(session, text, writer, output)
        except KeyboardInterrupt:
            # As if it came now: every command ends the same way.
            signal.raise_signal(signal.SIGINT)


def _choose(form: str | None, as_json: bool, output: Path | None) -> Format:
    if form is not None and form not in BY_NAME:
        raise InputError(f"no format {form!r}: {_NAMES}", hint="daybook sql --help")
    if form is not None:
        return BY_NAME[form]
    if as_json:
        return BY_NAME["jsonl"]
    if output is None:
        return BY_NAME["table"]
    by_ending = {ending: known for known in FORMATS for ending in known.endings}
    if output.suffix.lower() not in by_ending:
        raise InputError(
            f"the ending of {output.name} tells no format, as {', '.join(by_ending)} do",
            hint=f"another ending, or --format with one of {_NAMES}",
        )
    return by_ending[output.suffix.lower()]


def _read_stdin() -> str:
    if sys.stdin is None:
        raise InputError("standard input is closed", hint=LOOK_HINT)
    if sys.stdin.isatty():
        raise InputError("there is no query", hint=LOOK_HINT)
    try:
        return sys.stdin.read()
    except UnicodeDecodeError as error:
        raise InputError(f"standard input is no UTF-8: {error}", hint=LOOK_HINT) from error


def _answer(session: Session, text: str, writer: AnswerWriter, output: Path | None) -> None:
    statements = session.split(text)
    if not statements:
        raise InputError("the query is empty", hint=LOOK_HINT)
    answers = sum(map(gives_rows, statements))
    if output and not answers:
        raise InputError(f"there is no answer to write to {output}: nothing of this gives rows", hint=LOOK_HINT)
    if answers > 1 and not writer.form.holds_many:
        raise InputError(
            f"{writer.form.name} holds one answer, and these are {answers}",
            hint="--format jsonl, or ask them one by one",
        )
    with whole_file(output) if output else nullcontext(standard_output(writer.form)) as out:
        for statement in statements:
            with session.run(statement) as result:
                if gives_rows(statement):
                    writer.write(result, out)


def _open_shell(config: Settings, limits: QueryLimits, history: Path | None, form: Format) -> None:
    # prompt_toolkit takes a tenth of a second.
    from extract.serving.shell import Screen, Shell

    console = Console(stderr=True, highlight=False, soft_wrap=True)

    def write(result: Result, mode: str) -> None:
        AnswerWriter(BY_NAME[mode], raw=False, limit=_SCREEN_ROWS).write(result, standard_output(BY_NAME[mode]))

    def complain(error: DaybookError) -> None:
        console.print(f"[bold red]error:[/] {escape(plain_lines(error.message))}")
        if error.hint is not None:
            console.print(f"  [dim]try:[/] {escape(error.hint)}")

    say: Callable[[str], None] = lambda told: console.print(escape(told), style="dim")  # noqa: E731
    bound_memory(config.query_memory)
    with open_session(warehouse_of(config), limits, process_ender(limits.seconds)) as session:
        Shell(session, Screen(write, say, complain), form.name).run(history)
