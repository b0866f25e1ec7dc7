"""Which column of an uploaded file holds what: guessed, remembered, and put right by a person."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Response

from api.web.page import Page, WritePage
from api.web.profiles.conflicts import field_labels
from api.web.profiles.form import Typed
from matcher.domain.jobs import Job
from matcher.domain.uploads import Upload
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.intake import Look
from matcher.intake.folding import fold
from matcher.usecases.jobs import find_job

router = APIRouter()
VALUES = 3
"""Values of a column that are shown."""
PATIENCE_S = 1.0
"""How long an answer waits for the file to be looked through, which spares most people the page in between."""
_GLANCE_S = 0.02


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column to be given a field; `name` is that of its control, None where it cannot be given one."""

    header: str
    name: str | None
    field: str
    values: tuple[str, ...]


@router.get("/profiles/import/{upload_id}")
def show_columns(page: WritePage, upload_id: str, sheet: str | None = None) -> Response:
    """Show the columns of an uploaded file with the field that each would feed."""
    upload, look = _looked_at(page, upload_id, sheet or None)
    return _columns(page, upload_id, upload.name, look)


@router.post("/profiles/import/{upload_id}")
def take_columns(page: WritePage, upload_id: str, data: Typed) -> Response:
    """Take the fields that were chosen and find out what an import would do."""
    imports, sheet = page.app.imports, str(data.get("sheet", "")) or None
    upload, look = _looked_at(page, upload_id, sheet)
    chosen = {one.header: str(data.get(one.name, "")) for one in _shown(look) if one.name}
    try:
        look = imports.choose(upload_id, chosen, language=page.language, sheet=sheet)
        if look.lacking is not None:
            return _columns(page, upload_id, upload.name, look, _lacking(page, look))
        wait(page, imports.begin(upload_id, dry_run=True, language=page.language))
    except NotFound:
        raise forgotten(page) from None
    except InvalidInput:
        problem = page.gettext("One field is given to two columns; only descriptions, offers and needs take several.")
        return _columns(page, upload_id, upload.name, look, problem, chosen)
    except Conflict:
        return page.redirect(f"/profiles/import/{upload_id}/result")
    return page.redirect(f"/profiles/import/{upload_id}/result")


def forgotten(page: Page) -> HTTPException:
    """The error for a file that is no longer kept."""
    return HTTPException(
        404, page.gettext("This file is no longer kept: files are forgotten after 24 hours. Upload it again.")
    )


def wait(page: Page, job: Job) -> None:
    """Wait a little for a job to end."""
    patience = time.monotonic() + PATIENCE_S
    while not find_job(job.id, page.app.store).state.ended and time.monotonic() < patience:
        time.sleep(_GLANCE_S)


def _looked_at(page: Page, upload_id: str, sheet: str | None) -> tuple[Upload, Look]:
    try:
        return page.app.imports.look(upload_id, language=page.language, sheet=sheet)
    except NotFound:
        raise forgotten(page) from None
    except InvalidInput as error:
        raise HTTPException(404, error.message) from None


def _columns(
    page: Page,
    upload_id: str,
    name: str,
    look: Look,
    problem: str | None = None,
    chosen: Mapping[str, str] | None = None,
) -> Response:
    return page.render(
        "profiles/import_columns.html",
        status=422 if problem else 200,
        upload_id=upload_id,
        name=name,
        look=look,
        sheets=[(each, each) for each in look.sheets],
        columns=_shown(look, chosen or {}),
        fields=_fields(page),
        problem=problem,
        values=VALUES,
    )


def _shown(look: Look, chosen: Mapping[str, str] | None = None) -> list[ShownColumn]:
    """The columns, of those with the same header the first to be chosen for."""
    seen: set[str] = set()
    shown = []
    for place, column in enumerate(look.columns):
        known = fold(column.header)
        name = f"field-{place}" if known and known not in seen else None
        seen.add(known)
        field = (chosen or {}).get(column.header, column.field or "")
        shown.append(ShownColumn(column.header, name, field, column.values))
    return shown


def _fields(page: Page) -> list[tuple[str, str]]:
    """What a column may hold, as (field, name)."""
    labels = field_labels(page)
    labels.pop("blocks")
    return [
        ("", page.gettext("Leave out")),
        *labels.items(),
        ("id", page.gettext("Code")),
        ("lat", page.gettext("Latitude")),
        ("lon", page.gettext("Longitude")),
        ("source", page.gettext("Where it comes from")),
        ("synthetic", page.gettext("Whether it is invented")),
    ]


def _lacking(page: Page, look: Look) -> str:
    fields = {column.field for column in look.columns}
    if "name" not in fields:
        return page.gettext("Choose the column that holds the name.")
    return page.gettext("Choose a column for what is offered, sought or described: without one nothing can be matched.")
