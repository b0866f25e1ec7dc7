"""Catalogues in a folder: saved whole, opened by mapping their files, so that processes share what they read.

What is saved is a cache of what the database says: whatever does not fit is refused, and made anew.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from embeddings import sealed_folder
from embeddings.errors import DamagedFolder
from embeddings.index import VectorIndex, VectorSnapshot
from matcher.engine.catalogue import Catalogue, Indexes
from matcher.engine.flattening import Arrays, flattened, restored
from matcher.engine.learning import Learner
from matcher.engine.market import Market
from matcher.engine.segment import Segment
from matcher.retrieval.correction import Corrector
from matcher.retrieval.fitting import Rarity
from matcher.retrieval.text_column import TextColumn

LAYOUT = 1
"""Changes whenever the arrays that are kept do."""
CURRENT = "current"
LOCK = "lock"
MARKET, OFFERS, SEEKS = "market", "offers", "seeks"


class IndexFiles(Protocol):
    """Keeps the vectors of one side in a folder of their own."""

    def save(self, index: VectorSnapshot, folder: Path) -> None: ...

    def open(self, folder: Path) -> VectorIndex:
        """The index kept in a folder.

        Raises:
            DamagedFolder: it is not there, or not as it was written.
        """
        ...


@dataclass(frozen=True, slots=True)
class Origin:
    """What a saved catalogue depends on: the database, the encoder and the vocabulary, each by what names it."""

    store: str
    encoder: str
    vocabulary: str


@dataclass(frozen=True, slots=True)
class _Learnt:
    """What a catalogue has learnt from its market."""

    weight: NDArray[np.float32]
    linked: float
    rarity: Rarity
    words: TextColumn
    fitted_on: int


class Shelf:
    """A folder of saved catalogues, of which one is current. Several processes may use it."""

    def __init__(self, folder: Path, files: IndexFiles) -> None:
        self._folder = folder
        self._files = files

    def generation(self) -> int:
        """The generation of the current one, -1 where there is none."""
        with suppress(OSError, ValueError):
            return int((self._folder / CURRENT).read_text().split()[0])
        return -1

    def save(self, catalogue: Catalogue, origin: Origin) -> bool:
        """Keep a catalogue as the current one; False where another process is at it.

        Raises:
            OSError: the folder cannot be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._turn() as mine:
            if not mine:
                return False
            name = uuid4().hex[:12]
            edition = self._folder / name
            facts = {"layout": LAYOUT, "generation": catalogue.generation, **asdict(origin)}
            with ThreadPoolExecutor(1) as pool:
                # The disk is waited for by one while the other writes.
                columns = pool.submit(sealed_folder.write, edition / MARKET, _arrays(catalogue), facts)
                self._files.save(catalogue.offers, edition / OFFERS)
                self._files.save(catalogue.seeks, edition / SEEKS)
                columns.result()
            fresh = self._folder / f"{CURRENT}.{name}"
            fresh.write_text(f"{catalogue.generation} {name}")
            fresh.replace(self._folder / CURRENT)
            for old in self._folder.iterdir():
                if old.is_dir() and old != edition:
                    shutil.rmtree(old, ignore_errors=True)
            return True

    def open(self, origin: Origin, learner: Learner) -> tuple[Catalogue, Indexes]:
        """The current catalogue with the indexes behind it.

        Raises:
            DamagedFolder: there is none, it is damaged, or it came from something else.
        """
        try:
            edition = self._folder / (self._folder / CURRENT).read_text().split()[1]
        except (OSError, IndexError):
            raise DamagedFolder(f"{self._folder} holds no saved market") from None
        sealed = sealed_folder.read(edition / MARKET)
        expected = {"layout": LAYOUT, **asdict(origin)}
        if any(sealed.facts.get(name) != value for name, value in expected.items()):
            raise DamagedFolder(f"{edition} was made by another version, encoder, vocabulary or database")
        indexes = Indexes(self._files.open(edition / OFFERS), self._files.open(edition / SEEKS))
        return _catalogue(sealed.arrays, sealed.facts["generation"], indexes, learner), indexes

    def forget(self) -> None:
        """Erase every saved catalogue."""
        shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def _turn(self) -> Iterator[bool]:
        """Whether this is the one process that writes here now."""
        handle = os.open(self._folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
        finally:
            os.close(handle)


def _arrays(catalogue: Catalogue) -> Mapping[str, NDArray[np.generic]]:
    segments, model = catalogue.market.segments, catalogue.model
    whole = len(segments) == 1 and bool(catalogue.market.live.all())
    segment = segments[0] if whole else Segment.of(catalogue.market.columns())
    words = TextColumn.of(sorted(catalogue.corrector.written))
    learnt = _Learnt(model.weight, model.linked, model.rarity, words, catalogue.fitted_on)
    return flattened(segment, "segment") | flattened(learnt, "learnt")


def _catalogue(arrays: Arrays, generation: int, indexes: Indexes, learner: Learner) -> Catalogue:
    learnt = restored(_Learnt, arrays, "learnt")
    model = learner.known(learnt.weight, learnt.rarity, learnt.linked)
    corrector = Corrector(learnt.words.texts(), model.space)
    return Catalogue(
        generation=generation,
        market=Market.of([restored(Segment, arrays, "segment")]),
        model=model,
        corrector=corrector,
        encoder=learner.profile_encoder(model, corrector),
        offers=indexes.offers.snapshot(),
        seeks=indexes.seeks.snapshot(),
        fitted_on=learnt.fitted_on,
    )
