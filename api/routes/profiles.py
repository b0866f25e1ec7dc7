"""Profiles: read, write, erase and import them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Response, UploadFile

from api.dependencies import App
from api.problems import responses
from api.schemas.imports import ImportOut
from api.schemas.profiles import EXAMPLE, ProfileId, ProfileIn, ProfilePage, StoredProfileOut
from matcher.bootstrap import Application
from matcher.domain.profiles import Kind
from matcher.ports import Change
from matcher.usecases.keeping import erase_profile, find_profile, save_profile
from matcher.usecases.presenting import report_data

router = APIRouter(prefix="/profiles", tags=["profiles"])
Id = Annotated[ProfileId, Path(examples=["bottega-2"])]
CREATED: dict[int | str, dict[str, Any]] = {201: {"model": StoredProfileOut, "description": "Created"}}
PATCH_EXAMPLE = {"seeks": ["taglio laser di cartone"], "facts": {"languages": ["it", "en"]}}


@router.get("", responses=responses(422, 503))
def list_profiles(
    app: App,
    after: Annotated[str | None, Query(max_length=200, description="Begin after this id.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    kind: Kind | None = None,
) -> ProfilePage:
    """List profiles by ascending id."""
    with app.store.unit_of_work() as unit:
        found = unit.profiles.page(after=after, limit=limit + 1, kind=kind)
        total = unit.profiles.count(kind=kind)
    page = found[:limit]
    return ProfilePage(
        profiles=[StoredProfileOut.of_stored(stored) for stored in page],
        total=total,
        next=page[-1].profile.id if len(found) > limit else None,
    )


@router.get("/{profile_id}", responses=responses(404, 422, 503))
def get_profile(profile_id: Id, app: App) -> StoredProfileOut:
    """Read one profile; contacts are never shown."""
    return StoredProfileOut.of_stored(find_profile(profile_id, store=app.store))


@router.put("/{profile_id}", responses=CREATED | responses(413, 422, 503))
def put_profile(
    profile_id: Id, body: Annotated[ProfileIn, Body(examples=[EXAMPLE])], response: Response, app: App
) -> StoredProfileOut:
    """Create a profile (201) or replace it (200); the next match reflects it."""
    return _save(profile_id, body, response, app)


@router.patch("/{profile_id}", responses=responses(404, 413, 422, 503))
def patch_profile(
    profile_id: Id, body: Annotated[dict[str, Any], Body(examples=[PATCH_EXAMPLE])], response: Response, app: App
) -> StoredProfileOut:
    """Change the fields given and keep the others; each field is replaced whole, null empties it."""
    stored = ProfileIn.of(find_profile(profile_id, store=app.store).profile).model_dump(mode="json")
    changed = {name: value for name, value in (stored | body).items() if value is not None}
    return _save(profile_id, ProfileIn.model_validate(changed), response, app)


@router.delete("/{profile_id}", status_code=204, responses=responses(404, 422, 503))
def delete_profile(profile_id: Id, app: App) -> None:
    """Erase a profile with its items and contacts."""
    erase_profile(profile_id, store=app.store, follower=app.follower)


@router.post("/import", responses=responses(413, 422, 503))
def import_file(
    app: App,
    file: Annotated[UploadFile, "A table of profiles: CSV, XLSX or NDJSON, with Italian or English headers."],
    dry_run: Annotated[bool, Query(description="Say what would happen and change nothing.")] = False,
) -> ImportOut:
    """Import a table of profiles: good rows are kept, each bad one is reported with what to mend."""
    report = app.import_file(file.file, name=file.filename or "upload", dry_run=dry_run)
    app.follower.catch_up()
    return ImportOut.model_validate(report_data(report))


def _save(profile_id: str, body: ProfileIn, response: Response, app: Application) -> StoredProfileOut:
    contacts = body.contacts.to_domain() if body.contacts else None
    change, stored = save_profile(
        body.to_domain(profile_id), contacts, store=app.store, lexicon=app.lexicon, follower=app.follower
    )
    response.status_code = 201 if change is Change.CREATED else 200
    return StoredProfileOut.of_stored(stored)
