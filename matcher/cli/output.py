"""What every command shares: how it prints, fails and shows progress.

Commands import what they run inside their functions: `matcher --help` then waits for none of it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from matcher.errors import InvalidInput, MatcherError

if TYPE_CHECKING:
    from matcher.bootstrap import Application

DONE, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


def _console(*, stderr: bool) -> Console:
    """Wraps lines on a terminal only: what reads a file or a pipe wants each message on one line."""
    console = Console(stderr=stderr, highlight=False)
    console.soft_wrap = not console.is_terminal
    return console


out, err = _console(stderr=False), _console(stderr=True)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output and nothing else.")]


def print_json(data: Any) -> None:  # noqa: ANN401 -- whatever can become JSON
    """Print one JSON document."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")


def print_error(kind: str, message: str, *, as_json: bool, details: dict[str, Any] | None = None) -> None:
    """Say what went wrong: as JSON on standard output, or in words on standard error."""
    if as_json:
        print_json({"error": {"kind": kind, "message": message, "details": details or {}}})
    else:
        err.print(f"[bold red]Error:[/] {escape(message)}")


@contextmanager
def application(*, as_json: bool) -> Iterator[Application]:
    """The application of the environment's settings; its errors end the command with a message and the right code."""
    from matcher.bootstrap import Application
    from matcher.settings import load_settings, unknown_variables

    with refusing(as_json=as_json):
        for name in unknown_variables(os.environ):
            err.print(f"[yellow]Warning:[/] the variable {name} sets nothing. `matcher doctor` lists those that do.")
        with closing(Application(load_settings())) as app:
            yield app


@contextmanager
def refusing(*, as_json: bool) -> Iterator[None]:
    """End the command with a message and the right code when something is refused."""
    from embeddings import EmbeddingsError

    try:
        yield
    except (MatcherError, EmbeddingsError) as error:
        details = error.details if isinstance(error, MatcherError) else None
        print_error(type(error).__name__, _sentence(str(error)), as_json=as_json, details=details)
        raise typer.Exit(WRONG_USE if isinstance(error, InvalidInput) else FAILED) from None
    except KeyboardInterrupt:
        err.print("Interrupted. What was stored stays; the same command again does the rest.")
        raise typer.Exit(INTERRUPTED) from None


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int | None], None]]:
    """A progress bar on a terminal's standard error.

    The function it gives takes the number done so far and the number expected.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def counted(number: int, noun: str) -> str:
    """A number with its noun, plural unless it is one."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _sentence(message: str) -> str:
    return message if message.endswith((".", "?", "!")) else f"{message[:1].upper()}{message[1:]}."
