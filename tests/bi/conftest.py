"""The running Superset that the tests share. What asks it stands beside them, and beside those of Airflow: `running.py`."""

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "orchestration")]


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    """A home with the golden pages published, and Superset over it: the tests below follow its life, in their order."""
    from browsing import BROWSER, browsing
    from running import ROOT, run_daybook
    from superset_server import Superset

    if BROWSER is None:
        pytest.skip("Chromium is not here: apt-get install chromium")
    home, pages = tmp_path_factory.mktemp("a home"), tmp_path_factory.mktemp("pages") / "pages"
    shutil.copytree(ROOT / "tests" / "golden" / "pages", pages)
    superset = Superset(home)
    refused = superset.make("bi")
    run_daybook(home, "run", pages)
    try:
        said = superset.up()
        with browsing(superset.address) as browser:
            yield SimpleNamespace(
                superset=superset, browser=browser, home=home, pages=pages, refused=refused, said=said
            )
    finally:
        superset.down()
