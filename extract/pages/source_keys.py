"""What a source is: every key of `sources.yml`, with its meaning, bounds and default."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from extract.contract.columns import ON_DISK_KINDS
from extract.contract.keys import hash_id
from extract.pages.addresses import read_address
from extract.pages.answers import Stop
from extract.pages.url_patterns import check_pattern, matches

SourceKind = Literal["files", "urls", "feed", "sitemap", "archive"]
# Kinds whose address is always on the web; the others lie on disk, a list of URLs in either place.
_WEB_KINDS = ("feed", "sitemap")
# The name of pages given on the command line.
_RESERVED = "files"


def _as_list(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Patterns = Annotated[tuple[str, ...], BeforeValidator(_as_list)]


class Source(BaseModel):
    """A source of pages, as `sources.yml` declares it. `load_sources` makes relative paths absolute."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$",
        description="What the source is called in tables and messages: a-z, 0-9, - and _; each name once.",
        examples=["example-news"],
    )
    kind: SourceKind = Field(
        description="files (a folder of saved pages), urls (a list of addresses), feed (RSS or Atom), sitemap (or an index "
        "of sitemaps), archive (a WARC file, or a folder of them).",
        examples=["feed"],
    )
    address: str = Field(
        min_length=1,
        description="Where it is: a URL for feed and sitemap, a path for files and archive, either for urls. A relative "
        "path starts at the folder of sources.yml.",
        examples=["https://news.example.org/rss.xml"],
    )
    publisher: str | None = Field(
        None, min_length=1, max_length=100, description="Who publishes the pages, where they do not say it themselves."
    )
    publish_text: bool = Field(
        False,
        description="Whether the terms of the source let whole texts into the published warehouse. Facts and their "
        "evidence are published either way.",
    )
    min_gap_seconds: float = Field(
        5,
        ge=0,
        le=3600,
        description="Seconds between two requests to a host of this source; robots.txt can only raise them.",
    )
    max_pages: int = Field(
        500,
        ge=1,
        le=50_000,
        description="New pages that one run takes from the web, the newest first; the rest waits for the next run.",
    )
    keep: Patterns = Field(
        (),
        description="Only URLs that match one of these, * standing for any characters. Empty: all.",
        examples=[["*/news/*"]],
    )
    drop: Patterns = Field(
        (), description="No URL that matches one of these, kept or not.", examples=[["*/video/*", "*.pdf"]]
    )
    retention_days: int | None = Field(
        None,
        ge=1,
        le=36_500,
        description="Days that a page is kept after it was captured; then it goes, with all that was read from it, and "
        "is not taken again.",
    )
    enabled: bool = Field(True, description="false: the source is left alone, and its pages stay.")

    @field_validator("name")
    @classmethod
    def _not_reserved(cls, name: str) -> str:
        if name == _RESERVED:
            raise ValueError(f"{_RESERVED!r} is the name of pages given on the command line")
        return name

    @field_validator("keep", "drop")
    @classmethod
    def _are_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            check_pattern(pattern)
        return patterns

    @model_validator(mode="after")
    def _address_fits_kind(self) -> "Source":
        if self.kind in _WEB_KINDS or (self.kind == "urls" and self.is_on_web):
            _check_url(self.address, self.kind)
        elif "://" in self.address:
            what = "a path on this machine" if self.kind in ON_DISK_KINDS else "a path, or an http or https URL"
            raise ValueError(f"address: {self.kind} needs {what}, not {self.address!r}")
        if self.kind == "files" and (self.keep or self.drop):
            raise ValueError(f"{'keep' if self.keep else 'drop'}: files have no URLs to match")
        return self

    @property
    def terms(self) -> str:
        """What decides which pages are taken: where it changes, a source that has not changed is read anew."""
        return hash_id("terms", self.kind, *self.keep, None, *self.drop)

    @property
    def is_on_web(self) -> bool:
        """Whether the address is a URL."""
        return self.address.lower().startswith(("http://", "https://"))

    @property
    def path(self) -> Path:
        """Where the source lies on disk; only for one that is not on the web."""
        return Path(self.address)

    def why_left_out(self, url: str) -> str | None:
        """The reason why a URL is no page of this source by its patterns: dropped, not_kept; None where it is one."""
        if any(matches(pattern, url) for pattern in self.drop):
            return "dropped"
        if self.keep and not any(matches(pattern, url) for pattern in self.keep):
            return "not_kept"
        return None


def _check_url(address: str, kind: str) -> None:
    if "://" not in address:
        raise ValueError(f"address: {kind} needs a URL with its scheme: https://{address.lstrip('/')} ?")
    if "@" in address.partition("://")[2].partition("/")[0]:
        # It would stand in tables and logs.
        raise ValueError("address: it holds a user name or password, which is no place for them")
    try:
        read_address(address)
    except Stop as stop:
        raise ValueError(f"address: {stop.detail}") from stop


def example_sources() -> str:
    """The text of `sources.example.yml`: every key with its meaning and default, and a source of each kind."""
    lines = [
        "# Sources of pages: copy to sources.yml in the home, change what you need, then run `daybook sources check`.",
        "# A source needs name, kind and address; every other key has a default.",
        "#",
    ]
    for name, field in Source.model_fields.items():
        default = "" if field.is_required() else f" Default: {_as_yaml(field.default)}."
        lines += _wrap(f"{name}: {field.description}{default}")
    return "\n".join(lines) + _EXAMPLES


def _wrap(text: str, width: int = 116) -> list[str]:
    lines = ["#"]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append("#    ")
        lines[-1] += f" {word}"
    return lines


def _as_yaml(value: object) -> str:
    if value is None:
        return "none"
    return str(value).lower() if isinstance(value, bool) else "[]" if value == () else str(value)


_EXAMPLES = """

sources:
  - name: example-news
    kind: feed
    address: https://news.example.org/rss.xml
    publisher: Example News

  - name: example-daily
    kind: sitemap
    address: https://daily.example.org/news-sitemap.xml
    min_gap_seconds: 10
    keep: ["*/world/*", "*/politics/*"]
    drop: ["*/video/*", "*.pdf"]

  - name: reading-list
    kind: urls
    address: reading_list.txt

  - name: saved-pages
    kind: files
    address: ../saved_pages
    publish_text: true

  - name: example-archive
    kind: archive
    address: archives
    enabled: false
"""
