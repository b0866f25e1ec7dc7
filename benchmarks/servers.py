"""A database with invented profiles, servers on it, and calls to them."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from benchmarks.machine import peak_mib
from benchmarks.synthetic import profiles
from matcher.bootstrap import Application
from matcher.domain.profiles import Profile
from matcher.domain.rows import ProfileRow
from matcher.settings import load_settings
from matcher.usecases.importing import import_profiles

READY_WITHIN_S = 600
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Server:
    """A server of its own process; `ready_s` is from its start until it answered matches."""

    port: int
    pid: int
    ready_s: float

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def peak_mib(self) -> float:
        """Its largest resident memory so far."""
        return peak_mib(self.pid)

    def line(self) -> Line:
        """A connection to it."""
        return Line(self.port)


class Line:
    """A connection that is kept."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def call(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Status and JSON of an answer; None where it has no body."""
        data = None if body is None else json.dumps(body).encode()
        self._connection.request(method, path, data, {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        content = answer.read()
        return answer.status, json.loads(content) if content else None


def filled(folder: Path, count: int, seed: int = 0) -> tuple[Application, list[Profile], float]:
    """An application over so many invented profiles that are stored and encoded, those profiles, and the seconds."""
    app = Application(load_settings(data_dir=folder))
    made = list(profiles(count, seed))
    started = perf_counter()
    import_profiles(
        (ProfileRow(number, profile, contacts) for number, (profile, contacts) in enumerate(made, 1)),
        store=app.store,
        annotate=lambda profile: profile,
        published=lambda changed: app.answering.encode(changed),
    )
    return app, [profile for profile, _ in made if profile.consent], perf_counter() - started


@contextmanager
def served(folder: Path, workers: int = 1) -> Iterator[Server]:
    """A server on the data of a folder, ready to answer."""
    port = _free_port()
    command = [sys.executable, "-m", "matcher.cli", "serve", "--port", str(port), "--workers", str(workers)]
    environment = os.environ | ONE_THREAD | {"MATCHER_DATA_DIR": str(folder), "MATCHER_LOG_LEVEL": "warning"}
    started = perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603 -- our own command
    try:
        while not _ready(port):
            if process.poll() is not None or perf_counter() - started > READY_WITHIN_S:
                raise RuntimeError("The server did not start.")
            sleep(0.02)
        yield Server(port, process.pid, perf_counter() - started)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(READY_WITHIN_S)


def _ready(port: int) -> bool:
    try:
        return Line(port).call("GET", "/readyz")[0] == http.client.OK
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found
