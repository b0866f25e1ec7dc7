"""The first half of an event: its hours and rules, who takes part, who meets whom, and who got what."""

from __future__ import annotations

from fastapi import APIRouter

from api.web.events import fairness, importing, listing, overview, pairs, partners, people, settings

router = APIRouter()
for part in (listing, settings, importing, overview, people, pairs, partners, fairness):
    router.include_router(part.router)
