"""How long pages take on the server over the sample data, in this process: `python -m benchmarks.pages`.

The peer of each page is the API's operation that answers with the same content as JSON: what a page adds to it is
reading the visitor's cookie, looking up the key, and rendering.
"""

from __future__ import annotations

import re
import statistics
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

from starlette.testclient import TestClient

from api.app import create_app
from benchmarks import reporting
from matcher.bootstrap import Application
from matcher.domain.access import Scope
from matcher.settings import load_settings
from matcher.usecases.events.keeping import create_event
from matcher.usecases.events.publishing import publish
from matcher.usecases.keys import create_key
from matcher.usecases.samples import sample_event, sample_event_after, sample_tables

ROUNDS = 15
EVENT, PROFILE = "fair", "bottega-002"
QUERY = "cerco taglio laser su legno a Lambrate"
TIME_LIMIT_S = 5.0
PAGES: tuple[tuple[str, str, str, object], ...] = (
    ("/", "GET", "/indicators", None),
    (
        f"/find?q={QUERY}",
        "POST",
        "/match",
        {"query": QUERY, "facets": ["kind", "type", "municipio", "nil", "skills", "languages"]},
    ),
    (f"/profiles/{PROFILE}", "POST", "/match", {"profile_id": PROFILE}),
    (f"/profiles/{PROFILE}/edit", "GET", f"/profiles/{PROFILE}", None),
    ("/profiles", "GET", "/profiles", None),
    (f"/events/{EVENT}", "GET", f"/events/{EVENT}", None),
    (f"/events/{EVENT}/people", "GET", f"/events/{EVENT}/participants", None),
    (f"/events/{EVENT}/pairs", "GET", f"/events/{EVENT}/pairs?chosen=true", None),
    (f"/events/{EVENT}/pairs/of/mi26-001", "GET", f"/events/{EVENT}/pairs?participant=mi26-001", None),
    (f"/events/{EVENT}/fairness", "GET", f"/events/{EVENT}/fairness", None),
    (f"/events/{EVENT}/timetable", "GET", f"/events/{EVENT}/timetable", None),
    (f"/events/{EVENT}/timetable?view=person", "GET", f"/events/{EVENT}/timetable", None),
    (f"/events/{EVENT}/publish", "GET", f"/events/{EVENT}/timetable/versions", None),
)
"""Pages with the operations that answer the same: method, path, body."""


def main() -> None:
    """Fill a temporary database, ask for every page and its peer in turn, print medians."""
    with tempfile.TemporaryDirectory() as folder:
        app = Application(load_settings(data_dir=Path(folder)))
        _fill(app)
        with TestClient(create_app(app)) as client:
            _sign_in(client, create_key("benchmark", {Scope.ADMIN}, app.store).text)
            rows: list[reporting.Row] = []
            for path, method, operation, body in PAGES:
                page = client.get(f"/pages{path}").raise_for_status()
                ours = _median_ms(client, "GET", f"/pages{path}")
                theirs = _median_ms(client, method, operation, body)
                size = len(page.content) / 1000
                row = {"page": path, "ms": ours, "kB": size, "times the JSON": ours / theirs, "operation": operation}
                rows.append(row)
        app.close()
    note = "with the operation that answers the same as JSON"
    reporting.publish("pages", [reporting.Table(f"Pages, median of {ROUNDS} rounds", rows, note)])


def _fill(app: Application) -> None:
    with sample_tables() as tables:
        for table in tables:
            app.imports.import_file(table)
    create_event(sample_event_after(date(2026, 1, 1), EVENT), app.store)
    with sample_event() as (_, registrations):
        app.events.register_file(EVENT, registrations)
    app.events.propose_pairs(EVENT)
    app.events.runner.run(app.events.start_timetable(EVENT, time_limit_s=TIME_LIMIT_S).id)
    publish(EVENT, app.store)
    app.warm_up()


def _sign_in(client: TestClient, key: str) -> None:
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/pages/sign-in").text)
    assert token  # noqa: S101 -- a form without it is a defect of the page
    client.post("/pages/sign-in", data={"key": key, "csrf": token[1]}).raise_for_status()


def _median_ms(client: TestClient, method: str, path: str, body: object = None) -> float:
    took = []
    for _ in range(ROUNDS):
        started = perf_counter()
        client.request(method, path, json=body)
        took.append((perf_counter() - started) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    main()
