"""Meetings that stay where they are when the timetable is made again."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse, Response

from api.web.page import EventsPage
from matcher.usecases.events.locking import lock_meetings

router = APIRouter()


@router.post("/events/{event_id}/timetable/lock")
def lock(
    event_id: str,
    page: EventsPage,
    meeting: Annotated[list[str], Form()],
    state: Annotated[Literal["lock", "unlock"], Form()] = "lock",
) -> Response:
    """Lock or unlock meetings of the latest version, in a new draft where that one is published."""
    chosen = {"lock": meeting} if state == "lock" else {"unlock": meeting}
    version = lock_meetings(event_id, page.app.store, **chosen)
    if page.request.headers.get("accept") == "application/json":
        return page.finished(JSONResponse({"version": version.number}))
    notice = page.ngettext(
        "%(num)s meeting stays where it is when the timetable is made again.",
        "%(num)s meetings stay where they are when the timetable is made again.",
        len(meeting),
    )
    freed = page.ngettext(
        "%(num)s meeting may move again when the timetable is made again.",
        "%(num)s meetings may move again when the timetable is made again.",
        len(meeting),
    )
    notice = notice if state == "lock" else freed
    if len(meeting) == 1:
        return page.redirect(f"/events/{event_id}/timetable/move", m=meeting[0], notice=notice)
    return page.redirect(f"/events/{event_id}/timetable", notice=notice)
