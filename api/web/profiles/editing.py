"""Making, changing and erasing a profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Response
from fastapi.responses import JSONResponse

from api.web.page import Page, WritePage
from api.web.profiles.conflicts import Difference, differences
from api.web.profiles.form import ProfileForm, Typed, read
from api.web.profiles.preview import preview_of
from api.web.profiles.problems import in_words
from api.web.wording import kind_name, type_name
from matcher.domain.profiles import Contacts, Kind, OrganisationType, Profile
from matcher.errors import Conflict, NotFound
from matcher.ports import Stored
from matcher.usecases.keeping import change_profile, find_profile, require_profile, save_profile
from matcher.usecases.listing import free_id
from matcher.usecases.privacy.auditing import enter_contacts_read
from matcher.usecases.terms import Terms

router = APIRouter()
SUGGESTED = 8
"""Skills suggested while somebody types."""
TAKEN = ("new", "import")
"""Ids whose page would have the address of another one."""


@router.get("/profiles/new")
def new_profile(page: WritePage) -> Response:
    """Ask for a new profile."""
    return _form(page, ProfileForm.blank())


@router.post("/profiles/new")
def create_profile(page: WritePage, data: Typed) -> Response:
    """Keep a new profile, or show again what was typed, with another row or with the preview."""
    form = ProfileForm.of_data(data)
    if data.get("action", "save") != "save":
        return _form(page, form)
    reading = read(page, form)
    problems = in_words(page, reading.problems) | _blocks_problem(page, form)
    if form.texts["id"] in TAKEN:
        problems["id"] = page.gettext("This code is the address of another page: choose another one.")
    if reading.profile is None or problems:
        return _form(page, form, problems=problems)
    app, profile = page.app, reading.profile
    if not form.texts["id"]:
        profile = replace(profile, id=free_id(profile.name, app.store, TAKEN))
    try:
        save_profile(
            profile, reading.contacts,
            store=app.store, lexicon=app.lexicon, follower=app.follower, replacing=False,
            terms=Terms(page.organisation),
        )  # fmt: skip
    except Conflict:
        return _form(page, form, problems={"id": page.gettext("Another profile has this code: choose another one.")})
    return page.redirect(f"/profiles/{profile.id}", notice=page.gettext("“%(name)s” is kept.", name=profile.name))


@router.post("/profiles/new/preview")
def preview(page: WritePage, data: Typed, of: str = "") -> Response:
    """What the engine makes of what is typed, for the script that shows it; `of` is the id of a stored profile."""
    if of:
        require_profile(of, page.organisation, page.app.store)
    before = _stored(page, of)[0].profile if of else None
    made = preview_of(page, ProfileForm.of_data(data), before)
    return page.render("profiles/preview.html", preview=made, alone=True)


@router.get("/profiles/new/skills")
def suggest_skills(page: WritePage, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Skills whose names begin like what is typed: what to write, and what the words stand for."""
    found = page.app.lexicon.skills.search(q, language=page.language, limit=SUGGESTED)
    told = [{"text": hit.words, "of": hit.label if hit.label != hit.words else ""} for hit in found]
    return page.finished(JSONResponse(told))


@router.get("/profiles/{profile_id}/edit")
def edit_profile(page: WritePage, profile_id: str) -> Response:
    """Show a profile's form."""
    stored, contacts = _stored(page, profile_id)
    if contacts is not None:
        enter_contacts_read(profile_id, "staff", page.app.store)
    form = ProfileForm.of_profile(page, stored.profile, contacts, stored.change)
    return _form(page, form, before=stored.profile)


@router.post("/profiles/{profile_id}/edit")
def update_profile(page: WritePage, profile_id: str, data: Typed) -> Response:
    """Change a profile; where somebody else has done so meanwhile, show both."""
    stored, contacts = _stored(page, profile_id)
    before, form = stored.profile, ProfileForm.of_data(data)
    if data.get("action", "save") != "save":
        return _form(page, form, before=before)
    reading = read(page, form, before)
    problems = in_words(page, reading.problems) | _blocks_problem(page, form)
    if reading.profile is None or problems:
        return _form(page, form, before=before, problems=problems)
    changed, app = reading.profile, page.app
    try:
        change_profile(
            profile_id, lambda profile: changed, reading.contacts,
            store=app.store, lexicon=app.lexicon, follower=app.follower,
            terms=Terms(page.organisation, tags=frozenset({str(form.version or 0)})),
        )  # fmt: skip
    except Conflict:
        theirs = ProfileForm.of_profile(page, before, contacts, stored.change)
        mine = replace(form, version=stored.change)
        return _form(page, mine, before=before, conflict=differences(page, theirs, mine))
    return page.redirect(f"/profiles/{profile_id}", notice=page.gettext("“%(name)s” is kept.", name=changed.name))


@router.get("/profiles/{profile_id}/erase")
def confirm_erasing(page: WritePage, profile_id: str) -> Response:
    """Ask whether a profile is really to be erased."""
    return page.render("profiles/erase.html", profile=_stored(page, profile_id)[0].profile)


@router.post("/profiles/{profile_id}/erase")
def erase(page: WritePage, profile_id: str) -> Response:
    """Erase a profile."""
    name = _stored(page, profile_id)[0].profile.name
    page.app.eraser.erase_profile(profile_id, Terms(page.organisation))
    return page.redirect("/profiles", notice=page.gettext("“%(name)s” was erased.", name=name))


def _form(
    page: Page,
    form: ProfileForm,
    *,
    before: Profile | None = None,
    problems: Mapping[str, str] | None = None,
    conflict: list[Difference] | None = None,
) -> Response:
    gazetteer = page.app.lexicon.gazetteer
    return page.render(
        "profiles/form.html",
        status=422 if problems else 200 if conflict is None else 409,
        form=form,
        before=before,
        problems=problems or {},
        conflict=conflict,
        preview=preview_of(page, form, before),
        alone=False,
        kinds=[(each.value, kind_name(page, each)) for each in Kind],
        types=[("", "–"), *((each.value, type_name(page, each)) for each in OrganisationType)],
        municipi=[("", "–"), *((str(each.id), each.name) for each in gazetteer.municipi.values())],
        nils=sorted(nil.name for nil in gazetteer.nils.values()),
    )


def _stored(page: Page, profile_id: str) -> tuple[Stored, Contacts | None]:
    try:
        stored = find_profile(profile_id, store=page.app.store)
    except NotFound:
        raise HTTPException(404, page.gettext("There is no such profile: it may have been erased.")) from None
    with page.app.store.unit_of_work() as unit:
        return stored, unit.profiles.contacts(profile_id)


def _blocks_problem(page: Page, form: ProfileForm) -> dict[str, str]:
    with page.app.store.unit_of_work() as unit:
        unknown = sorted(form.blocked - unit.profiles.get_many(sorted(form.blocked)).keys())
    if not unknown:
        return {}
    return {"blocks": page.gettext("No profile has the code %(ids)s.", ids=", ".join(unknown))}
