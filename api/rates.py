"""How many requests are left, said in the headers of every answer, and the refusal of those that are too many."""

from __future__ import annotations

import hashlib
from ipaddress import IPv6Address, ip_address

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import Message, Scope, Send

from matcher.usecases.request_limit import WINDOW_S, Quota

_V6_NETWORK = 64
"""Bits of an IPv6 address that are one customer's; the others change as he likes."""


def check(quota: Quota) -> None:
    """Refuse a request that is one too many.

    Raises:
        HTTPException: 429, with when to go on.
    """
    if not quota.allowed:
        raise HTTPException(
            429,
            f"More than {quota.limit} requests in a minute: go on in {quota.wait_s} seconds. Whoever runs the server "
            "sets how many there may be in MATCHER_RATE_LIMIT; POST /match/batch asks many questions in one.",
            {"Retry-After": str(quota.wait_s)},
        )


def told(quota: Quota, send: Send) -> Send:
    """A `send` that says in each response what is left, as draft-ietf-httpapi-ratelimit-headers-10 has it."""

    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["RateLimit-Policy"] = f'"requests";q={quota.limit};w={WINDOW_S}'
            headers["RateLimit"] = f'"requests";r={quota.left};t={quota.wait_s or WINDOW_S}'
        await send(message)

    return with_headers


def address_of(scope: Scope) -> str:
    """What a client's address is counted by for two minutes: a hash of it, or of the network of an IPv6 address."""
    client = (scope.get("client") or ("",))[0]
    try:
        address = ip_address(client)
    except ValueError:
        packed = client.encode()
    else:
        packed = address.packed[: _V6_NETWORK // 8] if isinstance(address, IPv6Address) else address.packed
    return hashlib.sha256(packed).hexdigest()[:32]
