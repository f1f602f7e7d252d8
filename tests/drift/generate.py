"""Writes the files that are derived from the contract and the settings: `make contract`."""

from pathlib import Path

from extract.contract.derive import sources_yaml
from extract.settings import example_env

ROOT = Path(__file__).parents[2]


def generated() -> dict[Path, str]:
    """Path in the repository to the text it must have."""
    return {
        Path(".env.example"): example_env(),
        Path("dbt_project/staging/_raw__sources.yml"): sources_yaml(),
        **{Path("dbt_project/seeds") / f"{path.stem}.csv": path.read_text(encoding="utf-8") for path in seed_sources()},
    }


def seed_sources() -> list[Path]:
    """The CSV files that are published as tables, where the library reads them."""
    return [ROOT / "extract/contract/data/event_types.csv", ROOT / "extract/facts/figures/data/units.csv"]


if __name__ == "__main__":
    for path, text in generated().items():
        (ROOT / path).write_text(text, encoding="utf-8")
        print(path)
