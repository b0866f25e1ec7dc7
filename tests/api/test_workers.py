"""Several processes on one database answer as one."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from matcher.bootstrap import Application
from matcher.settings import Settings
from tests.api.conftest import PROFILES, Api

WITHIN_S = 60


@pytest.fixture(scope="module")
def other(api: Api) -> Iterator[Api]:
    """A second process's worth of server on the database of the first."""
    app = Application(api.app.settings)
    app.warm_up()
    with TestClient(create_app(app)) as client:
        yield Api(app, client)
    app.close()


def test_what_one_process_wrote_another_answers_with_at_once(api: Api, other: Api) -> None:
    assert api.put("newcomer", PROFILES["fablab"] | {"name": "Nuovo"}) == 201
    assert "newcomer" in other.ids(query="taglio laser", k=100)
    api.client.delete("/profiles/newcomer")
    assert "newcomer" not in other.ids(query="taglio laser", k=100)


def test_the_cursor_of_one_process_is_followed_by_another(api: Api, other: Api) -> None:
    question = {"profile_id": "binder", "k": 1}
    first = api.match(**question)
    assert other.ids(**question, cursor=first["cursor"]) == api.ids(**question, cursor=first["cursor"])


def test_a_form_shown_by_one_process_is_taken_by_another(api: Api, other: Api) -> None:
    page = api.client.get("/pages/sign-in")
    token = re.search(r'name="csrf" value="(\w+)"', page.text)
    assert token
    other.client.cookies.update(api.client.cookies)
    answer = other.client.post("/pages/sign-in", data={"key": "wrong", "csrf": token[1]})
    foreign = other.client.post("/pages/sign-in", data={"key": "wrong", "csrf": "0" * len(token[1])})
    assert (foreign.status_code, answer.status_code != foreign.status_code) == (403, True)


def test_the_server_stays_alive_while_every_thread_answers(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    # livez runs on the event loop and takes nobody's thread.
    monkeypatch.setattr("anyio.to_thread.run_sync", _refuse)
    assert api.client.get("/livez").status_code == 200


async def _refuse(*_: object, **__: object) -> None:
    raise AssertionError("a thread was taken")


def test_the_command_starts_processes_and_ends_them(tmp_path: Path) -> None:
    port = _free_port()
    environment = os.environ | {"MATCHER_DATA_DIR": str(tmp_path), "MATCHER_ENCODER": "hashing:64"}
    log = tmp_path / "log"
    with log.open("wb") as sink:
        server = subprocess.Popen(  # noqa: S603 -- our own command
            [sys.executable, "-m", "matcher.cli", "serve", "--port", str(port), "--workers", "2"],
            env=environment,
            stderr=sink,
            stdout=sink,
        )
    try:
        _until(lambda: len(_started(log)) == 2)
        _until(lambda: _call(port, "GET", "/readyz")[0] == 200)
        assert _call(port, "PUT", "/profiles/fablab", PROFILES["fablab"])[0] == 201
        # Each call is a connection of its own, taken by whichever process is free.
        for _ in range(8):
            status, found = _call(port, "POST", "/match", {"query": "taglio laser"})
            assert (status, [one["profile"]["id"] for one in found["matches"]]) == (200, ["fablab"])
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(WITHIN_S)
    _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in _started(log)))


def _started(log: Path) -> list[str]:
    return re.findall(r"Started server process \[(\d+)\]", log.read_text())


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _call(port: int, method: str, path: str, body: object = None) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, method=method)
    request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=WITHIN_S) as answer:  # noqa: S310 -- loopback
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code, None
    except urllib.error.URLError:
        return 0, None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found


def test_threads_are_shared_out_among_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    from api.app import _threads  # noqa: PLC0415

    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(16)))
    assert [_threads(workers) for workers in (1, 3, 8, 64)] == [16, 6, 2, 2]


def test_a_process_of_several_solves_fewer_problems_at_a_time(tmp_path: Path) -> None:
    for workers, places in ((1, 2), (2, 1), (5, 1)):
        app = Application(Settings(data_dir=tmp_path, workers=workers))
        assert app.scheduler._places._value == places
