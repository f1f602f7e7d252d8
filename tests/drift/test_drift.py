"""Derived files are what their source says: `make contract` rewrites them."""

import importlib.util
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("generate", Path(__file__).with_name("generate.py"))
generate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(generate)


@pytest.mark.parametrize("path", generate.generated(), ids=str)
def test_a_derived_file_is_what_its_source_says(path):
    found = (generate.ROOT / path).read_text(encoding="utf-8")
    assert found == generate.generated()[path], f"{path} has drifted from its source: run `make contract`"
