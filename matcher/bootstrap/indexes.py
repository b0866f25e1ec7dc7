"""Indexes kept outside of this process, by their URLs."""

from __future__ import annotations

import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from embeddings.encoder import Encoder
from embeddings.faiss_index import FaissIndex
from embeddings.index import VectorIndex, VectorSnapshot
from embeddings.index_home import IndexHome
from matcher.errors import InvalidInput, Unavailable
from matcher.lexicon.annotation import Lexicon
from matcher.ports import Store
from matcher.settings import without_secrets
from matcher.usecases.indexes.comparing import Comparison, compare, sample_questions
from matcher.usecases.indexes.copying import KeptRows, RowSource, StoredRows, copy
from matcher.usecases.indexes.feed import IndexFeed
from matcher.usecases.indexes.lease import Lease
from matcher.usecases.indexes.pair import IndexPair, require_filled
from matcher.usecases.indexes.rows import SIDES, RowMaker

LOCAL = "faiss"
"""The index that each process makes for itself from the database."""
SAMPLE, K = 100, 10
"""Questions asked to verify a copy, and the neighbours compared of each."""


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What a copy came to: rows of each side in the target and in the source, and how alike they answer.

    `change` is the last change of the database that the target knows.
    """

    rows: Mapping[str, int]
    expected: Mapping[str, int]
    comparison: Comparison
    change: int

    @property
    def agrees(self) -> bool:
        """Whether the target holds the same rows and passes the same number of them through every filter."""
        return self.rows == self.expected and not self.comparison.counts_differ


def open_home(url: str) -> IndexHome:
    """The place that a URL names.

    Raises:
        InvalidInput: there is no such kind of index.
        Unavailable: its library is not installed.
    """
    scheme = urlsplit(url).scheme
    # Each engine's library takes a while to import.
    if scheme in ("postgresql", "postgresql+psycopg"):
        from embeddings.postgres import PostgresHome  # noqa: PLC0415

        return PostgresHome(url)
    if scheme in ("qdrant", "http", "https"):
        from embeddings.qdrant.server import ServerHome  # noqa: PLC0415

        return ServerHome(url)
    if scheme == "edge":
        try:
            from embeddings.qdrant.edge import EdgeHome  # noqa: PLC0415
        except ModuleNotFoundError:
            raise Unavailable("Qdrant's engine is not installed here: run `pip install qdrant-edge-py`.") from None
        return EdgeHome(Path(unquote(urlsplit(url).path)))
    raise InvalidInput(
        f"There is no index '{without_secrets(url)}': write faiss, postgresql://HOST/DATABASE, "
        "qdrant://HOST:6333/PREFIX or edge:///FOLDER."
    )


class Indexes:
    """What is done with indexes; `encoder` gives the one that answers."""

    def __init__(self, store: Store, encoder: Callable[[], Encoder], lexicon: Lexicon) -> None:
        self._store = store
        self._encoder = encoder
        self._lexicon = lexicon

    def says(self, url: str) -> str:
        """Whether an index can be reached and what it knows, in a sentence.

        Raises:
            Conflict: it was never filled, or with another encoder's vectors.
            IndexUnavailable: it cannot be reached.
        """
        if url == LOCAL:
            return "made by each process from the database"
        with self._filled(url) as pair, self._store.unit_of_work() as unit:
            behind = unit.generation() - (pair.change or 0)
            rows = ", ".join(f"{len(pair[side]):,} {side}" for side in SIDES)
            return f"{pair.home.name}: {rows}, {behind:,} changes behind the database"

    def feed(self, url: str, stop: threading.Event, *, once: bool = False) -> bool:
        """Carry changes to an index until `stop`, or with `once` those there are; False where another process does."""
        with self._pair(url) as pair:
            feed = self._feed(pair)
            if once:
                return feed.catch_up()
            feed.run(stop)
            return True

    def copy(self, origin: str, url: str, progress: Callable[[int, int], None]) -> CopyReport:
        """Fill an index from another, `faiss` being the database, then carry what changed meanwhile, and verify it.

        Raises:
            InvalidInput: the target is made by each process itself, or is the origin.
            Conflict: the target holds another encoder's vectors, or the origin was never filled.
            IndexUnavailable: one of them cannot be reached.
        """
        if url == LOCAL:
            raise InvalidInput(
                "The faiss index is made by each process from the database: there is nothing to copy to."
            )
        if origin == url:
            raise InvalidInput("Origin and target are the same index: name two.")
        with self._pair(url) as target:
            with self._source(origin) as source:
                copy(source, target, progress)
            self._feed(target).catch_up()
            with self._readable(origin) as one:
                questions = sample_questions(self._store, self._maker, SAMPLE)
                return CopyReport(
                    rows={side: len(target[side]) for side in SIDES},
                    expected={side: len(one[side]) for side in SIDES},
                    comparison=compare(one, {side: target[side] for side in SIDES}, questions, K),
                    change=target.change or 0,
                )

    def compare(self, origin: str, other: str, *, sample: int, k: int) -> Comparison:
        """How alike two indexes answer to questions of stored profiles."""
        questions = sample_questions(self._store, self._maker, sample)
        with self._readable(origin) as one, self._readable(other) as two:
            return compare(one, two, questions, k)

    @property
    def _maker(self) -> RowMaker:
        return RowMaker(self._encoder(), self._lexicon.skills)

    @contextmanager
    def _pair(self, url: str) -> Iterator[IndexPair]:
        with closing(open_home(url)) as home:
            maker = self._maker
            yield IndexPair(home, maker.fingerprint, maker.dim)

    @contextmanager
    def _filled(self, url: str) -> Iterator[IndexPair]:
        """A pair that is only read: nothing is made where there is none."""
        with closing(open_home(url)) as home:
            require_filled(home)
            maker = self._maker
            yield IndexPair(home, maker.fingerprint, maker.dim)

    @contextmanager
    def _source(self, url: str) -> Iterator[RowSource]:
        if url == LOCAL:
            yield StoredRows(self._store, self._maker)
            return
        with self._filled(url) as pair:
            yield KeptRows(pair)

    @contextmanager
    def _readable(self, url: str) -> Iterator[Mapping[str, VectorSnapshot]]:
        if url == LOCAL:
            maker = self._maker
            local: dict[str, VectorIndex] = {side: FaissIndex(maker.dim) for side in SIDES}
            for page in StoredRows(self._store, maker).pages(None):
                for side, rows in page.rows.items():
                    local[side].upsert(rows.ids, rows.vectors, rows.payloads)
            yield local
            return
        with self._filled(url) as pair:
            yield {side: pair[side] for side in SIDES}

    def _feed(self, pair: IndexPair) -> IndexFeed:
        owner = f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:8]}"
        lease = Lease(self._store, f"index-feed:{pair.home.name}", owner)
        return IndexFeed(self._store, self._maker, pair, lease)
