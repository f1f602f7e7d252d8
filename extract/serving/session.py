"""A reader's connection to the published warehouse: it follows each publication, and ends what takes too long."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from extract.errors import InputError
from extract.serving.bounds import GRACE_SECONDS
from extract.serving.result import Result
from extract.serving.statements import LOOK_HINT, split_statements
from extract.store.lake.place import LakePlace
from extract.store.published import DEFAULT_LIMITS, QueryLimits, explain_damage, open_published, publication_identity


class Session:
    """An open connection and its limits. Temporary tables and variables last until `follow` opens another publication."""

    def __init__(
        self, where: Path | LakePlace, limits: QueryLimits = DEFAULT_LIMITS, give_up: Callable[[], None] | None = None
    ) -> None:
        """give_up: called where a query goes on although its time is over and it was interrupted."""
        self._where = where
        self._limits = limits
        self._give_up = give_up
        # Set by whoever ends a statement: a person, or the clock.
        self._stopped = self._late = False
        self._file = publication_identity(where)
        self._connection = open_published(where, limits)

    def close(self) -> None:
        """Let go of the published file."""
        self._connection.close()

    def follow(self) -> bool:
        """Open what is published now; whether that is another publication than before."""
        found = publication_identity(self._where)
        if found == self._file:
            return False
        # First closed: a second connection of one process to one path would be given the old file again.
        self._connection.close()
        self._connection = open_published(self._where, self._limits)
        self._file = found
        return True

    def split(self, text: str) -> list[duckdb.Statement]:
        """The statements of a text. Raises InputError for what is no SQL, or not for readers."""
        with self._explained():
            return split_statements(self._connection, text)

    @contextmanager
    def run(self, statement: duckdb.Statement | str, parameters: tuple[object, ...] = ()) -> Iterator[Result]:
        """Run a statement; its rows can be taken inside the block.

        Raises InputError with DuckDB's own words, or where a limit is reached, KeyboardInterrupt after `stop`.
        """
        self._stopped = self._late = False
        with (
            self._explained(),
            closing(Result(self._connection.execute(statement, parameters), self.check_stopped)) as result,
        ):
            yield result

    def stop(self) -> None:
        """End the running statement; may be called from another thread, or by a signal."""
        self._stopped = True
        self._connection.interrupt()

    def check_stopped(self) -> None:
        """Raise what ended the statement, where something did: DuckDB does not always tell."""
        if self._stopped or self._late:
            raise duckdb.InterruptException("stopped")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        timers = [threading.Timer(self._limits.seconds, self._end_late)]
        if self._give_up is not None:
            timers.append(threading.Timer(self._limits.seconds + GRACE_SECONDS, self._give_up))
        for timer in timers:
            timer.daemon = True
            timer.start()
        try:
            with explain_damage(self._where), _explain_refusals():
                yield
        except duckdb.InterruptException as error:
            if self._late:
                raise InputError(
                    f"the query was stopped: it took more than {self._limits.seconds:g} seconds (DAYBOOK_QUERY_SECONDS)",
                    hint=f"DAYBOOK_QUERY_SECONDS={self._limits.seconds * 10:g} daybook sql QUERY",
                ) from error
            raise KeyboardInterrupt from error
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            raise InputError(
                f"the query needs more memory than {self._limits.memory} (DAYBOOK_QUERY_MEMORY): {_first_line(error)}",
                hint="DAYBOOK_QUERY_MEMORY=8GB daybook sql QUERY",
            ) from error
        except duckdb.Error as error:
            raise InputError(str(error), hint=LOOK_HINT) from error
        finally:
            for timer in timers:
                timer.cancel()

    def _end_late(self) -> None:
        self._late = True
        self._connection.interrupt()


@contextmanager
def open_session(
    where: Path | LakePlace, limits: QueryLimits = DEFAULT_LIMITS, give_up: Callable[[], None] | None = None
) -> Iterator[Session]:
    """A session that is closed at the end of the block. Raises WarehouseError where nothing is published."""
    session = Session(where, limits, give_up)
    try:
        yield session
    finally:
        session.close()


@contextmanager
def stopped_by_ctrl_c(session: Session) -> Iterator[None]:
    """Inside the block Ctrl-C ends the running statement; the block then ends with KeyboardInterrupt."""

    def stop(_signal: int, _frame: object) -> None:
        session.stop()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _explain_refusals() -> Iterator[None]:
    """Keep what a query asks for in vain from passing for damage of the published file."""
    try:
        yield
    except duckdb.IOException as error:
        if "No files found that match" in str(error):
            raise InputError(str(error), hint=LOOK_HINT) from error
        raise


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "")
