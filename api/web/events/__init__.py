"""The first half of an event: its hours and rules, who takes part, who meets whom, and who got what."""

from __future__ import annotations

from fastapi import APIRouter

from api.web.events import listing, settings

router = APIRouter()
for part in (listing, settings):
    router.include_router(part.router)
