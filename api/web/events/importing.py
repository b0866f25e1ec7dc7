"""Registrations from a spreadsheet: handed in, looked at with what would happen, taken."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, File, Response, UploadFile

from api.web.events.fields import Typed
from api.web.events.frame import event_frame
from api.web.page import EventsPage, Page
from api.web.refusals import told
from matcher.errors import InvalidInput, MatcherError
from matcher.usecases.problem_groups import group_errors, group_warnings
from matcher.usecases.samples import REGISTRATIONS, sample_event, sample_tables

router = APIRouter()
SHOWN = 8
"""Rows of a preview."""


@router.get("/events/{event_id}/people/import")
def import_form(page: EventsPage, event_id: str) -> Response:
    """Ask for the file."""
    return _asked(page, event_id)


@router.post("/events/{event_id}/people/import")
def upload(page: EventsPage, event_id: str, file: Annotated[UploadFile | None, File()] = None) -> Response:
    """Keep the file and show what taking it would do."""
    frame = event_frame(page, event_id)
    if file is None or not file.filename:
        return _asked(page, event_id, problem=page.gettext("Choose a file first."))
    registrations = page.app.events.registrations
    try:
        kept = registrations.upload(file.filename, file.file.read(), language=page.language)
    except InvalidInput as error:
        return _asked(page, event_id, problem=told(error, page.language))
    return page.redirect(f"/events/{frame['event'].id}/people/import/{kept.id}")


@router.post("/events/{event_id}/people/import/sample")
def use_sample(page: EventsPage, event_id: str) -> Response:
    """Hand in the sample registrations; the sample profiles that they name are stored first, where they are not."""
    event_frame(page, event_id)
    with sample_event() as (_, path):
        content = path.read_bytes()
    registrations = page.app.events.registrations
    kept = registrations.upload(REGISTRATIONS, content, language=page.language)
    report = registrations.trial(event_id, kept.id, language=page.language).report
    if report is not None and report.pending:
        with sample_tables() as tables:
            for table in tables:
                page.app.imports.import_file(table, organisation=page.organisation)
    return page.redirect(f"/events/{event_id}/people/import/{kept.id}")


@router.get("/events/{event_id}/people/import/{upload_id}")
def preview(page: EventsPage, event_id: str, upload_id: str) -> Response:
    """What is understood of the file and what taking it would do."""
    frame = event_frame(page, event_id)
    trial = page.app.events.registrations.trial(event_id, upload_id, language=page.language)
    report = trial.report
    return page.render(
        "events/import_preview.html",
        step="participants",
        trial=trial,
        report=report,
        fields=_fields(page),
        errors=group_errors(report.errors) if report else (),
        warnings=group_warnings(report.warnings) if report else (),
        first=trial.rows[:SHOWN],
        **frame,
    )


@router.post("/events/{event_id}/people/import/{upload_id}")
def take(page: EventsPage, event_id: str, upload_id: str, typed: Typed) -> Response:
    """Take the file's good rows, or read its columns as somebody says now."""
    registrations = page.app.events.registrations
    if typed.get("do") == "columns":
        look = registrations.trial(event_id, upload_id, language=page.language).look
        mapping = {
            column.header: typed[f"column-{place}"]
            for place, column in enumerate(look.columns)
            if f"column-{place}" in typed and column.header
        }
        registrations.choose(upload_id, mapping, language=page.language, sheet=typed.get("sheet") or None)
        return page.redirect(f"/events/{event_id}/people/import/{upload_id}")
    report = registrations.take(event_id, upload_id)
    taken = report.created + report.updated + report.unchanged
    notice = page.ngettext("%(num)s participant is in.", "%(num)s participants are in.", taken)
    if typed.get("do") == "choose":
        # Whatever keeps pairs from being chosen is told where they are chosen by themselves.
        with suppress(MatcherError):
            page.app.events.propose_pairs(event_id)
    return page.redirect(f"/events/{event_id}/pairs" if taken else f"/events/{event_id}/people", notice=notice)


def _asked(page: Page, event_id: str, problem: str | None = None) -> Response:
    frame = event_frame(page, event_id)
    status = 422 if problem else 200
    return page.render("events/import.html", status=status, step="participants", problem=problem, **frame)


def _fields(page: Page) -> Mapping[str, str]:
    """What a column may hold, by field."""
    return {
        "": page.gettext("is not used"),
        "name": page.gettext("Name"),
        "organisation": page.gettext("Organisation"),
        "side": page.gettext("Host or guest"),
        "offers": page.gettext("Offers"),
        "seeks": page.gettext("Seeks"),
        "profile_id": page.gettext("Id of a stored profile"),
        "quota": page.gettext("Number of meetings"),
        "available": page.gettext("When available"),
        "unavailable": page.gettext("When not available"),
        "email": page.gettext("E-mail"),
        "language": page.gettext("Language"),
        "periphery": page.gettext("Outside the centre"),
        "id": page.gettext("Id or badge"),
    }
