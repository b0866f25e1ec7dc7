"""The two indexes of a home, with the notes that say what is in them."""

from __future__ import annotations

import logging

from embeddings.index_home import IndexHome, KeptIndex
from matcher.errors import Conflict
from matcher.usecases.indexes.rows import SIDES

CHANGE = "change"
"""The note of the last change of the database that both indexes know."""
ENCODER = "encoder"
"""The note of the fingerprint of the encoder that made the vectors."""

log = logging.getLogger(__name__)


def require_filled(home: IndexHome) -> None:
    """Check that a home was filled once.

    Raises:
        Conflict: it was not.
        IndexUnavailable: it cannot be reached.
    """
    if home.note(CHANGE) is None:
        raise Conflict(
            f"The index at {home.name} is not filled: copy to it with `matcher index copy`, or feed it with "
            "`matcher index feed`.",
            index=home.name,
        )


class IndexPair:
    """The indexes `offers` and `seeks` of one home, whose vectors are those of one encoder.

    Raises:
        Conflict: they hold another encoder's vectors.
        IndexUnavailable: they cannot be reached.
    """

    def __init__(self, home: IndexHome, fingerprint: str, dim: int) -> None:
        noted = home.note(ENCODER)
        if noted is None:
            home.set_note(ENCODER, fingerprint)
        elif noted != fingerprint:
            raise Conflict(
                f"The index at {home.name} holds vectors of the encoder {noted}, while {fingerprint} answers: copy to "
                "another prefix, schema or folder, or go back to that encoder.",
                index=home.name,
                found=noted,
                expected=fingerprint,
            )
        self.home = home
        self._indexes = {side: home.index(side, dim) for side in SIDES}

    def __getitem__(self, side: str) -> KeptIndex:
        return self._indexes[side]

    @property
    def change(self) -> int | None:
        """The number of the last change that both know; None before they were first filled."""
        noted = self.home.note(CHANGE)
        return None if noted is None else int(noted)

    @change.setter
    def change(self, number: int) -> None:
        self.home.set_note(CHANGE, str(number))

    def settle(self) -> None:
        """Build what makes searching many rows fast."""
        for side in SIDES:
            log.info("Building what searches %s of %s fast.", side, self.home.name)
            self._indexes[side].settle()
