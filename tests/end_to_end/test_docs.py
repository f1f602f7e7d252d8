"""The docs of a home, opened in a browser: they show what they should and ask nobody for anything."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

BROWSER = shutil.which("chromium")

pytestmark = [
    pytest.mark.xdist_group("end_to_end"),
    pytest.mark.skipif(BROWSER is None, reason="Chromium is not here: apt-get install chromium"),
]

# No window, and nothing that the browser would do of its own accord.
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --enable-logging=stderr --virtual-time-budget=8000 --dump-dom"
)


@pytest.fixture(scope="module")
def docs(home):
    command = [sys.executable, "-m", "extract.serving.docs"]
    environment = os.environ | {"DAYBOOK_HOME": str(home.path)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


@pytest.fixture
def browse(tmp_path):
    def page(path, place=""):
        """What a page shows once its scripts have run, and what the browser has to complain of."""
        command = [BROWSER, *FLAGS.split(), f"--user-data-dir={tmp_path / 'profile'}", f"{path.as_uri()}{place}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        tree = html.document_fromstring(done.stdout)
        for script in tree.iter("script"):
            script.text = None
        complaints = re.findall(r'CONSOLE:\d+\] (".*?), source:', done.stderr, re.DOTALL)
        return tree, complaints

    return page


def test_the_page_of_the_tables_shows_models_and_what_their_columns_mean(docs, browse):
    page, complaints = browse(docs.with_name("tables.html"), "#!/model/model.daybook.events")
    said = " ".join(page.text_content().split())
    assert "One row per real event across articles." in said
    shown = {" ".join(cell.text_content().split()) for cell in page.iter("td")}
    assert {"event_id", "date_start", "First day of the event; null where the text gives none."} <= shown
    assert complaints == []
    # It can be handed on: nothing tells of the machine that wrote it.
    written = docs.with_name("tables.html").read_text()
    assert [where for where in (str(docs.parent), str(Path(__file__).parents[2])) if where in written] == []


def test_the_pages_of_the_checks_show_what_was_looked_at(docs, browse):
    first = html.parse(str(docs)).getroot()
    links = {link.get("href").split("#")[0] for link in first.iter("a")}
    assert links == {"tables.html", "../quality/index.html"}
    checks = (docs.parent / "../quality/index.html").resolve()
    page, complaints = browse(checks)
    assert "check_marts" in page.text_content()
    assert complaints == []
    (of_marts,) = {link.get("href") for link in page.iter("a") if link.get("href", "").startswith("check_marts/")}
    page, complaints = browse(checks.parent / of_marts)
    assert "check_marts" in page.text_content()
    assert complaints == []
    loaded = [link.get("href") for link in page.iter("link")] + [image.get("src") for image in page.iter("img")]
    assert [path for path in loaded if not (checks.parent / of_marts).parent.joinpath(path).exists()] == []


def test_a_page_that_asks_for_something_else_is_found_out(browse, tmp_path):
    asking = tmp_path / "asking.html"
    asking.write_text(
        "<head><meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\"></head><img src='a.png'>"
    )
    assert "Content Security Policy" in browse(asking)[1][0]
