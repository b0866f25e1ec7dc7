"""What one organisation has on a server: a profile that does not take part, an event, and a job of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from starlette.testclient import TestClient

from matcher.bootstrap import Application
from tests.api import fair
from tests.api.conftest import PROFILES
from tests.unit.test_jobs import JOB


def put_back(client: TestClient, app: Application, headers: Mapping[str, str]) -> None:
    """Put what may have been erased, with the headers of whom it belongs to."""
    client.put("/profiles/mine", json=PROFILES["silent"], headers=headers)
    if client.post("/events", json=fair.EVENT, headers=headers).status_code == 201:
        with app.store.unit_of_work(write=True) as unit:
            unit.jobs.add(replace(JOB, id="job", event_id="fiera"))
            unit.commit()
