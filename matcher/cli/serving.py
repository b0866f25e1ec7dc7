"""`matcher serve`: the pages and the API."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.background import is_free
from matcher.cli.output import application, err
from matcher.errors import InvalidInput, Unavailable
from matcher.settings import is_loopback

if TYPE_CHECKING:
    from matcher.bootstrap import Application

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
"""How many threads a library takes for one call. Requests already take a thread each, as many as there are cores."""


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on. Default: MATCHER_HOST, else 127.0.0.1.")
    ] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Default: MATCHER_PORT, else 8000.")] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=64, help="Processes that answer. Default: MATCHER_WORKERS, else 1."),
    ] = None,
) -> None:
    """Serve the pages and the API until interrupted."""
    _prepare_environment(host, workers)
    import uvicorn

    from embeddings import load_encoder

    with application(as_json=False) as app:
        listen, at = host or app.settings.host, port or app.settings.port
        if not is_loopback(listen):
            _require_keys(listen, app)
        if not is_free(listen, at):
            raise Unavailable(
                f"Port {at} is taken: stop what listens there, or choose another with --port or MATCHER_PORT."
            )
        # A database or an encoder that cannot be used is said here, in words, and not by the server's log.
        _ = app.store, load_encoder(app.encoder_spec)
        where = f"[{listen}]" if ":" in listen else listen
        err.print(f"Open http://{where}:{at}/ in a browser (operations of the API at /docs). Press Ctrl+C to stop.")
        # The API is named, not imported: it stands above this package.
        with suppress(KeyboardInterrupt):
            uvicorn.run(
                "api.server:app",
                factory=True,
                host=listen,
                port=at,
                workers=app.settings.workers,
                log_level=app.settings.log_level,
            )


def _require_keys(listen: str, app: Application) -> None:
    """Listen where others reach it only with a key to let somebody in, and never to let everybody in."""
    if app.settings.access == "open":
        raise InvalidInput(
            f"Refusing to listen on {listen} with MATCHER_ACCESS=open: everyone who reaches it could read and change "
            "profiles. Unset it, or listen on 127.0.0.1 and put a proxy that authenticates in front of it.",
            field="host",
            found=listen,
        )
    from matcher.usecases.keys import list_keys

    now = datetime.now(UTC)
    if not any(key.valid_at(now) for key in list_keys(app.store)):
        raise InvalidInput(
            f"Refusing to listen on {listen} without an access key, which everything there asks for: create one with "
            "matcher keys create --label NAME --scope admin, or listen on 127.0.0.1.",
            field="host",
            found=listen,
        )


def _prepare_environment(host: str | None, workers: int | None) -> None:
    """What libraries read once, when they are loaded, and what the processes that answer are to know."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if host is not None:
        os.environ["MATCHER_HOST"] = host
    if workers is not None:
        os.environ["MATCHER_WORKERS"] = str(workers)
