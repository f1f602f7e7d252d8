"""What the project says of its readers is what they read."""

import re
from pathlib import Path

import yaml

PROJECT = Path(__file__).parents[2] / "dbt_project"
REF = re.compile(r"ref\('(\w+)'\)")


def test_the_cookbook_names_the_tables_that_its_queries_read():
    exposures = yaml.safe_load((PROJECT / "semantic" / "exposures.yml").read_text())["exposures"]
    (cookbook,) = [exposure for exposure in exposures if exposure["name"] == "cookbook"]
    named = [name for line in cookbook["depends_on"] for name in REF.findall(line)]
    read = {name for query in (PROJECT / "analyses").glob("*.sql") for name in REF.findall(query.read_text())}
    assert sorted(named) == sorted(read)
