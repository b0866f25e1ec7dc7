"""A server that goes on in the background after the command that started it ended."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.errors import Unavailable

if TYPE_CHECKING:
    from matcher.settings import Settings

READY_WITHIN_S = 120
STOPPED_WITHIN_S = 15
PORTS_TRIED = 50


@dataclass(frozen=True, slots=True)
class Server:
    """A server that was started and may not be ready yet."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path

    def wait(self) -> None:
        """Wait until it answers.

        Raises:
            Unavailable: it ended or was not ready in time; the message names its log.
        """
        deadline = time.monotonic() + READY_WITHIN_S
        while not _answers(f"{self.address}/readyz"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise Unavailable(f"The API did not start. Its log says why: {self.log}")
            time.sleep(0.1)


def start_server(settings: Settings) -> Server:
    """Start the API in the background, in place of one an earlier call started; to this machine it is open."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    stop_server(settings.data_dir)
    port = _free_port(settings.host, settings.port)
    log = settings.data_dir / "server.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(  # noqa: S603 -- our own command, no input of others in it
            [sys.executable, "-m", "matcher.cli", "serve", "--host", settings.host, "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            start_new_session=True,
            env=os.environ | ({"MATCHER_ACCESS": "open"} if settings.on_loopback else {}),
        )
    address = f"http://[{settings.host}]:{port}" if ":" in settings.host else f"http://{settings.host}:{port}"
    _state(settings.data_dir).write_text(json.dumps({"pid": process.pid, "address": address}))
    return Server(process, address, log)


def stop_server(data_dir: Path) -> bool:
    """Stop the API an earlier call started; False when none is running."""
    try:
        state = json.loads(_state(data_dir).read_text())
    except (OSError, ValueError):
        return False
    _state(data_dir).unlink(missing_ok=True)
    # A pid may have been given to another process since: only one whose server still answers is ours.
    if not _answers(f"{state['address']}/livez"):
        return False
    os.kill(state["pid"], signal.SIGTERM)
    deadline = time.monotonic() + STOPPED_WITHIN_S
    while _answers(f"{state['address']}/livez") and time.monotonic() < deadline:
        time.sleep(0.05)
    return True


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def _state(data_dir: Path) -> Path:
    return data_dir / "server.json"


def _free_port(host: str, first: int) -> int:
    for port in range(first, first + PORTS_TRIED):
        if is_free(host, port):
            return port
    raise Unavailable(f"The ports {first} to {first + PORTS_TRIED - 1} are all taken. Set MATCHER_PORT to a free one.")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 -- loopback
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False
