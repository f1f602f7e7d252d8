"""The shell of `daybook sql`: type a question, read the answer, follow what is published meanwhile."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from extract.errors import DaybookError, InputError
from extract.serving.completion import WarehouseCompleter
from extract.serving.result import Result
from extract.serving.session import Session, stopped_by_ctrl_c
from extract.serving.shell_commands import COMMANDS, HELP, about, described_table, description_of, examples, tables
from extract.serving.statements import LOOK_HINT, gives_rows

# What a screen can show; Parquet is for files.
MODES = ("table", "csv", "json", "jsonl", "markdown")
_LOOK = ".tables, or .describe TABLE"


@dataclass(frozen=True, slots=True)
class Screen:
    """What the shell shows by: an answer in a mode, a remark, an error."""

    write: Callable[[Result, str], None]
    say: Callable[[str], None]
    complain: Callable[[DaybookError], None]


class Shell:
    """Answers what is typed, one thing after another."""

    def __init__(self, session: Session, screen: Screen, mode: str = "table") -> None:
        self._session = session
        self._screen = screen
        self._mode = mode if mode in MODES else "table"
        self._completer = WarehouseCompleter(session)

    def run(self, history: Path | None) -> None:
        """Prompt until Ctrl-D or `.quit`. history: the file of what was typed; null for none."""
        self._screen.say(f"{about(self._session)}\nSQL ends with a semicolon; .help tells more, Ctrl-D leaves.")
        prompt: PromptSession[str] = PromptSession(
            "daybook> ",
            multiline=True,
            prompt_continuation=lambda _width, _line, _wrapped: "    ...> ",
            key_bindings=_enter_ends(),
            completer=self._completer,
            complete_while_typing=False,
            history=self._open_history(history),
        )
        while True:
            try:
                typed = prompt.prompt()
            except KeyboardInterrupt:
                continue
            except EOFError:
                return
            if not self.answer(typed):
                return

    def answer(self, typed: str) -> bool:
        """Do what was typed, and say what went wrong; false where it says to leave."""
        text = typed.strip()
        if text in (".quit", ".exit"):
            return False
        try:
            if self._session.follow():
                self._completer.forget()
                self._screen.say(f"There is a new publication: {about(self._session)} Temporary tables are gone.")
            with stopped_by_ctrl_c(self._session):
                self._command(text) if text.startswith(".") else self._ask(text)
        except KeyboardInterrupt:
            self._screen.say("stopped")
        except InputError as error:
            hint = _LOOK if error.hint == LOOK_HINT else error.hint
            self._screen.complain(InputError(error.message, hint))
        except DaybookError as error:
            self._screen.complain(error)
        return True

    def _ask(self, text: str) -> None:
        if table := described_table(text):
            self._show(*description_of(self._session, table))
            return
        for statement in self._session.split(text):
            with self._session.run(statement) as result:
                if gives_rows(statement):
                    self._screen.write(result, self._mode)
                else:
                    self._screen.say("done")

    def _command(self, text: str) -> None:
        name, _, rest = text.rstrip(";").partition(" ")
        match name, rest.strip():
            case ".help", _:
                self._screen.say(HELP)
            case ".examples", _:
                self._screen.say(examples())
            case ".tables", _:
                self._show(*tables())
            case ".describe", "":
                raise InputError("which table?", hint=_LOOK)
            case ".describe", table:
                self._show(*description_of(self._session, table))
            case ".mode", mode if mode in MODES:
                self._mode = mode
            case ".mode", mode:
                raise InputError(f"no mode {mode!r}: {', '.join(MODES)}", hint=".mode table")
            case _:
                raise InputError(f"no command {name}: {', '.join(COMMANDS)}", hint=".help")

    def _show(self, query: str, parameters: tuple[object, ...]) -> None:
        with self._session.run(query, parameters) as result:
            self._screen.write(result, "table")

    def _open_history(self, path: Path | None) -> History:
        if path is None:
            return InMemoryHistory()
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Before anything is in it: what somebody asks is nobody else's.
            os.close(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
            path.chmod(0o600)
        except OSError as error:
            self._screen.say(f"nothing of this is kept: {path}: {error.strerror} (--no-history, DAYBOOK_QUERY_HISTORY)")
            return InMemoryHistory()
        return FileHistory(path)


def is_complete(text: str) -> bool:
    """Whether Enter ends what is typed: a command, nothing, or SQL up to a semicolon outside of quotes and comments."""
    text = text.rstrip()
    if not text or text.lstrip().startswith("."):
        return True
    tokens = duckdb.tokenize(text)
    return bool(tokens) and text.encode()[tokens[-1][0] :].startswith(b";")


def _enter_ends() -> KeyBindings:
    bindings = KeyBindings()

    @bindings.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if is_complete(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return bindings
