"""The list of what an export to a folder holds: its publication, tables, files, and what columns mean."""

import json
from dataclasses import dataclass
from pathlib import Path

from extract import __version__
from extract.serving.export.contents import Contents, Table
from extract.serving.export.folder import MANIFEST
from extract.store.files import sha256_file


@dataclass(frozen=True, slots=True)
class File:
    """A file that was written, and how many rows it has."""

    path: Path
    rows: int


def write_manifest(folder: Path, form: str, contents: Contents, files: dict[str, list[File]]) -> None:
    """Write `_manifest.json`. files: those of each table, by its name."""
    publication = contents.publication
    manifest = {
        "format": form,
        "daybook_version": __version__,
        "generation": publication.generation,
        "published_at": publication.published_at.isoformat(),
        "marts_version": publication.marts_version,
        "tables": [_table(folder, table, files[table.name]) for table in contents.tables],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _table(folder: Path, table: Table, files: list[File]) -> dict[str, object]:
    return {
        "name": table.name,
        "description": table.description,
        "rows": sum(file.rows for file in files),
        "files": [
            {
                "path": file.path.relative_to(folder).as_posix(),
                "rows": file.rows,
                "bytes": file.path.stat().st_size,
                "sha256": sha256_file(file.path),
            }
            for file in files
        ],
        "columns": [
            {"name": column.name, "type": column.type, "description": column.description} for column in table.columns
        ],
    }
