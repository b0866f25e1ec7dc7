"""What people take home, each file with what it is for."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.web.events.frame import event_frame
from api.web.page import EventsPage
from matcher.bootstrap.downloads import File
from matcher.domain.events import VersionState
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.publishing import find_outlines, find_version

router = APIRouter()
Language = Literal["it", "en"]


@router.get("/events/{event_id}/downloads")
def list_downloads(
    event_id: str,
    page: EventsPage,
    language: Language | None = None,
    version: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """List the files there are, of the version last published unless another is chosen."""
    event, people = find_event(event_id, page.app.store)
    versions = find_outlines(event_id, page.app.store)
    told = [one for one in versions if one.state is VersionState.PUBLISHED] or versions
    wanted = version or (told[-1].number if told else None)
    chosen = find_version(event_id, page.app.store, wanted) if versions else None
    met = {end for one in chosen.meetings for end in (one.a, one.b)} if chosen else set()
    return page.render(
        "timetable/downloads.html",
        step="",
        here="downloads",
        versions=versions,
        chosen=chosen,
        chosen_language=language or event.language,
        people=[person for person in people if person.id in met],
        **event_frame(page, event_id),
    )


@router.get("/events/{event_id}/downloads/{file}")
def download(
    event_id: str,
    file: File,
    page: EventsPage,
    language: Language | None = None,
    version: Annotated[int | None, Query(ge=1)] = None,
    participant: Annotated[str | None, Query(max_length=200)] = None,
    addresses: bool = False,
) -> Response:
    """Send a file, to be saved."""
    content = page.app.events.download(
        event_id, file, version=version, language=language, participant=participant or None, addresses=addresses
    )
    name = file.name_for(f"{event_id}-{participant}" if participant else event_id)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return page.finished(Response(content, media_type=file.media_type, headers=headers))
