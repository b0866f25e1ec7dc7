"""What pages say of requests for contact: their states, and what is wrong with what was typed."""

from __future__ import annotations

from api.web.page import Page
from matcher.domain.contact_requests import RequestState
from matcher.usecases.contacting.checks import LONGEST_MESSAGE, LONGEST_NAME, LONGEST_NOTE, Fault

_LONGEST = {"message": LONGEST_MESSAGE, "need": LONGEST_MESSAGE, "note": LONGEST_NOTE}
TONES = {
    RequestState.PENDING: "warn",
    RequestState.ACCEPTED: "good",
    RequestState.DECLINED: "bad",
    RequestState.WITHDRAWN: "plain",
    RequestState.EXPIRED: "plain",
}


def state_name(page: Page, state: RequestState) -> str:
    """What a state is called."""
    return {
        RequestState.PENDING: page.gettext("Waiting for an answer"),
        RequestState.ACCEPTED: page.gettext("Accepted"),
        RequestState.DECLINED: page.gettext("Declined"),
        RequestState.WITHDRAWN: page.gettext("Withdrawn"),
        RequestState.EXPIRED: page.gettext("Expired"),
    }[state]


def about_fault(page: Page, field: str, fault: Fault) -> str:
    """What is wrong with a field, and what to do."""
    if fault is Fault.MISSING:
        return {
            "name": page.gettext("Write your name."),
            "email": page.gettext("Write your e-mail address."),
        }.get(field) or page.gettext("Write a message: what you need, and when.")
    if fault is Fault.TOO_LONG:
        most = _LONGEST.get(field, LONGEST_NAME)
        return page.gettext("This is too long: at most %(most)s characters are kept.", most=most)
    return {
        Fault.UNREADABLE: page.gettext("This holds a character that cannot be read. Write it again."),
        Fault.NO_EMAIL: page.gettext("This is no e-mail address. Write one such as anna@example.org."),
        Fault.NO_PHONE: page.gettext("This is no telephone number. Write its digits, such as +39 02 123456."),
        Fault.NO_CONTACT: page.gettext("Write an e-mail address or a telephone number by which you can be reached."),
        Fault.NO_CONSENT: page.gettext("Tick this box: without your consent nobody can put you in touch."),
    }[fault]
