"""What people take home of a timetable: sheets, calendars, tables."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response

from api.access import OWN_EVENT
from api.dependencies import App
from api.problems import responses
from api.routes.events import EventId
from matcher.bootstrap.downloads import MEDIA_TYPES, File

router = APIRouter(prefix="/events/{event_id}/downloads", tags=["events"], dependencies=[OWN_EVENT])
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, to be saved.",
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES.values()},
    }
}


@router.get("/{file}", summary="Download a file", response_class=Response, responses=FILES | responses(404, 422, 503))
def download(
    event_id: EventId,
    file: Annotated[File, Path()],
    app: App,
    version: Annotated[
        int | None, Query(ge=1, description="Default: the last published, or else the latest draft.")
    ] = None,
    language: Annotated[
        Literal["it", "en"] | None, Query(description="For those who state none; default: the event's.")
    ] = None,
    participant: Annotated[
        str | None, Query(max_length=200, description="The agenda or the calendar of this participant alone.")
    ] = None,
    addresses: Annotated[bool, Query(description="Let the mail merge hold e-mail addresses.")] = False,
) -> Response:
    """Download agendas, table signs, the overview, the calendar, the timetable or what letters are made from.

    Changes since the version that was published before are marked.
    """
    content = app.events.download(
        event_id, file, version=version, language=language, participant=participant, addresses=addresses
    )
    name = file.name_for(f"{event_id}-{participant}" if participant else event_id)
    # The files hold names and, where asked for, addresses: no proxy is to keep them.
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=file.media_type, headers=headers)
