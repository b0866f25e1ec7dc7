"""What an e-mail address and a telephone number look like, and what it takes to reach somebody."""

from __future__ import annotations

import re

from matcher.domain.profiles import Contacts

LONGEST_EMAIL = 320
LONGEST_PHONE = 60

_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>().\"]{2,}")
_PHONE_DIGITS = 5


def is_email(text: str) -> bool:
    """Whether a text is one e-mail address and nothing else."""
    return len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Whether a text has the digits of a telephone number, written in any way."""
    return len(text) <= LONGEST_PHONE and sum(map(str.isdigit, text)) >= _PHONE_DIGITS


def is_reachable(contacts: Contacts | None) -> bool:
    """Whether contacts tell a way of reaching somebody; a name alone is none."""
    return contacts is not None and any((contacts.email, contacts.phone, contacts.website))
