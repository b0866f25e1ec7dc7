"""Who takes part in an event."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, UploadFile

from api.access import OWN_EVENT
from api.dependencies import App
from api.problems import responses
from api.replays import ReplayedRoute
from api.routes.events import EventId
from api.schemas.event_answers import ParticipantList, ParticipantOut, RegistrationsOut
from api.schemas.events import ParticipantsIn
from api.schemas.profiles import ProfileId
from matcher.domain.rows import ParticipantRow
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.people import register, remove_person
from matcher.usecases.events.presenting import person_data, registrations_data

router = APIRouter(
    prefix="/events/{event_id}/participants", tags=["events"], route_class=ReplayedRoute, dependencies=[OWN_EVENT]
)
PersonId = Annotated[ProfileId, Path(examples=["legatoria-ortica"])]


@router.get("", summary="List participants", responses=responses(404, 422, 503))
def list_participants(event_id: EventId, app: App) -> ParticipantList:
    """List who takes part, in the order of registration; addresses are never shown."""
    _, people = find_event(event_id, app.store)
    return ParticipantList(participants=[ParticipantOut(**person_data(person)) for person in people])


@router.post("", summary="Register participants", responses=responses(400, 404, 413, 415, 422, 503))
def put_participants(event_id: EventId, body: ParticipantsIn, app: App) -> RegistrationsOut:
    """Create participants or replace those with the same id, all or none."""
    rows = [ParticipantRow(line, one.to_domain(), one.email) for line, one in enumerate(body.participants, 1)]
    report = register(event_id, rows, store=app.store, annotate=app.lexicon.annotate)
    return RegistrationsOut(**registrations_data(report))


@router.post("/import", summary="Import a file of registrations", responses=responses(400, 404, 413, 415, 422, 503))
def import_participants(
    event_id: EventId,
    app: App,
    file: Annotated[UploadFile, "A table of registrations: CSV or XLSX, with Italian or English headers."],
    dry_run: Annotated[bool, Query(description="Say what would happen and change nothing.")] = False,
) -> RegistrationsOut:
    """Import a file: good rows are kept, each bad one is reported with what to mend; the same file changes nothing."""
    report = app.events.register_file(event_id, file.file, name=file.filename or "upload", dry_run=dry_run)
    return RegistrationsOut(**registrations_data(report))


@router.delete("/{participant_id}", summary="Erase a participant", status_code=204, responses=responses(404, 422, 503))
def delete_participant(event_id: EventId, participant_id: PersonId, app: App) -> None:
    """Erase a participant with address, interests and pairs; timetables keep what people were told."""
    remove_person(event_id, participant_id, app.store)
