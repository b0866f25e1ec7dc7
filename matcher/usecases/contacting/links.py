"""Private links: what proves that somebody is one side of a request, made from a secret and kept nowhere."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

from matcher.domain.contact_requests import ContactRequest, Party
from matcher.errors import NotFound
from matcher.ports import UnitOfWork

_SECRET = "contact_links_secret"  # noqa: S105 -- the name under which the secret is kept
_SECRET_BYTES = 32


def proof(unit: UnitOfWork, request_id: str, party: Party) -> str:
    """What the link of one side carries; the same for as long as the store's secret is.

    Raises:
        NotFound: no request was ever made here, so that there is no link either.
    """
    secret = unit.meta(_SECRET)
    if secret is None:
        raise _unknown()
    content = f"{party}:{request_id}".encode(errors="replace")
    digest = hmac.digest(secret.encode(), content, hashlib.sha256)
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def make_secret(unit: UnitOfWork) -> None:
    """Have a secret, made where there is none."""
    if unit.meta(_SECRET) is None:
        unit.set_meta(_SECRET, secrets.token_urlsafe(_SECRET_BYTES))


def proved(unit: UnitOfWork, request_id: str, party: Party, token: str) -> ContactRequest:
    """The request of a private link.

    Raises:
        NotFound: the link is not one that was given out to this side, or the request is gone with its profile.
    """
    # Compared before anything is looked up: who has no link learns nothing, not even by the time it takes.
    if not hmac.compare_digest(proof(unit, request_id, party).encode(), token.encode(errors="replace")):
        raise _unknown()
    request = unit.contact_requests.get(request_id)
    if request is None:
        raise _unknown()
    return request


def _unknown() -> NotFound:
    return NotFound("This link leads to no request for contact. Check that it is complete: it may have been cut.")
