"""Keeps the catalogue in step with changes: small ones at once, what takes long in the background."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from functools import cached_property

from embeddings.encoder import Encoder
from matcher.domain.profiles import Profile
from matcher.engine.catalogue import Catalogue, Indexes, NewIndex
from matcher.engine.draft import Draft
from matcher.engine.learning import Learner
from matcher.engine.saving import Origin, Shelf
from matcher.errors import Unavailable
from matcher.lexicon.annotation import Lexicon

AT_ONCE = 2_048
"""Up to so many profiles rarities are learnt again within the write that calls for it."""

log = logging.getLogger(__name__)


class Keeper:
    """One catalogue that readers take as it is, and the turn of writers, who wait for no work in the background."""

    def __init__(self, encoder: Encoder, lexicon: Lexicon, new_index: NewIndex) -> None:
        self._encoder = encoder
        self._lexicon = lexicon
        self._new_index = new_index
        self._writing = threading.Lock()
        self._catalogue: Catalogue | None = None
        self._indexes = Indexes.new(new_index)
        self._tending: threading.Thread | None = None
        self._missed: list[tuple[Sequence[Profile], Sequence[str]]] | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue as it is now.

        Raises:
            Unavailable: no profiles are loaded yet.
        """
        if self._catalogue is None:
            raise Unavailable("The profiles are still being loaded; try again in a few seconds.")
        return self._catalogue

    def load(self, profiles: Iterable[Profile], generation: int) -> None:
        """Replace the catalogue by one of these profiles."""
        draft = self.draft()
        draft.encode(profiles)
        self.finish(draft, generation)

    def draft(self) -> Draft:
        """Begin another catalogue, with indexes of its own."""
        return Draft(self._learner, Indexes.new(self._new_index))

    def finish(self, draft: Draft, generation: int) -> None:
        """Replace the catalogue by what was drafted."""
        with self._writing:
            self._indexes = draft.indexes
            self._missed = None
            self._catalogue = draft.finished(generation)

    def update(self, changed: Sequence[Profile], removed: Sequence[str], generation: int) -> None:
        """Add or replace profiles and take out others."""
        with self._writing:
            catalogue = self.catalogue.updated(changed, removed, generation, self._indexes)
            if self._missed is not None:
                self._missed.append((changed, removed))
            if catalogue.outgrown and len(catalogue.market) <= AT_ONCE:
                catalogue = catalogue.refitted(self._learner)
            self._catalogue = catalogue
            self._tend()

    def open(self, shelf: Shelf, origin: Origin) -> None:
        """Go on from a saved catalogue.

        Raises:
            DamagedFolder: there is none of this origin, or it is damaged.
        """
        with self._writing:
            self._catalogue, self._indexes = shelf.open(origin, self._learner)
            self._missed = None

    def settle(self) -> None:
        """Wait until nothing is left to be done in the background."""
        while (tending := self._tending) is not None:
            tending.join()

    def _tend(self) -> None:
        """Begin what is due in the background, unless it goes on already; the writer holds the turn."""
        catalogue = self.catalogue
        if self._tending is None and (catalogue.outgrown or catalogue.market.due() is not None):
            self._tending = threading.Thread(target=self._tended, name="market", daemon=True)
            self._tending.start()

    def _tended(self) -> None:
        try:
            while self._step():
                pass
        except Exception:
            log.exception("The market could not be tidied up; answers stay right, and the next change tries again.")
        finally:
            with self._writing:
                self._tending = None

    def _step(self) -> bool:
        """Do one thing that is due; whether there was any."""
        catalogue = self.catalogue
        if catalogue.outgrown:
            self._refit()
            return True
        places = catalogue.market.due()
        if places is None:
            return False
        merger = catalogue.market.merger(places)
        with self._writing:
            now = self.catalogue
            if any(segment is merger.replaced[0] for segment in now.market.segments):
                self._catalogue = now.with_merger(merger)
        return True

    def _refit(self) -> None:
        """Learn rarities again from the present market, then make up for what changed meanwhile."""
        with self._writing:
            start = self.catalogue
            self._missed = []
        fitted = start.refitted(self._learner)
        with self._writing:
            missed, self._missed = self._missed, None
            if missed is None:
                return
            for changed, removed in missed:
                fitted = fitted.updated(changed, removed, self.catalogue.generation, self._indexes)
            self._catalogue = fitted.seeing(self._indexes, self.catalogue.generation)

    @cached_property
    def _learner(self) -> Learner:
        return Learner.of(self._encoder, self._lexicon.skills)
