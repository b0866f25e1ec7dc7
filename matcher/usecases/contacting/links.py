"""Private links: what proves that somebody is one side of a request, signed by the server and kept nowhere."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode

from matcher.domain.contact_requests import ContactRequest, Party
from matcher.errors import NotFound
from matcher.ports import UnitOfWork


def proof(secret: bytes, request_id: str, party: Party) -> str:
    """What the link of one side carries; the same for as long as the server's secret is."""
    content = f"contact:{party}:{request_id}".encode(errors="replace")
    return urlsafe_b64encode(hmac.digest(secret, content, hashlib.sha256)).rstrip(b"=").decode()


def proved(unit: UnitOfWork, secret: bytes, request_id: str, party: Party, token: str) -> ContactRequest:
    """The request of a private link.

    Raises:
        NotFound: the link is not one that was given out to this side, or the request is gone with its profile.
    """
    # Before anything is looked up: who has no link learns nothing, not even by the time it takes.
    if not hmac.compare_digest(proof(secret, request_id, party).encode(), token.encode(errors="replace")):
        raise _unknown()
    request = unit.contact_requests.get(request_id)
    if request is None:
        raise _unknown()
    return request


def _unknown() -> NotFound:
    return NotFound("This link leads to no request for contact. Check that it is complete: it may have been cut.")
