"""Who got what from the chosen pairs, drawn and told."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from api.web.events.frame import event_frame
from api.web.page import EventsPage
from matcher.domain.spreadsheet_escapes import escaped
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.shares import Received, find_received

router = APIRouter()
LEAST_SERVED = 10
WORTH = 100
"""What a perfect meeting is worth."""
BIN = 25
"""Width of a bar of the drawing of worths."""


@dataclass(frozen=True, slots=True)
class Bar:
    """So many people have `label` of something; `height` is in parts of a hundred of the highest."""

    label: str
    people: int
    height: float


@router.get("/events/{event_id}/fairness")
def fairness(page: EventsPage, event_id: str) -> Response:
    """Distributions, the least served, inequality and envy, and groups beside the others."""
    got = find_received(event_id, page.app.store)
    report = page.app.events.fairness(event_id)
    meetings = Counter(one.meetings for one in got)
    most = max(meetings, default=0)
    return page.render(
        "events/fairness.html",
        step="",
        here="fairness",
        report=report,
        by_meetings=_bars([(str(number), meetings[number]) for number in range(most + 1)]),
        by_worth=_bars(_worths(got)),
        least=got[:LEAST_SERVED],
        short=sum(one.meetings < one.wants for one in got),
        people=len(got),
        **event_frame(page, event_id),
    )


@router.get("/events/{event_id}/fairness.csv")
def fairness_table(page: EventsPage, event_id: str) -> Response:
    """What each got, the least served first, as a table for a spreadsheet."""
    event, _ = find_event(event_id, page.app.store)
    written = io.StringIO()
    table = csv.writer(written, delimiter=";" if page.language == "it" else ",")
    table.writerow(
        [
            page.gettext("Id"),
            page.gettext("Name"),
            page.gettext("Organisation"),
            page.gettext("Meetings"),
            page.gettext("Meetings wanted"),
            page.gettext("Worth of the meetings"),
        ]
    )
    for one in find_received(event_id, page.app.store):
        texts = (escaped(text) for text in (one.person.id, one.person.name, one.person.organisation or ""))
        table.writerow([*texts, one.meetings, one.wants, round(WORTH * one.utility)])
    made = Response("\ufeff" + written.getvalue(), media_type="text/csv; charset=utf-8")
    made.headers["Content-Disposition"] = f'attachment; filename="{event.id}-fairness.csv"'
    return page.finished(made)


def _bars(counts: Sequence[tuple[str, int]]) -> list[Bar]:
    highest = max((people for _, people in counts), default=0) or 1
    return [Bar(label, people, round(100 * people / highest, 2)) for label, people in counts]


def _worths(got: Sequence[Received]) -> list[tuple[str, int]]:
    """How many have meetings of so much worth in all, by the lower end of a bin."""
    bins = Counter(int(WORTH * one.utility / BIN) for one in got)
    return [(str(number * BIN), bins[number]) for number in range(max(bins, default=0) + 1)]
