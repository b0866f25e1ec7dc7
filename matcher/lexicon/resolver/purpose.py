"""What a text names as a purpose: in "lampade per ristoranti" lamps are meant, restaurants are whom they are for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

PURPOSE_SHARE = 0.4
"""What a link's confidence is multiplied by where the skill is named as a purpose; chosen on development queries."""

_CONNECTIVE = re.compile(r"\b(?:per|for)\b", re.IGNORECASE)
_BOUNDARY = re.compile(r"[;|\n]|[.!?](?=\s|$)")


def purposes(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each span, (start, end) in reading order, is a purpose.

    It is when "per" or "for" stands between the end of the first span of its sentence and it.
    """
    connectives = [match.start() for match in _CONNECTIVE.finditer(text)]
    boundaries = [match.start() for match in _BOUNDARY.finditer(text)]
    found: list[bool] = []
    sentence, first_end = -1, 0
    for start, end in spans:
        here = bisect_left(boundaries, start)
        if here != sentence:
            sentence, first_end = here, end
            found.append(False)
        else:
            found.append(bisect_left(connectives, first_end) < bisect_left(connectives, start))
    return found
