"""The one place where concrete parts are chosen and wired."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from embeddings.faiss_index import FaissIndex

from embeddings import load_encoder
from embeddings.cached_encoder import CachedEncoder
from embeddings.char_ngrams import DIM
from matcher.domain.profiles import Profile
from matcher.engine import Engine
from matcher.engine.encoding import ProfileEncoder
from matcher.lexicon.annotation import Lexicon, default_lexicon
from matcher.settings import Settings
from matcher.store import SqlStore, SqlVectorCache, open_store
from matcher.usecases.following import Follower
from matcher.usecases.reindexing import ReindexReport, links_are_stale, reindex


class Application:
    """Everything a door (command line, API) needs; costly parts are made at their first use, once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._making = threading.RLock()

    @cached_property
    def store(self) -> SqlStore:
        """The database, created and migrated when needed."""
        return open_store(self.settings.store_url)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The vocabulary and the gazetteer of the city."""
        return default_lexicon(self.settings.city)

    @cached_property
    def encoder(self) -> CachedEncoder:
        """The encoder of the settings, remembering its vectors in the database."""
        return CachedEncoder(load_encoder(self.settings.encoder), SqlVectorCache(self.store))

    @cached_property
    def follower(self) -> Follower:
        """The engine's link to the database."""
        return Follower(self.store, self.engine)

    @property
    def engine(self) -> Engine:
        """The engine with every stored profile loaded; links made with an older vocabulary are made anew first."""
        with self._making:
            return self._engine

    @cached_property
    def _engine(self) -> Engine:
        if links_are_stale(self.store, self.lexicon):
            self.reindex()
        engine = Engine(self.encoder, self.lexicon, lambda: FaissIndex(self.encoder.dim))
        with self.store.unit_of_work() as unit:
            generation = unit.generation()
            profiles = [stored.profile for stored in unit.profiles.iterate()]
        engine.load(profiles, generation)
        return engine

    def encode(self, profiles: Sequence[Profile]) -> None:
        """Make sure that every text of the profiles has its vector in the database."""
        ProfileEncoder(self.encoder, self.lexicon.skills, np.ones(DIM, np.float32)).encode(profiles)

    def reindex(self, progress: Callable[[int], None] = lambda done: None) -> ReindexReport:
        """Rebuild links and vectors from the texts in the database."""
        return reindex(store=self.store, lexicon=self.lexicon, encode=self.encode, progress=progress)
