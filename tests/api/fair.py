"""A fair with two hosts and two guests, whose profiles the server has, or who say themselves what they offer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.api.conftest import Api

EVENT: dict[str, Any] = {
    "id": "fiera",
    "name": "Incontri di manifattura",
    "time_zone": "Europe/Rome",
    "sessions": [
        {"start": "2026-03-12T09:30", "end": "2026-03-12T10:30", "minutes": 20, "name": "mattina"},
        {"start": "2026-03-12T14:00", "end": "2026-03-12T15:00", "minutes": 30, "name": "pomeriggio"},
    ],
    "slots": [{"start": "2026-03-12T10:30", "end": "2026-03-12T11:00", "kind": "break", "label": "Caffè"}],
    "tables": 3,
    "rules": {"quota": 3, "fairness": None},
    "place": "Base, via Bergognone 34",
}
# The address holds the word that every contact of the server does.
REGISTRATIONS = """id;Nome;Organizzazione;Ruolo;Disponibilità;Id profilo;Email;Offre;Cerca
anna;Anna Ricci;Acme;ospitante;;fablab;canarino.anna@example.org;;
bruno;Bruno Sala;Bit;ospitante;2-5;cutter;;;
carla;Carla Neri;Legatoria Neri;visitatore;;binder;;;
dario;Dario Villa;Officina;visitatore;mattina;;;tornitura;taglio laser di legno
elsa;Elsa Conti;;boh;;;;;
"""


def registered(api: Api, **options: Any) -> dict[str, Any]:  # noqa: ANN401 -- query parameters
    files = {"file": ("iscritti.csv", REGISTRATIONS.encode())}
    answer = api.client.post("/events/fiera/participants/import", files=files, params=options)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def ended(api: Api, path: str) -> dict[str, Any]:
    while (job := api.client.get(path).json())["state"] in ("queued", "running"):
        time.sleep(0.01)
    return dict(job)


def scheduled(api: Api) -> dict[str, Any]:
    started = api.client.post("/events/fiera/timetable", json={"time_limit_s": 5})
    assert started.status_code == 202, started.text
    return ended(api, started.headers["Location"])
