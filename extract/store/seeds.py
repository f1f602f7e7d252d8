"""The closed lists of the library that are published as tables: where they lie, and what dbt reads of them."""

from importlib.resources import files

# Seed of dbt_project/seeds -> the package that holds the list.
_PACKAGES = {"event_types": "extract.contract.data", "units": "extract.facts.figures.data"}


def seed_texts() -> dict[str, str]:
    """Seed name to the text of its CSV file; the comment lines, which dbt cannot read, are left out."""
    return {
        name: _without_comments((files(package) / f"{name}.csv").read_text(encoding="utf-8"))
        for name, package in _PACKAGES.items()
    }


def _without_comments(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
