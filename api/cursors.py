"""Cursors: opaque positions in a list of matches, valid for one question only."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json

from api.schemas.questions import MatchIn
from matcher.errors import InvalidInput


def question_key(body: MatchIn) -> str:
    """A short key of everything a question asks but where in the list to begin and how new it has to be."""
    asked = body.model_dump_json(exclude={"cursor", "min_generation"})
    return hashlib.sha256(asked.encode()).hexdigest()[:12]


def write_cursor(offset: int, body: MatchIn) -> str:
    """The cursor of the page that begins at `offset`."""
    text = json.dumps([offset, question_key(body)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(body: MatchIn) -> int:
    """The offset a question begins at, 0 without a cursor.

    Raises:
        InvalidInput: the cursor is damaged, or belongs to another question.
    """
    if body.cursor is None:
        return 0
    try:
        padded = body.cursor + "=" * (-len(body.cursor) % 4)
        offset, key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        valid = isinstance(offset, int) and offset >= 0 and key == question_key(body)
    except (binascii.Error, ValueError, TypeError):
        valid, offset = False, 0
    if not valid:
        raise InvalidInput(
            "The cursor does not belong to this question. Ask without a cursor, then follow the one in the answer, "
            "changing nothing else.",
            field="cursor",
        )
    return int(offset)
