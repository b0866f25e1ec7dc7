"""Who visits the pages: a signed cookie says which access key signed in, and forms are proved to be ours."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from fastapi import Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from api.web.paths import PREFIX
from matcher.domain.access import AccessKey, Scope

COOKIE = "matcher_visitor"
LASTS_S = 12 * 3600
"""How long a visitor stays signed in."""
_FRESH = 16


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the pages; `nonce` is what their forms are tied to, `key` the access key they signed in with."""

    nonce: str = field(repr=False)
    key: AccessKey | None = None

    def may(self, scope: str) -> bool:
        """Whether the key they signed in with allows something: `read`, `write`, `events` or `admin`."""
        return self.key is not None and self.key.allows(Scope(scope))


class Visitors:
    """Reads and writes visitors' cookies, signed with the server's `secret`."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._cookies = URLSafeTimedSerializer(secret, salt="visitor", signer_kwargs={"digest_method": hashlib.sha256})

    def read(self, request: Request) -> tuple[str, str | None] | None:
        """The nonce and the id of the key in a request's cookie; None where it has none that we signed of late."""
        try:
            nonce, key_id = self._cookies.loads(request.cookies.get(COOKIE, ""), max_age=LASTS_S)
        except (BadSignature, ValueError, TypeError):
            return None
        return str(nonce), None if key_id is None else str(key_id)

    def write(self, response: Response, request: Request, nonce: str, key_id: str | None) -> None:
        """Give a visitor the cookie; pages alone are sent it, and no script reads it."""
        response.set_cookie(
            COOKIE,
            self._cookies.dumps([nonce, key_id]),
            max_age=LASTS_S,
            path=PREFIX,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )

    def form_token(self, nonce: str) -> str:
        """A proof that a form is ours and this visitor's.

        It is another one each time, so that it cannot be guessed from the lengths of compressed pages.
        """
        salt = secrets.token_hex(_FRESH)
        return salt + self._proof(nonce, salt)

    def is_form_token(self, token: str, nonce: str) -> bool:
        """Whether a token proves that a form is this visitor's."""
        salt = token[: 2 * _FRESH]
        return hmac.compare_digest(token[2 * _FRESH :].encode(), self._proof(nonce, salt).encode())

    def _proof(self, nonce: str, salt: str) -> str:
        return hmac.new(self._secret, f"form:{nonce}:{salt}".encode(), hashlib.sha256).hexdigest()


def new_nonce() -> str:
    """What a new visitor's forms are tied to."""
    return secrets.token_urlsafe(_FRESH)
