"""What this server alone knows, from which cookies and private links are signed."""

from __future__ import annotations

import secrets

from matcher.ports import Store

_META = "server_secret"
_BYTES = 32


def server_secret(store: Store) -> bytes:
    """The secret of the store, 32 random bytes; made at the first call, and the same for every process on it."""
    with store.unit_of_work() as unit:
        known = unit.meta(_META)
    if known is None:
        known = _made(store)
    return bytes.fromhex(known)


def _made(store: Store) -> str:
    with store.unit_of_work(write=True) as unit:
        # Another process may have made it since.
        known = unit.meta(_META) or secrets.token_hex(_BYTES)
        unit.set_meta(_META, known)
        unit.commit()
    return known
