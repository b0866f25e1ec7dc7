"""Requests for contact as the pages show them, one in each state that looks different."""

from __future__ import annotations

from matcher.bootstrap import Application
from matcher.domain.profiles import Contacts
from matcher.usecases.contacting.checks import Asking
from matcher.usecases.contacting.requests import accept, ask, decline
from matcher.usecases.contacting.views import list_requests

PROFILE = "bottega-002"
"""A workshop without contacts."""


def made(app: Application) -> dict[str, str]:
    """Make requests; what follows `/contact/` in the private links of each side, by state and side."""
    return {
        **_made(app, "pending", "Elena Riva", "Trattoria Riva"),
        **_made(app, "accepted", "Ugo Neri", "Albergo Neri"),
        **_made(app, "declined", "Ida Bassi", ""),
    }


def _made(app: Application, state: str, name: str, organisation: str) -> dict[str, str]:
    asked = ask(
        PROFILE,
        Asking(
            name=name,
            email=f"{state}@example.org",
            message="Ci servono dodici divise per la sala, in lino grezzo.\nLe vorremmo entro la fine di marzo.",
            consent=True,
            organisation=organisation,
            phone="+39 02 555123",
            need="divise per un ristorante",
        ),
        app.store,
    )
    token = list_requests(app.store).rows[0].answer_token or ""
    if state == "accepted":
        accept(asked.request.id, token, app.store, Contacts("bottega@example.org", "+39 02 555987", "Anna Brambilla"))
    elif state == "declined":
        decline(asked.request.id, token, app.store, "Fino a maggio siamo al completo.")
    return {
        f"{state}_asker": f"{asked.request.id}?token={asked.token}",
        f"{state}_receiver": f"{asked.request.id}/answer?token={token}",
    }
