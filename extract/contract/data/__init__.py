"""The closed lists that the contract names, as CSV files."""

import csv
from importlib.resources import files


def read_csv(name: str, package: str = "extract.contract.data") -> list[dict[str, str]]:
    """The rows of `<name>.csv` in a package, as header to value; a line that starts with # is a comment (the source)."""
    text = (files(package) / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
