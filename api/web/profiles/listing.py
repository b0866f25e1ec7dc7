"""The list of profiles, to search and to open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.web.page import Page, WritePage
from api.web.wording import district_name, kind_name, role_name
from matcher.domain.profiles import Kind
from matcher.ports import Stored
from matcher.usecases.listing import PAGE, list_profiles

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Row:
    """A profile as the list shows it."""

    id: str
    name: str
    what: str
    district: str | None
    offers: int
    seeks: int
    consent: bool
    updated_at: datetime


@router.get("/profiles")
def show_list(
    page: WritePage,
    q: Annotated[str, Query(max_length=200)] = "",
    kind: str = "",
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """List profiles by name, those of a kind, or those whose name or id holds some words."""
    chosen = Kind(kind) if kind in list(Kind) else None
    found = list_profiles(page.app.store, text=q, kind=chosen, page=number, seen_by=page.organisation)
    asked = {"q": q, "kind": chosen}
    return page.render(
        "profiles/list.html",
        rows=[_row(page, stored) for stored in found.profiles],
        total=found.total,
        q=q,
        kind=chosen or "",
        kinds=[("", page.gettext("Every kind")), *((each, kind_name(page, each)) for each in Kind)],
        earlier=page.url("/profiles", **asked, page=number - 1) if number > 1 else None,
        later=page.url("/profiles", **asked, page=number + 1) if found.total > number * PAGE else None,
    )


def _row(page: Page, stored: Stored) -> Row:
    profile = stored.profile
    return Row(
        id=profile.id,
        name=profile.name,
        what=role_name(page, profile),
        district=district_name(page, profile),
        offers=len(profile.offers),
        seeks=len(profile.seeks),
        consent=profile.consent,
        updated_at=stored.updated_at,
    )
