"""Writes the files that are derived from the contract and the settings: `make contract`."""

from pathlib import Path

from extract.contract.derive import sources_yaml
from extract.pages.source_keys import example_sources
from extract.settings import example_env
from extract.store.seeds import seed_texts

ROOT = Path(__file__).parents[2]


def generated() -> dict[Path, str]:
    """Path in the repository to the text it must have."""
    return {
        Path(".env.example"): example_env(),
        Path("extract/pages/sources.example.yml"): example_sources(),
        Path("dbt_project/staging/_raw__sources.yml"): sources_yaml(),
        **{Path("dbt_project/seeds") / f"{name}.csv": text for name, text in seed_texts().items()},
    }


if __name__ == "__main__":
    for path, text in generated().items():
        (ROOT / path).write_text(text, encoding="utf-8")
        print(path)
