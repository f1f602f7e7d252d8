"""Prints every route of Airflow's API server, as JSON [method, path]; run with its settings, in a process of its own."""

import json
import sys

from airflow.api_fastapi.app import create_app


def routes_of(app, prefix=""):
    """The routes of an app and of those that are mounted in it."""
    for route in app.routes:
        path = prefix + route.path
        inner = getattr(route, "app", None)
        if getattr(inner, "routes", None) and not hasattr(route, "methods"):
            yield from routes_of(inner, path)
        else:
            yield from ([method, path] for method in sorted(getattr(route, "methods", None) or ["GET"]))


if __name__ == "__main__":
    json.dump(list(routes_of(create_app())), sys.stdout)
