"""The tables that indicators are handed out as."""

from __future__ import annotations

from enum import StrEnum


class IndicatorTable(StrEnum):
    """The tables of indicators."""

    PROFILES = "profiles"
    DISTRICTS = "districts"
    BALANCES = "skills-by-district"
    NOT_OFFERED = "sought-not-offered"
    NOT_SOUGHT = "offered-not-sought"
    EVENTS = "events"
    REQUESTS = "contact-requests"
