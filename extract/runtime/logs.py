"""Logs on stderr: a line for people, or one JSON object a line for machines."""

import contextlib
import json
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Literal

_OURS = "daybook"
# What every line says beside its own fields: which run, task and batch it is of.
_context: ContextVar[Mapping[str, object]] = ContextVar("daybook_log_context", default=MappingProxyType({}))


class _JsonFormatter(logging.Formatter):
    """One JSON object a line; a newline in hostile text cannot forge another."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": getattr(record, "said", None) or record.getMessage(),
        }
        line |= {name: value for name, value in getattr(record, "fields", {}).items() if name not in line}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class _TextFormatter(logging.Formatter):
    """Level, message and fields on one line."""

    def format(self, record: logging.LogRecord) -> str:
        text = f"{record.levelname.lower():7} {_printable(record.getMessage())}"
        return text + (f"\n{self.formatException(record.exc_info)}" if record.exc_info else "")


def configure_logs(style: Literal["text", "json"], level: str) -> None:
    """Send Daybook's logs to stderr. Called by the command line only: under Airflow, its logging takes them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonFormatter() if style == "json" else _TextFormatter())
    logger = logging.getLogger(_OURS)
    logger.handlers = [handler]
    logger.setLevel(level.upper())
    logger.propagate = False


@contextmanager
def log_context(**fields: object) -> Iterator[None]:
    """Every log line inside carries these fields: which run, which task, which batch. A field that is None is left out.

    An inner context, and the fields of a line itself, win. A thread that is started inside begins without them.
    """
    said = {name: value for name, value in fields.items() if value is not None}
    token = _context.set({**_context.get(), **said})
    try:
        yield
    finally:
        _context.reset(token)


def log(message: str, level: int = logging.INFO, **fields: object) -> None:
    """One log line with named fields, those of the context included."""
    _emit(message, level, fields, None)


def log_failure(message: str, error: BaseException, **fields: object) -> None:
    """One log line for a mistake of ours, with its traceback."""
    _emit(message, logging.ERROR, fields, error)


def _emit(message: str, level: int, fields: dict[str, object], error: BaseException | None) -> None:
    logger = logging.getLogger(_OURS)
    fields |= {name: value for name, value in _context.get().items() if name not in fields}
    extra = {"fields": fields, "said": message}
    named = _named_in_structlog(fields) if logger.propagate else None
    # Other handlers show the message alone: there the fields stand in it.
    shown = message if named else " ".join([message, *(f"{name}={value}" for name, value in fields.items())])
    with named or contextlib.nullcontext():
        logger.log(level, "%s", _printable(shown), extra=extra, exc_info=error)


def _named_in_structlog(fields: Mapping[str, object]) -> AbstractContextManager[None] | None:
    """What makes the fields keys of the line where a host, such as Airflow, sends all logs through structlog; else None.

    structlog shows of a record of `logging` the message and what is bound to its context, and not `extra`.
    """
    # Who has not imported it has not configured it either.
    structlog = sys.modules.get("structlog")
    if structlog is None or not structlog.is_configured():
        return None
    bound: AbstractContextManager[None] = structlog.contextvars.bound_contextvars(**fields)
    return bound


def _printable(text: str) -> str:
    """The text with control characters escaped: a newline in hostile text cannot forge a line."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
