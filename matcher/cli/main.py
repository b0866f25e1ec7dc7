"""The commands and how they are called."""

from __future__ import annotations

import sys
from io import TextIOWrapper

import typer

from matcher.cli.demo import demo
from matcher.cli.doctor import doctor
from matcher.cli.evaluating import evaluate
from matcher.cli.event import event
from matcher.cli.exporting import export
from matcher.cli.importing import import_
from matcher.cli.indexing import index
from matcher.cli.keys import keys
from matcher.cli.matching import match
from matcher.cli.output import WRONG_USE, print_error
from matcher.cli.recommending import market
from matcher.cli.reindexing import reindex
from matcher.cli.schedule import schedule
from matcher.cli.serving import serve
from matcher.cli.store import store
from matcher.collector import collect_seldom

app = typer.Typer(
    name="matcher",
    help="Match artisans, startups and organisations by what they offer and seek, and say why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("import")(import_)
for command in (export, match, market, serve, reindex, demo, doctor, evaluate):
    app.command()(command)
app.add_typer(event, name="event")
app.add_typer(schedule, name="schedule")
app.add_typer(keys, name="keys")
app.add_typer(index, name="index")
app.add_typer(store, name="store")


def main() -> None:
    """Run the command line; ends the process with 0 done, 1 failed or 2 wrong use."""
    collect_seldom()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that cannot show a character shows a question mark in its place.
            stream.reconfigure(errors="replace")
    if "--json" not in sys.argv[1:]:
        app(prog_name="matcher")
    try:
        code = app(prog_name="matcher", standalone_mode=False)
    except typer.TyperException as error:
        print_error("InvalidInput", error.format_message(), as_json=True)
        code = WRONG_USE
    sys.exit(code)
