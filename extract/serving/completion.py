"""What Tab offers in the shell: commands, tables, columns, macros and words of SQL, in this order."""

import re
from collections.abc import Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from extract.serving.session import Session
from extract.serving.shell_commands import COMMANDS

_WORDS = """
select word from (
    select distinct table_name as word, 1 as turn from duckdb_columns() where schema_name in ('marts', 'meta')
    union select distinct column_name, 2 from duckdb_columns() where schema_name in ('marts', 'meta')
    union select distinct function_name, 3 from duckdb_functions() where schema_name = 'marts'
    union select keyword_name, 4 from duckdb_keywords()
)
group by word
order by min(turn), word
"""
_WORD = re.compile(r"\w+")
_COMMAND = re.compile(r"\S+")


class WarehouseCompleter(Completer):
    """Completes the word before the cursor; what there is, is looked up once a publication."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._words: list[str] | None = None

    def forget(self) -> None:
        """Look up again at the next Tab."""
        self._words = None

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """What the word before the cursor may become."""
        del complete_event
        before = document.text_before_cursor.lstrip()
        is_command = before.startswith(".") and " " not in before
        word = document.get_word_before_cursor(pattern=_COMMAND if is_command else _WORD)
        for offer in COMMANDS if is_command else self._known():
            if offer.lower().startswith(word.lower()):
                yield Completion(offer, start_position=-len(word))

    def _known(self) -> list[str]:
        if self._words is None:
            with self._session.run(_WORDS) as result:
                self._words = [str(row[0]) for row in result.rows()]
        return self._words
