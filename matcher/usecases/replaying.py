"""Requests that may be sent again: the first is worked on, the others are answered as it was."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from matcher.domain.answers import KEPT, KeptAnswer
from matcher.errors import Conflict, InvalidInput
from matcher.ports import Store

MOST = 1000
"""Answers kept of one caller; of more the oldest are forgotten."""
PATIENCE = timedelta(minutes=15)
"""After so long without an answer whoever worked on a request is taken to have died."""


def begin(caller: str, name: str, fingerprint: str, store: Store) -> KeptAnswer | None:
    """The answer that a caller's request of this name was given; None where it is to be worked on now.

    Whoever gets None calls `finish` or `give_up`, on whichever process.

    Raises:
        InvalidInput: the name was given to a request with another fingerprint.
        Conflict: it is being worked on.
    """
    now = datetime.now(UTC)
    with store.unit_of_work(write=True) as unit:
        unit.answers.trim(caller, MOST, now - KEPT)
        known = unit.answers.get(caller, name)
        if known is not None and known.fingerprint != fingerprint:
            raise InvalidInput(
                "This Idempotency-Key was sent with another request: give each request one of its own, and send it "
                "again only with the same request.",
                field="Idempotency-Key",
                found=name,
            )
        if known is not None and known.status is not None:
            return replace(known, body=zlib.decompress(known.body))
        if known is not None and now - known.begun_at < PATIENCE:
            raise Conflict(
                "The request with this Idempotency-Key is being worked on: send it again in a few seconds.",
                field="Idempotency-Key",
                found=name,
            )
        unit.answers.put(caller, name, KeptAnswer(fingerprint, now))
        unit.commit()
    return None


def finish(caller: str, name: str, answer: KeptAnswer, store: Store) -> None:
    """Keep what a request was answered."""
    with store.unit_of_work(write=True) as unit:
        unit.answers.put(caller, name, replace(answer, body=zlib.compress(answer.body)))
        unit.commit()


def give_up(caller: str, name: str, store: Store) -> None:
    """Let a request be worked on when it comes again, since nothing came of it."""
    with store.unit_of_work(write=True) as unit:
        unit.answers.delete(caller, name)
        unit.commit()
