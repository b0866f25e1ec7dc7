"""Requests for contact as those see them who pass them on."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urljoin

from fastapi import APIRouter, Query, Response

from api.web.contact_words import TONES, state_name
from api.web.page import Page, PlatformPage
from matcher.domain.contact_requests import RequestState
from matcher.usecases.contacting.views import ROWS, ListedRequest, RequestList, list_requests

router = APIRouter()
ALL = "all"
_FAR = 10_000


@router.get("/contacts")
def contact_requests(
    page: PlatformPage,
    state: str = RequestState.PENDING,
    number: Annotated[int, Query(alias="page", ge=1, le=_FAR)] = 1,
) -> Response:
    """List requests for contact, those that wait for an answer unless another state is asked for."""
    chosen = RequestState(state) if state in set(RequestState) else None
    found = list_requests(page.app.store, chosen, number)
    return page.render(
        "contact/list.html",
        rows=[(row, state_name(page, row.state), TONES[row.state], _answer_link(page, row)) for row in found.rows],
        tabs=_tabs(page, found),
        chosen=chosen or ALL,
        earlier=_page(page, chosen, number - 1) if number > 1 else None,
        later=_page(page, chosen, number + 1) if number * ROWS < found.found else None,
    )


def _tabs(page: Page, found: RequestList) -> list[tuple[str, str, int]]:
    states = [(str(state), state_name(page, state), found.counts.get(state, 0)) for state in RequestState]
    return [*states, (ALL, page.gettext("All requests"), sum(found.counts.values()))]


def _page(page: Page, state: RequestState | None, number: int) -> str:
    return page.url("/contacts", state=state or ALL, page=number)


def _answer_link(page: Page, row: ListedRequest) -> str | None:
    """The whole address of the receiver's private page, to be sent to it."""
    if row.answer_token is None:
        return None
    return urljoin(str(page.request.base_url), page.url(f"/contact/{row.request.id}/answer", token=row.answer_token))
