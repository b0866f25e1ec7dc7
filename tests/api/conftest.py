"""One server for each module, over a handful of profiles whose contacts are easy to recognise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from matcher.bootstrap import Application
from matcher.settings import Settings
from tests.api import fair
from tests.event_solvers import SIMPLE
from tests.postgresql import PostgreSQL

CANARY = "canarino"
"""A word that is in every stored contact and nowhere else."""


def contacts(profile_id: str) -> dict[str, str]:
    return {
        "email": f"{CANARY}.{profile_id}@example.org",
        "phone": f"+39 02 {CANARY} {profile_id}",
        "person": f"{CANARY} {profile_id}",
        "website": f"https://{CANARY}.example.org/{profile_id}",
    }


PROFILES: dict[str, dict[str, Any]] = {
    "binder": {
        "kind": "artisan",
        "name": "Legatoria Ortica",
        "offers": ["rilegatura a mano di libri e tesi", "scatole su misura"],
        "seeks": [{"text": "taglio laser di cartone", "need": "must"}, "carta marmorizzata"],
        "place": {"nil": 23},
        "facts": {"languages": ["it"], "run_min": 1, "run_max": 200, "lead_time_days": 10},
    },
    "fablab": {
        "kind": "organisation",
        "type": "fablab",
        "name": "FabLab Lambro",
        "offers": ["taglio laser di legno e cartone", "stampa 3D"],
        "seeks": ["rilegatura di libri", "manutenzione di tagliatrici laser"],
        "place": {"nil": 23},
        "facts": {"languages": ["it", "en"]},
    },
    "cutter": {
        "kind": "artisan",
        "name": "Taglio Vivo",
        "offers": ["taglio laser di cartone e pelle"],
        "place": {"municipio": 9},
        "blocks": ["binder"],
    },
    "tailor": {
        "kind": "artisan",
        "name": "Sartoria Rossi",
        "offers": ["sartoria su misura", "divise"],
        "seeks": ["ricamo di loghi"],
        "place": {"nil": 1},
        "organisation": "acme",
    },
    "embroidery": {
        "kind": "startup",
        "name": "Filo Startup",
        "offers": ["ricamo di loghi su divise"],
        "seeks": ["sartoria su misura"],
        "place": {"nil": 1},
        "organisation": "acme",
    },
    "silent": {
        "kind": "artisan",
        "name": "Laser Muto",
        "offers": ["taglio laser di cartone"],
        "consent": False,
    },
    "english": {
        "kind": "startup",
        "name": "Case Works",
        "description": "We sew bags.",
        "offers": ["leather bags", "laser cutting of leather"],
        "seeks": ["bookbinding", "uniforms"],
        "place": {"nil": 27},
        "facts": {"languages": ["en"]},
    },
}


@dataclass(frozen=True)
class Api:
    """A running application and its client."""

    app: Application
    client: TestClient

    def match(self, **question: object) -> dict[str, Any]:
        answer = self.client.post("/match", json=question)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def ids(self, **question: object) -> list[str]:
        return [match["profile"]["id"] for match in self.match(**question)["matches"]]

    def put(self, profile_id: str, body: dict[str, Any]) -> int:
        return self.client.put(f"/profiles/{profile_id}", json=body).status_code

    def stored(self) -> tuple[int, dict[str, Any]]:
        """Everything a request may change: the generation and every profile."""
        page = self.client.get("/profiles", params={"limit": 500}).json()
        return self.client.get("/readyz").json()["generation"], page


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    app = Application(Settings(data_dir=tmp_path_factory.mktemp("data"), encoder="hashing:64", access="open"))
    app.warm_up()
    with TestClient(create_app(app), raise_server_exceptions=False) as client:
        server = Api(app, client)
        for profile_id, body in PROFILES.items():
            assert server.put(profile_id, body | {"contacts": contacts(profile_id)}) == 201
        yield server
    app.store.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def on_each_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a server that asks for no key, on a database of each kind."""
    folder: Path = tmp_path_factory.mktemp("data")
    if request.param == "sqlite":
        yield Settings(data_dir=folder, encoder="hashing:64", access="open")
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.migrated() as url:
        yield Settings(data_dir=folder, database_url=url, encoder="hashing:64", access="open")


@pytest.fixture
def event(api: Api) -> Iterator[Api]:
    """The fair with four of its five participants."""
    api.app.events.solvers = SIMPLE
    assert api.client.post("/events", json=fair.EVENT).status_code == 201
    answer = fair.registered(api)
    assert (answer["created"], answer["rejected"]) == (4, 1)
    yield api
    api.client.delete("/events/fiera")
