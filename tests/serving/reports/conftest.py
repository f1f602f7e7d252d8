"""A small published warehouse, and the report of its story."""

import sys
from pathlib import Path

import pytest
from lxml import html

from extract.serving.report import make_report

sys.path.insert(0, str(Path(__file__).parent))
from report_world import publish, world


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("home")
    publish(path, world())
    return path


@pytest.fixture(scope="module")
def story(home) -> html.HtmlElement:
    return html.document_fromstring(make_report(home, "story", "st1").page)
