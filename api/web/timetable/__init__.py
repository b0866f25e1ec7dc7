"""The second half of an event: its timetable, made and moved by hand, what people are told, and the day itself."""

from __future__ import annotations

from fastapi import APIRouter

from api.web.timetable import board, day, downloads, locks, making, moving, publishing

router = APIRouter()
for section in (making, moving, locks, board, publishing, downloads, day):
    router.include_router(section.router)
