"""Profiles: read, write, erase and import them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response, UploadFile

from api.access import Reader, Writer
from api.conditions import UNCHANGED, Known, WriterTerms, tagged, unchanged
from api.dependencies import App
from api.problems import responses
from api.replays import ReplayedRoute
from api.schemas.imports import ImportOut
from api.schemas.profiles import ProfileId, ProfileIn, ProfilePatch
from api.schemas.stored import ProfilePage, StoredProfileOut
from matcher.domain.profiles import Kind
from matcher.ports import Change
from matcher.usecases.keeping import change_profile, find_profile, profile_tag, save_profile
from matcher.usecases.presenting import report_data

router = APIRouter(prefix="/profiles", tags=["profiles"], route_class=ReplayedRoute)
Id = Annotated[ProfileId, Path(examples=["bottega-002"], description="Letters, digits and `. _ : @ -`.")]
CREATED: dict[int | str, dict[str, Any]] = {201: {"model": StoredProfileOut, "description": "Created"}}


@router.get("", summary="List profiles", responses=responses(422, 503))
def list_profiles(
    app: App,
    caller: Reader,
    after: Annotated[str | None, Query(max_length=200, description="Begin after this id.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    kind: Annotated[Kind | None, Query(description="Only profiles of this kind.")] = None,
) -> ProfilePage:
    """List profiles by ascending id, a page at a time; contacts are never shown.

    A key of an organisation sees those that take part and its own.
    """
    with app.store.unit_of_work() as unit:
        found = unit.profiles.page(after=after, limit=limit + 1, kind=kind, seen_by=caller.organisation)
        total = unit.profiles.count(kind=kind, seen_by=caller.organisation)
    page = found[:limit]
    return ProfilePage(
        profiles=[StoredProfileOut.of_stored(stored) for stored in page],
        total=total,
        next=page[-1].profile.id if len(found) > limit else None,
    )


@router.get(
    "/{profile_id}",
    summary="Read a profile",
    response_model=StoredProfileOut,
    responses=UNCHANGED | responses(400, 404, 422, 503),
)
def get_profile(
    profile_id: Id, app: App, caller: Reader, response: Response, known: Known = None
) -> StoredProfileOut | Response:
    """Read one profile as it is stored; contacts are never shown.

    `ETag` tells this state of it, with its contacts, from every other.
    """
    stored = find_profile(profile_id, store=app.store, seen_by=caller.organisation)
    tagged(response, profile_tag(stored))
    return unchanged(known, profile_tag(stored)) or StoredProfileOut.of_stored(stored)


@router.put(
    "/{profile_id}",
    summary="Create or replace a profile",
    responses=CREATED | responses(400, 404, 412, 413, 415, 422, 503),
)
def put_profile(profile_id: Id, body: ProfileIn, response: Response, app: App, terms: WriterTerms) -> StoredProfileOut:
    """Create a profile (201) or replace it (200); the next match reflects it. The same again changes nothing.

    A new one belongs to the organisation of the key that creates it, if that has one; no other organisation changes
    it. With `If-Match` and the `ETag` that was read nobody's changes are lost; `If-None-Match: *` only creates.
    """
    contacts = body.contacts.to_domain() if body.contacts else None
    change, stored = save_profile(
        body.to_domain(profile_id),
        contacts,
        store=app.store,
        lexicon=app.lexicon,
        follower=app.follower,
        terms=terms,
    )
    tagged(response, profile_tag(stored))
    response.status_code = 201 if change is Change.CREATED else 200
    return StoredProfileOut.of_stored(stored)


@router.patch(
    "/{profile_id}", summary="Change fields of a profile", responses=responses(400, 404, 412, 413, 415, 422, 503)
)
def patch_profile(
    profile_id: Id, body: ProfilePatch, app: App, terms: WriterTerms, response: Response
) -> StoredProfileOut:
    """Change the fields given and keep the others; each field is replaced whole, null empties it."""
    stored = change_profile(
        profile_id,
        body.applied_to,
        body.new_contacts(),
        store=app.store,
        lexicon=app.lexicon,
        follower=app.follower,
        terms=terms,
    )
    tagged(response, profile_tag(stored))
    return StoredProfileOut.of_stored(stored)


@router.delete(
    "/{profile_id}", summary="Erase a profile", status_code=204, responses=responses(400, 404, 412, 422, 503)
)
def delete_profile(profile_id: Id, app: App, terms: WriterTerms) -> None:
    """Erase a profile with all that is held on who is behind it, mentions included; the next match does without it."""
    app.eraser.erase_profile(profile_id, terms)


@router.post("/import", summary="Import a table of profiles", responses=responses(400, 413, 415, 422, 503))
def import_profiles(
    app: App,
    caller: Writer,
    file: Annotated[UploadFile, "A table of profiles: CSV, XLSX or NDJSON, with Italian or English headers."],
    dry_run: Annotated[bool, Query(description="Say what would happen and change nothing.")] = False,
) -> ImportOut:
    """Import a file: good rows are kept, each bad one is reported with what to mend; the same file changes nothing.

    A key of an organisation makes profiles of its own, and rows of somebody else's are refused.
    """
    report = app.imports.import_file(
        file.file, name=file.filename or "upload", dry_run=dry_run, organisation=caller.organisation
    )
    app.follower.catch_up()
    return ImportOut.model_validate(report_data(report))
