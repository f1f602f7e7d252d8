"""The pages of the docs: dbt's own, made to stay off the network, and the index."""

import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from extract.errors import WarehouseError

# A browser that obeys it asks nobody for anything: dbt's page is whole, and has parts that would ask.
_ONE_PAGE = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'unsafe-inline'; img-src data:; font-src data:"
)
# By this an erasure knows the pages that it may remove: what they are made from is there to make them again.
_MADE_BY = '<meta name="generator" content="Daybook">'
_NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"

# dbt's page as it is, and as we want it. The first two load what is not there: an icon whose address was never filled in,
# and icons asked for before the page has filled theirs in. The last cuts off what a column means.
_MENDED = (
    ("""<link rel="shortcut icon" href="${require('./assets/favicons/favicon.ico')}"/>""", ""),
    ('<use xlink:href="{{', '<use ng-attr-href="{{'),
    ("text-overflow: ellipsis; overflow-x: hidden; white-space: nowrap; max-width: 1px;", "min-width: 18em;"),
)

# Where dbt ran: nothing that a reader needs.
_MACHINE_PATHS = re.compile(r'"(compiled_path|root_path)":\s*"(?:[^"\\]|\\.)*"')

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 60em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.6em; } h2 { font-size: 1.15em; margin-top: 2em; }
a { color: #0b5394; } td, th { text-align: left; vertical-align: top; padding: .3em 1.5em .3em 0; }
tr { border-bottom: 1px solid #ddd; } code { font-size: .95em; }
"""


@dataclass(frozen=True, slots=True)
class Mart:
    """A table that is published: `page` is its place in dbt's page."""

    name: str
    grain: str
    page: str


def safe_page(page: str) -> str:
    """The page of dbt with nothing that asks the network. Raises WarehouseError where it is not the page that we know."""
    if "<head>" not in page:
        raise WarehouseError("dbt's docs have no <head>: this version of dbt writes another page")
    for theirs, ours in _MENDED:
        page = page.replace(theirs, ours)
    page = _MACHINE_PATHS.sub(r'"\1": ""', page)
    return page.replace("<head>", f"<head>{_MADE_BY}{_policy(_ONE_PAGE)}", 1)


def read_marts(manifest: Path) -> list[Mart]:
    """The models and seeds that are published, by name, from dbt's manifest."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    marts = [node for node in nodes if node["resource_type"] in ("model", "seed") and node["schema"] == "marts"]
    return [
        Mart(
            name=node["name"],
            grain=node["description"].split(". ")[0].removesuffix("."),
            page=f"#!/{node['resource_type']}/{node['unique_id']}",
        )
        for node in sorted(marts, key=lambda node: str(node["name"]))
    ]


def index_page(marts: list[Mart], tables_page: str, checks_page: str | None) -> str:
    """The first page: what there is to read. checks_page: null where no gate has run."""
    checks = "<p>The gates have not run yet: there is nothing to read of checks.</p>"
    if checks_page:
        checks = (
            f'<p><a href="{escape(checks_page)}">Checks</a>: what the gates looked at in the latest run, '
            "what broke, and in which rows.</p>"
        )
    rows = "\n".join(
        f'<tr><td><a href="{escape(tables_page + mart.page)}"><code>{escape(mart.name)}</code></a></td>'
        f"<td>{escape(mart.grain)}</td></tr>"
        for mart in marts
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">{_MADE_BY}{_policy(_NO_SCRIPT)}<meta name="viewport" content="width=device-width">
<title>Daybook: the warehouse</title><style>{_STYLE}</style></head>
<body><h1>Daybook: the warehouse</h1>
<p><a href="{escape(tables_page)}">Tables and columns</a>: what each means, what it is made from, its tests and its SQL.</p>
{checks}
<h2>Published tables</h2>
<table><tr><th>table</th><th>what a row is</th></tr>
{rows}
</table></body></html>
"""


def _policy(policy: str) -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
