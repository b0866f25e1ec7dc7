"""The keys of the database at hand: looked up without a query, and given up soon after they are revoked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Lock

from matcher.domain.access import AccessKey
from matcher.ports import Store
from matcher.usecases.keys import NOBODY, key_id_in, same_text

FRESH_S = 1.0
"""How old what is known of the keys may be, and so how long a revoked one may go on to let somebody in."""


class KeyRing:
    """The valid keys as they were `FRESH_S` ago at most; whoever asks it calls `refresh` first where it is not `fresh`.

    All of them are read at once: there are hundreds at most, and texts that are no key's then cost no query either.
    """

    def __init__(self, store: Callable[[], Store], clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._reading = Lock()
        self._read_at: float | None = None
        self._keys: Mapping[str, tuple[AccessKey, str]] = {}
        self._given_out = False

    @property
    def fresh(self) -> bool:
        """Whether what is known is new enough to be acted on."""
        return self._read_at is not None and self._clock() - self._read_at < FRESH_S

    @property
    def given_out(self) -> bool:
        """Whether a key was ever given out, be it expired or revoked since."""
        return self._given_out

    def refresh(self) -> None:
        """Read the keys again, unless another thread has just done so.

        Raises:
            Unavailable: the database cannot be reached.
        """
        with self._reading:
            if self.fresh:
                return
            began = self._clock()
            with self._store().unit_of_work() as unit:
                valid = unit.keys.hashes(datetime.now(UTC))
                self._given_out = bool(valid) or bool(unit.keys.all())
            self._keys = {key.id: (key, text_hash) for key, text_hash in valid}
            self._read_at = began

    def key_of(self, text: str) -> AccessKey | None:
        """The valid key whose text this is."""
        key, text_hash = self._keys.get(key_id_in(text) or "", (None, NOBODY))
        same = same_text(text, text_hash)
        return key if key is not None and same and key.valid_at(datetime.now(UTC)) else None
