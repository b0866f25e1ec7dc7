"""What a request for contact and its answer have to say."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from matcher.domain.contact_details import LONGEST_EMAIL, LONGEST_PHONE, is_email, is_phone
from matcher.domain.profiles import Contacts
from matcher.errors import InvalidInput

LONGEST_NAME = 200
"""Characters of the name of a person or an organisation."""
LONGEST_MESSAGE = 2000
"""Characters of a message, and of the need that was typed before."""
LONGEST_NOTE = 500
"""Characters of the note that goes with a refusal."""


class Fault(StrEnum):
    """What is wrong with a field."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    NO_EMAIL = "no_email"
    NO_PHONE = "no_phone"
    NO_CONTACT = "no_contact"
    NO_CONSENT = "no_consent"


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for contact and what for; `consent` is to passing `email` and `phone` on after a yes."""

    name: str
    email: str
    message: str
    consent: bool
    organisation: str = ""
    phone: str = ""
    need: str = ""


def wrong_in_asking(asking: Asking) -> Mapping[str, Fault]:
    """The fields that cannot stay as they are, in the order of a form."""
    return dict(_wrong_in_asking(asking))


def wrong_in_shared(shared: Contacts) -> Mapping[str, Fault]:
    """The fields that keep contacts from being shared; one of e-mail and telephone is enough."""
    return dict(_wrong_in_shared(shared))


def wrong_in_note(note: str) -> Mapping[str, Fault]:
    """What keeps a note from going with a refusal."""
    return dict(_wrong_text("note", note, LONGEST_NOTE))


def require(faults: Mapping[str, Fault]) -> None:
    """Let only faultless input through.

    Raises:
        InvalidInput: there is a fault; the error tells the first.
    """
    for field, fault in faults.items():
        raise InvalidInput(f"'{field}': {_SENTENCES[fault]}", field=field, fault=fault)


def tidied(asking: Asking) -> Asking:
    """The same without needless blanks."""
    return replace(
        asking,
        name=one_line(asking.name),
        organisation=one_line(asking.organisation),
        email=asking.email.strip(),
        phone=one_line(asking.phone),
        message=prose(asking.message),
        need=prose(asking.need),
    )


def one_line(text: str) -> str:
    """A text on one line, words apart by one blank."""
    return " ".join(text.split())


def prose(text: str) -> str:
    """A text of any number of lines, whose ends are alike."""
    return "\n".join(text.strip().splitlines())


def _wrong_in_asking(asking: Asking) -> Iterator[tuple[str, Fault]]:
    yield from _wrong_text("name", asking.name, LONGEST_NAME, required=True)
    yield from _wrong_text("organisation", asking.organisation, LONGEST_NAME)
    yield from _wrong_detail("email", asking.email, is_email, Fault.NO_EMAIL, LONGEST_EMAIL, required=True)
    yield from _wrong_detail("phone", asking.phone, is_phone, Fault.NO_PHONE, LONGEST_PHONE)
    yield from _wrong_text("message", asking.message, LONGEST_MESSAGE, required=True)
    yield from _wrong_text("need", asking.need, LONGEST_MESSAGE)
    if not asking.consent:
        yield "consent", Fault.NO_CONSENT


def _wrong_in_shared(shared: Contacts) -> Iterator[tuple[str, Fault]]:
    email, phone = shared.email or "", shared.phone or ""
    if not email and not phone:
        yield "email", Fault.NO_CONTACT
    yield from _wrong_detail("email", email, is_email, Fault.NO_EMAIL, LONGEST_EMAIL)
    yield from _wrong_detail("phone", phone, is_phone, Fault.NO_PHONE, LONGEST_PHONE)
    yield from _wrong_text("person", shared.person or "", LONGEST_NAME)


def _wrong_text(field: str, text: str, longest: int, *, required: bool = False) -> Iterator[tuple[str, Fault]]:
    if required and not text:
        yield field, Fault.MISSING
    elif len(text) > longest:
        yield field, Fault.TOO_LONG
    elif any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text.replace("\n", " ").replace("\t", " ")):
        yield field, Fault.UNREADABLE


def _wrong_detail(
    field: str, text: str, rule: Callable[[str], bool], fault: Fault, longest: int, *, required: bool = False
) -> Iterator[tuple[str, Fault]]:
    wrong = dict(_wrong_text(field, text, longest, required=required))
    if not wrong and text and not rule(text):
        wrong[field] = fault
    yield from wrong.items()


_SENTENCES = {
    Fault.MISSING: "this is needed; write it.",
    Fault.TOO_LONG: f"this is too long; names have at most {LONGEST_NAME} characters, messages {LONGEST_MESSAGE}, "
    f"notes {LONGEST_NOTE}.",
    Fault.UNREADABLE: "this holds a control character; write it again.",
    Fault.NO_EMAIL: "this is no e-mail address; write one such as anna@example.org.",
    Fault.NO_PHONE: "this is no telephone number; write its digits.",
    Fault.NO_CONTACT: "write an e-mail address or a telephone number to be reached by.",
    Fault.NO_CONSENT: "without consent to pass the contacts on, nobody can be put in touch.",
}
