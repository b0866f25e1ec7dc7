"""A server whose settings name another encoder than the one its vectors were made with."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from embeddings import load_encoder
from matcher.bootstrap import Application
from matcher.domain.profiles import Item, Kind, Profile
from matcher.settings import Settings
from tests.fakes import Gate, WatchedEncoder
from tests.stores import put

BINDER = Profile("binder", Kind.ARTISAN, "Legatoria", offers=(Item("rilegatura di libri"),))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    app = Application(Settings(data_dir=tmp_path, encoder="hashing:64"))
    put(app.store, app.lexicon.annotate(BINDER))
    app.warm_up()
    app.close()
    return tmp_path


def test_the_server_says_how_far_the_change_is_and_who_answers(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate()
    models = {"hashing:128": WatchedEncoder(128, gate)}
    monkeypatch.setattr(
        "matcher.bootstrap.application.load_encoder", lambda spec: models.get(spec) or load_encoder(spec)
    )
    app = Application(Settings(data_dir=data, encoder="hashing:128"))
    app.warm_up()
    assert app.switch is not None
    gate.wait_until_reached()
    with TestClient(create_app(app)) as client:
        ready = client.get("/readyz").json()
        assert ready["model"].startswith("hashing:64:")
        change = {"from": "hashing:64", "to": "hashing:128", "encoded": 0, "total": 1, "problem": None}
        assert ready["encoder_change"] == change
        assert client.post("/match", json={"query": "legatoria"}).json()["model"] == ready["model"]
        gate.open()
        app.switch.wait()
        ready = client.get("/readyz").json()
        assert ready["model"] == client.get("/version").json()["model"]
        assert ready["model"].startswith("hashing:128:")
        assert ready["encoder_change"] is None
        assert client.post("/match", json={"query": "legatoria"}).json()["model"] == ready["model"]
    app.close()
