"""`matcher doctor`: what is installed, what is set, and whether it works."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Callable
from difflib import get_close_matches
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import typer
from rich.markup import escape
from rich.table import Table

from matcher.cli.output import FAILED, Json, application, counted, out, print_json
from matcher.errors import MatcherError

if TYPE_CHECKING:
    from matcher.bootstrap import Application

PACKAGES = ("matcher", "faiss-cpu", "sentence-transformers", "torch", "fastapi", "sqlalchemy", "rapidfuzz", "pandas")


def doctor(as_json: Json = False) -> None:
    """List the settings, check that every part works, and say what to mend."""
    from matcher.settings import unknown_variables

    with application(as_json=as_json) as app:
        settings = _settings(app)
        versions = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
        versions |= {name: version(name) for name in PACKAGES}
        checks = [_check(name, act) for name, act in _checks(app).items()]
        unknown = unknown_variables(os.environ)
        if as_json:
            print_json({"settings": settings, "unknown_variables": unknown, "versions": versions, "checks": checks})
        else:
            _print(settings, unknown, versions, checks)
        if not all(check["ok"] for check in checks):
            raise typer.Exit(FAILED)


def _settings(app: Application) -> list[dict[str, Any]]:
    from matcher.settings import without_secrets

    settings = app.settings
    shown = {name: str(getattr(settings, name)) for name in type(settings).model_fields}
    # A URL that was set may hold a password.
    shown["database_url"] = "***" if settings.database_url else settings.store_url
    shown["encoder"] = app.encoder_spec
    shown["index_url"] = without_secrets(settings.index_url)
    shown["shadow_index_url"] = str(settings.shadow_index_url and without_secrets(settings.shadow_index_url))
    return [
        {
            "variable": f"MATCHER_{name.upper()}",
            "value": shown[name],
            "set": bool(os.environ.get(f"MATCHER_{name.upper()}")),
            "takes": field.description,
        }
        for name, field in type(settings).model_fields.items()
    ]


def _checks(app: Application) -> dict[str, Callable[[], str]]:
    from embeddings import EncoderUnavailable, load_encoder
    from matcher.usecases.reindexing import links_are_stale
    from matcher.usecases.switching import active_encoder

    def database() -> str:
        with app.store.unit_of_work() as unit:
            held = f"{counted(unit.profiles.count(), 'profile')}, change {unit.generation()}"
        return f"{app.store.product}, {app.store.place}: {held}"

    def vocabulary() -> str:
        return f"{counted(len(app.lexicon.skills), 'skill')}, edition {app.lexicon.version}"

    def links() -> str:
        if links_are_stale(app.store, app.lexicon):
            return "made with an older vocabulary: the next command makes them anew, as does `matcher reindex`"
        return "made with this vocabulary"

    def gazetteer() -> str:
        found = app.lexicon.gazetteer
        return f"{found.city}: {len(found.municipi)} Municipi, {len(found.nils)} neighbourhoods"

    def encoder() -> str:
        model = load_encoder(app.encoder_spec)
        vectors = model.encode(["stampa 3D"], role="query")
        return f"{model.fingerprint}, {vectors.shape[1]} dimensions"

    def answers() -> str:
        active = active_encoder(app.store)
        if active is None or active.spec == app.encoder_spec:
            return f"made with {app.encoder_spec}"
        try:
            encoded, total = app.prepared()
        except EncoderUnavailable:
            return f"made with {active.spec}, as {app.encoder_spec} cannot be loaded"
        return (
            f"made with {active.spec} until {app.encoder_spec} is ready, which has encoded {encoded:,} of "
            f"{counted(total, 'profile')}: a running API does the rest in the background, `matcher reindex` at once"
        )

    return {
        "database": database,
        "vocabulary": vocabulary,
        "gazetteer": gazetteer,
        "links": links,
        "encoder": encoder,
        "answers": answers,
        **{part: partial(app.indexes.says, url) for part, url in _indexes(app).items()},
    }


def _indexes(app: Application) -> dict[str, str]:
    """The indexes kept outside of the process that the settings name."""
    named = {"index": app.settings.index_url, "shadow index": app.settings.shadow_index_url}
    return {part: url for part, url in named.items() if url and url != "faiss"}


def _check(name: str, act: Callable[[], str]) -> dict[str, Any]:
    from embeddings import EmbeddingsError

    try:
        return {"part": name, "ok": True, "says": act()}
    except (MatcherError, EmbeddingsError, RuntimeError, OSError) as error:
        return {"part": name, "ok": False, "says": str(error)}


def _print(
    settings: list[dict[str, Any]], unknown: list[str], versions: dict[str, str], checks: list[dict[str, Any]]
) -> None:
    table = Table(title="Settings (bold: set in the environment)", title_justify="left")
    for heading in ("Variable", "Value", "Takes"):
        table.add_column(heading, overflow="fold")
    for row in settings:
        style = "bold" if row["set"] else "dim"
        table.add_row(row["variable"], f"[{style}]{escape(row['value'])}[/]", escape(row["takes"]))
    out.print(table, soft_wrap=False)
    out.print("Versions: " + ", ".join(f"{name} {number}" for name, number in versions.items()))
    for name in unknown:
        near = get_close_matches(name.upper(), [row["variable"] for row in settings], n=1)
        out.print(f"[yellow]warn[/] {name}: no such setting" + (f"; did you mean {near[0]}?" if near else ""))
    for check in checks:
        mark = "[green]ok[/]  " if check["ok"] else "[red]FAIL[/]"
        out.print(f"{mark} {check['part']}: {escape(check['says'])}")
