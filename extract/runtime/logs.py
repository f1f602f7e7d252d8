"""Logs on stderr: a line for people, or one JSON object a line for machines."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Literal

_OURS = "daybook"


class _JsonFormatter(logging.Formatter):
    """One JSON object a line; a newline in hostile text cannot forge another."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": getattr(record, "said", None) or record.getMessage(),
        }
        line |= getattr(record, "fields", {})
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


def log(message: str, level: int = logging.INFO, **fields: object) -> None:
    """One log line with named fields. They stand in the message too: other handlers, such as Airflow's, show no more."""
    _emit(message, level, fields, None)


def log_failure(message: str, error: BaseException, **fields: object) -> None:
    """One log line for a mistake of ours, with its traceback."""
    _emit(message, logging.ERROR, fields, error)


def _emit(message: str, level: int, fields: dict[str, object], error: BaseException | None) -> None:
    said = " ".join([message, *(f"{name}={value}" for name, value in fields.items())])
    extra = {"fields": fields, "said": message}
    logging.getLogger(_OURS).log(level, "%s", _printable(said), extra=extra, exc_info=error)


def _printable(text: str) -> str:
    """The text with control characters escaped: a newline in hostile text cannot forge a line."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
