"""Prints every route of Superset, as JSON [method, path]; run with its settings, in its environment."""

import json
import sys

from superset.app import create_app

if __name__ == "__main__":
    rules = create_app().url_map.iter_rules()
    json.dump([[method, rule.rule] for rule in rules for method in sorted(rule.methods)], sys.stdout)
