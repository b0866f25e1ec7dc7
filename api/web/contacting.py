"""Asking a profile for contact, and the private pages of both sides."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Response

from api.web.contact_words import about_fault, state_name
from api.web.page import Page, PageDep
from api.web.refusals import told
from matcher.domain.contact_requests import RequestState
from matcher.domain.profiles import Contacts, Profile
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.usecases.contacting.checks import Asking, Fault, tidied, wrong_in_asking, wrong_in_note, wrong_in_shared
from matcher.usecases.contacting.requests import VALID_DAYS, accept, ask, decline, reachable_profile, withdraw
from matcher.usecases.contacting.views import ReceiverView, seen_by_asker, seen_by_receiver

router = APIRouter()
Text = Annotated[str, Form()]


class Answer(StrEnum):
    """What a receiver may answer."""

    ACCEPT = "accept"
    DECLINE = "decline"


@router.get("/profiles/{profile_id}/contact")
def ask_form(page: PageDep, profile_id: str, need: str = "") -> Response:
    """Ask who wants contact, and what for."""
    return _ask_form(page, _profile(page, profile_id), Asking("", "", "", consent=False, need=need))


@router.post("/profiles/{profile_id}/contact")
def ask_for_contact(  # noqa: PLR0913 -- the fields of the form
    page: PageDep,
    profile_id: str,
    name: Text = "",
    organisation: Text = "",
    email: Text = "",
    phone: Text = "",
    message: Text = "",
    need: Text = "",
    consent: Text = "",
) -> Response:
    """Keep a request and lead its asker to the private page of it."""
    profile = _profile(page, profile_id)
    asking = tidied(Asking(name, email, message, bool(consent), organisation, phone, need))
    faults = wrong_in_asking(asking)
    if faults:
        problems = {field: about_fault(page, field, fault) for field, fault in faults.items()}
        return _ask_form(page, profile, asking, problems=problems, status=422)
    try:
        asked = ask(profile_id, asking, page.app.store)
    except Conflict as error:
        refused = told(error, page.language)
        return _ask_form(page, profile, asking, refused=refused, status=409)
    notice = page.gettext("Your request has been sent. Keep the address of this page: it is the only way back to it.")
    return _private(page.redirect(f"/contact/{asked.request.id}", token=asked.token, notice=notice))


@router.get("/contact/{request_id}")
def asker_page(page: PageDep, request_id: str, token: str = "") -> Response:
    """Show a request to who made it."""
    return _asker_page(page, request_id, token)


@router.post("/contact/{request_id}/withdraw")
def withdraw_request(page: PageDep, request_id: str, token: Text = "") -> Response:
    """Take a request back."""
    try:
        withdraw(request_id, token, page.app.store)
    except NotFound:
        raise HTTPException(404) from None
    except Conflict as error:
        return _asker_page(page, request_id, token, refused=told(error, page.language), status=409)
    notice = page.gettext("Your request is withdrawn, and your contacts are erased.")
    return _private(page.redirect(f"/contact/{request_id}", token=token, notice=notice))


@router.get("/contact/{request_id}/answer")
def receiver_page(page: PageDep, request_id: str, token: str = "") -> Response:
    """Show a request to whom it was made, and ask for the answer."""
    return _receiver_page(page, request_id, token)


@router.post("/contact/{request_id}/answer")
def answer_request(  # noqa: PLR0913 -- the fields of the form
    page: PageDep,
    request_id: str,
    answer: Annotated[Answer, Form()],
    token: Text = "",
    note: Text = "",
    email: Text = "",
    phone: Text = "",
    person: Text = "",
) -> Response:
    """Accept or decline a request."""
    typed = {"note": note, "email": email, "phone": phone, "person": person}
    try:
        if answer is Answer.ACCEPT:
            accept(request_id, token, page.app.store, Contacts(email, phone, person))
            notice = page.gettext("You have accepted. Each side now sees how to reach the other.")
        else:
            decline(request_id, token, page.app.store, note)
            notice = page.gettext("You have declined. Your contacts have not been passed on.")
    except NotFound:
        raise HTTPException(404) from None
    except Conflict as error:
        return _receiver_page(page, request_id, token, refused=told(error, page.language), status=409)
    except InvalidInput:
        return _receiver_page(page, request_id, token, typed=typed, answer=answer, status=422)
    return _private(page.redirect(f"/contact/{request_id}/answer", token=token, notice=notice))


def _profile(page: Page, profile_id: str) -> Profile:
    try:
        return reachable_profile(profile_id, page.app.store)
    except NotFound:
        raise HTTPException(404) from None


def _ask_form(
    page: Page,
    profile: Profile,
    asking: Asking,
    *,
    problems: Mapping[str, str] | None = None,
    refused: str | None = None,
    status: int = 200,
) -> Response:
    return page.render(
        "contact/ask.html",
        status=status,
        profile=profile,
        asking=asking,
        problems=problems or {},
        refused=refused,
        days=VALID_DAYS,
    )


def _asker_page(page: Page, request_id: str, token: str, *, refused: str | None = None, status: int = 200) -> Response:
    try:
        view = seen_by_asker(request_id, token, page.app.store)
    except NotFound:
        raise HTTPException(404) from None
    state = state_name(page, view.state)
    return _private(
        page.render("contact/asker.html", status=status, view=view, state=state, token=token, refused=refused)
    )


def _receiver_page(
    page: Page,
    request_id: str,
    token: str,
    *,
    typed: Mapping[str, str] | None = None,
    answer: Answer | None = None,
    refused: str | None = None,
    status: int = 200,
) -> Response:
    try:
        view = seen_by_receiver(request_id, token, page.app.store)
    except NotFound:
        raise HTTPException(404) from None
    typed = typed or {"note": "", "email": "", "phone": "", "person": ""}
    return _private(
        page.render(
            "contact/answer.html",
            status=status,
            view=view,
            state=state_name(page, view.state),
            pending=view.state is RequestState.PENDING,
            token=token,
            typed=typed,
            problems=_problems(page, typed, answer),
            passed_on=_passed_on(page, view),
            asker=Contacts(view.request.email, view.request.phone),
            refused=refused,
        )
    )


def _problems(page: Page, typed: Mapping[str, str], answer: Answer | None) -> dict[str, str]:
    faults: Mapping[str, Fault] = {}
    if answer is Answer.ACCEPT:
        faults = wrong_in_shared(Contacts(typed["email"], typed["phone"], typed["person"]))
    elif answer is Answer.DECLINE:
        faults = wrong_in_note(typed["note"])
    return {field: about_fault(page, field, fault) for field, fault in faults.items()}


def _passed_on(page: Page, view: ReceiverView) -> list[str]:
    names = {
        "email": page.gettext("your e-mail address"),
        "phone": page.gettext("your telephone number"),
        "website": page.gettext("your website"),
        "person": page.gettext("the name of your contact person"),
    }
    return [names[field] for field in view.kept]


def _private(response: Response) -> Response:
    """The response of an address that is a secret itself: nothing keeps it, and no other site is told of it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
