"""Knocks at every route of a server as somebody who has no password. What opens must stand in a list, with its reason."""

import csv
import re
import time

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REFUSED = (401, 403)
WITH_BODY = ("POST", "PUT", "PATCH")
TOO_MANY = 429


def knock(client, method, path, headers):
    """The answer of a route with `1` in place of what it takes; asked again where the server says that it is too much."""
    path = re.sub(r"\{[^}]*\}|<[^>]*>", "1", path)
    while True:
        answer = client.request(method, path, headers=headers, json={} if method in WITH_BODY else None)
        if answer.status_code != TOO_MANY:
            return answer
        time.sleep(0.2)


def is_refused(answer):
    """Whether nobody was let in: refused, or sent to log in."""
    is_sent = answer.is_redirect and "/login" in answer.headers["location"]
    return answer.status_code in REFUSED or is_sent


def open_doors(client, routes, headers=None):
    """Of (method, path) those that do not refuse, with the status of their answer."""
    answers = {
        (method, path): knock(client, method, path, headers) for method, path in sorted(routes) if method in METHODS
    }
    return {(*route, answer.status_code) for route, answer in answers.items() if not is_refused(answer)}


def unexpected(found, listed):
    """Of what `open_doors` found that which the list, a CSV file, does not have; a path that ends with `*` stands for many."""
    with listed.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["reason"] for row in rows)
    return sorted(one for one in found if not any(_is_of(one, row) for row in rows))


def _is_of(found, row):
    method, path, status = found
    start = row["path"].removesuffix("*")
    is_path = path.startswith(start) if row["path"].endswith("*") else path == start
    return is_path and method in row["methods"].split() and str(status) in row["statuses"].split()
