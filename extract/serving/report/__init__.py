"""A page to hand on about a day, a story or an entity: what is reported, by whom, and the words that say so.

All of it is read through one connection to the published file, so that it is of one generation.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extract.errors import WarehouseError
from extract.serving.report.claims import find_excerpts
from extract.serving.report.contents import read_contents
from extract.serving.report.page import write_page
from extract.serving.report.scope import open_scope
from extract.serving.report.subject import Kind, Subject, find_subject
from extract.store.lake.place import LakePlace
from extract.store.published import explain_damage, open_published


@dataclass(frozen=True, slots=True)
class Report:
    """A page and the name of a file to keep it in."""

    subject: Subject
    page: str

    @property
    def file_name(self) -> str:
        """`story-3c156dae084b075d02f0.html`: from an id or a day, never from a title."""
        key = self.subject.key
        safe = key if re.fullmatch(r"[0-9A-Za-z-]{1,64}", key) else hashlib.sha256(key.encode()).hexdigest()[:20]
        return f"{self.subject.kind}-{safe}.html"


def make_report(where: Path | LakePlace, kind: Kind, typed: str) -> Report:
    """A report about what was typed: a day, or the id or name of a story or an entity.

    Raises InputError where that is not one thing, and WarehouseError where the published file is none that a report can read.
    """
    with open_published(where) as connection, explain_damage(where):
        try:
            subject = find_subject(connection, kind, typed)
            open_scope(connection, subject)
            contents = read_contents(connection, subject)
            return Report(subject, write_page(subject, contents, find_excerpts(connection, contents)))
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise WarehouseError(
                f"the published tables are not those that a report is made from: {str(error).splitlines()[0]}",
                hint="daybook build, then every step after it: they publish anew",
            ) from error
