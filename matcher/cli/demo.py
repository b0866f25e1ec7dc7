"""`matcher demo`: the main job on real data, from a table to matches, an API, the agendas of an event and the pages."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.background import Server, start_server, stop_server
from matcher.cli.demo_event import plan_event
from matcher.cli.importing import run_import, tell
from matcher.cli.matching import show
from matcher.cli.output import application, out
from matcher.domain.access import Scope
from matcher.domain.matches import Direction, MatchRequest
from matcher.usecases.samples import sample_tables

if TYPE_CHECKING:
    from matcher.bootstrap import Application

KEY_LABEL, KEY_DAYS = "demo", 7
QUERIES = ("cerco una sartoria per divise vicino al Duomo", "bookbinder near Porta Romana")


def demo(
    stop: Annotated[bool, typer.Option("--stop", help="Stop the API that an earlier demo started.")] = False,
) -> None:
    """Import real Milan workshops, match two needs, plan an event, serve pages and API in the background."""
    with application(as_json=False) as app:
        if stop:
            out.print("The API is stopped." if stop_server(app.settings.data_dir) else "No API of a demo is running.")
            return
        out.rule("[bold]1. Import: Milan's historic workshops (real) and new makers (synthetic)")
        with sample_tables() as tables:
            for table in tables:
                tell(run_import(app, table), table)
        # It gets ready while the matches are shown.
        server = start_server(app.settings)
        out.print()
        out.rule("[bold]2. Match: needs in Italian and English")
        for query in QUERIES:
            _match(query, app)
        out.print()
        out.rule("[bold]3. Serve: the same over HTTP")
        _serve(server)
        out.rule("[bold]4. Meet: 120 invented registrations, up to their agendas")
        plan_event(app)
        out.print()
        out.rule("[bold]5. Look: the same as pages, in Italian and English")
        _pages(server, app)


def _pages(server: Server, app: Application) -> None:
    from matcher.usecases.keys import create_key, list_keys, revoke_key

    for known in list_keys(app.store):
        if known.label == KEY_LABEL and known.revoked_at is None:
            revoke_key(known.id, app.store)
    key = create_key(KEY_LABEL, {Scope.EVENTS, Scope.WRITE}, app.store, days=KEY_DAYS)
    out.print('Stop the server: [bold]make stop[/]. Next: matcher match "YOUR NEED", matcher import YOUR_FILE.csv')
    out.print(f"Organisers sign in with this key, shown once and good for {KEY_DAYS} days:\n")
    typer.echo(f"  {key.text}\n")
    out.print(f"Open [bold]{server.address}/[/] in a browser.")


def _match(query: str, app: Application) -> None:
    from matcher.usecases.asking import asker_by_text

    out.print(f'\n[bold]$ matcher match "{query}"[/]')
    asker = asker_by_text(query, Direction.SUPPLY, app.lexicon)
    show(app.engine.match(MatchRequest(asker, Direction.SUPPLY, k=3)), app)


def _serve(server: Server) -> None:
    server.wait()
    address = server.address
    body = shlex.quote(json.dumps({"query": QUERIES[0], "k": 3}, ensure_ascii=False))
    out.print(f"The API listens on [bold]{address}[/] (operations: [bold]{address}/docs[/]). Try:\n")
    # Plain print: a wrapped command could not be copied.
    typer.echo(f"  curl -s {address}/match -H 'Content-Type: application/json' -d {body}\n")
