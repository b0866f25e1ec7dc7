"""Engines over everything that is stored: from the saved market, or built from the database."""

from __future__ import annotations

from pathlib import Path

from embeddings.faiss_index import FaissIndex, saving
from embeddings.faiss_index.snapshot import Snapshot
from embeddings.index import VectorIndex, VectorSnapshot
from matcher.bootstrap.indexes import LOCAL
from matcher.bootstrap.served_indexes import ServedIndexes
from matcher.engine import Engine
from matcher.engine.saving import Shelf
from matcher.lexicon.annotation import Lexicon
from matcher.settings import Settings
from matcher.store import SqlStore
from matcher.usecases.drafting import Drafting
from matcher.usecases.indexing import Indexer
from matcher.usecases.shelving import SMALL, Shelving


class Engines:
    """Makes the engines that answer, with the indexes that the settings name.

    A market whose vectors this process keeps is saved in the data folder. One that is fed from elsewhere, or shadowed,
    is made from the database at each start.
    """

    def __init__(self, settings: Settings, store: SqlStore, lexicon: Lexicon) -> None:
        self._settings = settings
        self._store = store
        self._lexicon = lexicon
        self._served: list[ServedIndexes] = []
        self._drafting: Drafting | None = None
        shelf = Shelf(settings.data_dir / "index", _Files(settings.data_dir))
        self.shelving = Shelving(store, shelf, vocabulary=lexicon.version)

    def draft(self, rows: int | None, indexer: Indexer) -> Drafting | None:
        """Where the market is drafted while so many rows are imported; `of_stored` begins with it.

        None where that would not help: few are imported, vectors are kept elsewhere, or are too dear to be made twice.
        """
        with self._store.unit_of_work() as unit:
            few = rows is not None and rows < max(SMALL, unit.profiles.count())
        if few or not self.kept_here or indexer.encoder.costly:
            return None
        self._drafting = Drafting(self._empty(indexer), indexer.spec, self._store)
        return self._drafting

    def of_stored(self, indexer: Indexer) -> Engine:
        """An engine with every stored profile."""
        drafting, self._drafting = self._drafting, None
        with self._store.unit_of_work() as unit:
            if drafting is not None and drafting.engine.model == indexer.fingerprint and drafting.finish(unit):
                return drafting.engine
        engine = self._empty(indexer)
        if self.kept_here and self.shelving.open(engine):
            return engine
        with self._store.unit_of_work() as unit:
            engine.load((stored.profile for stored in unit.profiles.iterate()), unit.generation())
        return engine

    def _empty(self, indexer: Indexer) -> Engine:
        served = ServedIndexes(self._settings, indexer.encoder, self._local)
        self._served.append(served)
        return Engine(indexer.encoder, self._lexicon, served.new)

    @property
    def kept_here(self) -> bool:
        """Whether this process keeps the vectors, all by itself."""
        return self._settings.index_url == LOCAL and self._settings.shadow_index_url is None

    def close(self) -> None:
        """Save no more, and let go of indexes kept elsewhere."""
        self.shelving.stop()
        for served in self._served:
            served.close()

    def _local(self, dim: int) -> VectorIndex:
        self._settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FaissIndex(dim, folder=self._settings.data_dir)


class _Files:
    """The `IndexFiles` of indexes that this process keeps."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch

    def save(self, index: VectorSnapshot, folder: Path) -> None:
        assert isinstance(index, Snapshot)  # noqa: S101 -- markets are saved where this process keeps their vectors
        saving.save(folder, index, {})

    def open(self, folder: Path) -> VectorIndex:
        return FaissIndex.open(folder, folder=self._scratch)
