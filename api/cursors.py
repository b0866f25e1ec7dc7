"""Cursors: opaque positions in a list of matches or people, valid for one question or market only."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json

from api.schemas.questions import MatchIn
from matcher.domain.markets import MarketSide
from matcher.errors import InvalidInput


def question_key(body: MatchIn) -> str:
    """A short key of everything a question asks but where in the list to begin and how new it has to be."""
    asked = body.model_dump_json(exclude={"cursor", "min_generation"})
    return hashlib.sha256(asked.encode()).hexdigest()[:12]


def write_cursor(offset: int, body: MatchIn) -> str:
    """The cursor of the page that begins at `offset`."""
    return _written([offset, question_key(body)])


def read_cursor(body: MatchIn) -> int:
    """The offset a question begins at, 0 without a cursor.

    Raises:
        InvalidInput: the cursor is damaged, or belongs to another question.
    """
    if body.cursor is None:
        return 0
    match _read(body.cursor):
        case [int(offset), key] if offset >= 0 and key == question_key(body):
            return offset
    raise InvalidInput(
        "The cursor does not belong to this question. Ask without a cursor, then follow the one in the answer, "
        "changing nothing else.",
        field="cursor",
    )


def write_place(after: tuple[MarketSide, str], market_id: str) -> str:
    """The cursor of the page of a market that begins after somebody on a side."""
    return _written([*after, market_id])


def read_place(cursor: str, market_id: str) -> tuple[MarketSide, str]:
    """After whom a page of a market begins.

    Raises:
        InvalidInput: the cursor is damaged, or belongs to another market.
    """
    match _read(cursor):
        case ["left" | "right" as side, str(profile_id), str(of)] if of == market_id:
            return MarketSide(side), profile_id
    raise InvalidInput(
        "The cursor does not belong to this market. Ask without a cursor, then follow 'next' of each answer.",
        field="cursor",
    )


def _written(place: list[object]) -> str:
    text = json.dumps(place, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str) -> object:
    """What a cursor holds; None where it is damaged."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        place: object = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        return None
    return place
