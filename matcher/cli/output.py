"""What every command shares: how it prints, fails and shows progress."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from embeddings import EmbeddingsError
from matcher.bootstrap import Application
from matcher.errors import InvalidInput, MatcherError
from matcher.settings import load_settings, unknown_variables

DONE, FAILED, WRONG_USE = 0, 1, 2

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output and nothing else.")]


def print_json(data: Any) -> None:  # noqa: ANN401 -- whatever can become JSON
    """Print one JSON document."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")


@contextmanager
def application(*, as_json: bool) -> Iterator[Application]:
    """The application of the environment's settings; its errors end the command with a message and the right code."""
    try:
        for name in unknown_variables(os.environ):
            err.print(f"[yellow]Warning:[/] the variable {name} sets nothing. `matcher doctor` lists those that do.")
        yield Application(load_settings())
    except (MatcherError, EmbeddingsError) as error:
        if as_json:
            details = error.details if isinstance(error, MatcherError) else {}
            print_json({"error": {"kind": type(error).__name__, "message": str(error), "details": details}})
        else:
            err.print(f"[bold red]Error:[/] {escape(str(error))}", soft_wrap=True)
        raise typer.Exit(WRONG_USE if isinstance(error, InvalidInput) else FAILED) from None


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int | None], None]]:
    """A progress bar on standard error; the function it gives takes the number done so far and the number expected."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
