"""`matcher schedule from-dzn`: published instances as JSON documents."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.output import application, print_json
from matcher.cli.schedule.reading import opened
from matcher.errors import InvalidInput


def from_dzn(
    file: Annotated[Path, typer.Argument(help="MiniZinc data (.dzn); - for standard input.", allow_dash=True)],
    fairness: Annotated[
        str, typer.Option(help="Largest difference of breaks between two participants, or 'none' for any.")
    ] = "2",
    to: Annotated[Path | None, typer.Option("--out", help="Write here instead of on standard output.")] = None,
) -> None:
    """Print a MiniZinc instance of the meeting scheduling problem as the JSON that `solve` reads."""
    from matcher.intake.dzn import problem_of_dzn

    with application(as_json=False):
        source, name = opened(file)
        document = problem_of_dzn(source, _fairness(fairness), name)
        if to is None:
            print_json(document)
        else:
            _write(to, json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _fairness(text: str) -> int | None:
    if text == "none":
        return None
    if not re.fullmatch(r"\d{1,3}", text):
        raise InvalidInput(f"--fairness takes a number from 0 on, or 'none'; found '{text}'.", field="fairness")
    return int(text)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{path} cannot be written: {error.strerror}. Name another file.", field="out") from None
