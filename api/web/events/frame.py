"""What every page of an event shows around its own: which event, and how far it is."""

from __future__ import annotations

from typing import Any

from api.web.page import Page
from matcher.usecases.events.stages import find_tally, next_stage


def event_frame(page: Page, event_id: str) -> dict[str, Any]:
    """The event, how much there is of it, and the next step, as `events/_event.html` shows them.

    Raises:
        NotFound: there is no such event.
    """
    event, tally = find_tally(event_id, page.app.store)
    return {"event": event, "tally": tally, "next_stage": next_stage(tally).value}
