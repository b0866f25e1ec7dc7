"""`matcher doctor`: what is installed, what is set, and whether it works."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import typer
from rich.table import Table

from matcher.bootstrap import Application
from matcher.cli.output import FAILED, Json, application, out, print_json
from matcher.errors import MatcherError
from matcher.settings import Settings, unknown_variables
from matcher.usecases.reindexing import links_are_stale

PACKAGES = ("matcher", "faiss-cpu", "sentence-transformers", "torch", "fastapi", "sqlalchemy", "rapidfuzz", "pandas")


def doctor(as_json: Json = False) -> None:
    """List the settings, check that every part works, and say what to mend."""
    with application(as_json=as_json) as app:
        settings = _settings(app.settings)
        versions = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
        versions |= {name: version(name) for name in PACKAGES}
        checks = [_check(name, act) for name, act in _checks(app).items()]
        unknown = unknown_variables(os.environ)
        if as_json:
            print_json({"settings": settings, "unknown_variables": unknown, "versions": versions, "checks": checks})
        else:
            _print(settings, versions, checks)
        if not all(check["ok"] for check in checks):
            raise typer.Exit(FAILED)


def _settings(settings: Settings) -> list[dict[str, Any]]:
    return [
        {
            "variable": f"MATCHER_{name.upper()}",
            "value": "***" if name == "database_url" and settings.database_url else str(getattr(settings, name)),
            "set": f"MATCHER_{name.upper()}" in os.environ,
            "takes": field.description,
        }
        for name, field in Settings.model_fields.items()
    ]


def _checks(app: Application) -> dict[str, Callable[[], str]]:
    def database() -> str:
        with app.store.unit_of_work() as unit:
            return f"{unit.profiles.count()} profiles, change {unit.generation()}"

    def vocabulary() -> str:
        stale = links_are_stale(app.store, app.lexicon)
        advice = "; stored links are older: run `matcher reindex`" if stale else ""
        return f"{len(app.lexicon.skills)} skills, edition {app.lexicon.version}{advice}"

    def gazetteer() -> str:
        found = app.lexicon.gazetteer
        return f"{found.city}: {len(found.municipi)} Municipi, {len(found.nils)} neighbourhoods"

    def encoder() -> str:
        vectors = app.encoder.encode(["stampa 3D"], role="query")
        return f"{app.encoder.fingerprint}, {vectors.shape[1]} dimensions"

    return {"database": database, "vocabulary": vocabulary, "gazetteer": gazetteer, "encoder": encoder}


def _check(name: str, act: Callable[[], str]) -> dict[str, Any]:
    try:
        return {"part": name, "ok": True, "says": act()}
    except (MatcherError, RuntimeError, OSError) as error:
        return {"part": name, "ok": False, "says": str(error)}


def _print(settings: list[dict[str, Any]], versions: dict[str, str], checks: list[dict[str, Any]]) -> None:
    table = Table("Variable", "Value", "Takes", title="Settings", title_justify="left")
    for row in settings:
        value = f"[bold]{row['value']}[/]" if row["set"] else f"[dim]{row['value']}[/]"
        table.add_row(row["variable"], value, row["takes"])
    out.print(table)
    out.print("Versions: " + ", ".join(f"{name} {number}" for name, number in versions.items()))
    for check in checks:
        mark = "[green]ok[/]  " if check["ok"] else "[red]FAIL[/]"
        out.print(f"{mark} {check['part']}: {check['says']}", soft_wrap=True)
