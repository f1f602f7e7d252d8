"""Writes the files that are derived from the contract and the settings: `make contract`."""

import importlib.util
import sys
from pathlib import Path

from extract.contract.corrections import correctable_columns_macro
from extract.contract.derive import sources_yaml
from extract.pages.source_keys import example_sources
from extract.settings import example_env
from extract.store.seeds import seed_texts

ROOT = Path(__file__).parents[2]

_spec = importlib.util.spec_from_file_location("marts_version", Path(__file__).with_name("marts_version.py"))
marts_version = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = marts_version
_spec.loader.exec_module(marts_version)


def generated() -> dict[Path, str]:
    """Path in the repository to the text it must have."""
    return {
        Path(".env.example"): example_env(),
        Path("extract/pages/sources.example.yml"): example_sources(),
        Path("dbt_project/staging/_raw__sources.yml"): sources_yaml(),
        Path("dbt_project/macros/correctable_columns.sql"): correctable_columns_macro(),
        marts_version.FILE: marts_version.state()[0],
        **{Path("dbt_project/seeds") / f"{name}.csv": text for name, text in seed_texts().items()},
    }


if __name__ == "__main__":
    for path, text in generated().items():
        (ROOT / path).write_text(text, encoding="utf-8")
        print(path)
    # The file of the marts' columns stays as it is until the version says what changed.
    if complaints := marts_version.state()[1]:
        sys.exit("\n".join(complaints))
