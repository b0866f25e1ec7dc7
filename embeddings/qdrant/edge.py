"""Qdrant's engine in a folder of this machine, for one process at a time."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import numpy as np
import qdrant_edge as engine

from embeddings.arrays import Ids, Matrix
from embeddings.errors import IndexUnavailable
from embeddings.planning import QDRANT, Planner
from embeddings.qdrant.collection import Filter, Point
from embeddings.qdrant.index import QdrantIndex

INDEXING_KB = 1_000
"""Segments of more vectors than this get a graph when they settle."""
MOST_VALUES = 100_000
"""Values of a facet that are counted."""

T = TypeVar("T")
_SCHEMAS = {"keyword": engine.PayloadSchemaType.Keyword, "geo": engine.PayloadSchemaType.Geo}


class EdgeHome:
    """The `IndexHome` of a folder: a shard for each index, and a file of notes."""

    def __init__(self, folder: Path, planner: Planner = QDRANT) -> None:
        self._folder = folder
        self._planner = planner
        self._shards: dict[str, engine.EdgeShard] = {}
        self._dims: dict[str, int] = {}
        self._opening = Lock()

    @property
    def name(self) -> str:
        return f"edge://{self._folder}"

    def index(self, name: str, dim: int) -> QdrantIndex:
        """See `IndexHome.index`."""
        with self._opening:
            if name not in self._shards:
                with _told(self.name):
                    self._shards[name] = _opened(self._folder / name, dim)
                self._dims[name] = dim
            if self._dims[name] != dim:
                raise IndexUnavailable(
                    f"{self.name}/{name} holds vectors of {self._dims[name]} dimensions where {dim} are needed: name "
                    "another folder."
                )
            return QdrantIndex(EdgeCollection(self._shards[name], self.name), dim, self._planner)

    def note(self, key: str) -> str | None:
        """See `IndexHome.note`."""
        return self._notes().get(key)

    def set_note(self, key: str, value: str) -> None:
        """See `IndexHome.set_note`; what the note tells of is on the disk before it."""
        with _told(self.name), self._opening:
            for shard in self._shards.values():
                shard.flush()
            self._folder.mkdir(parents=True, exist_ok=True)
            written = self._folder / "notes.json.new"
            with written.open("w", encoding="utf-8") as file:
                json.dump(self._notes() | {key: value}, file)
                file.flush()
                os.fsync(file.fileno())
            written.replace(self._folder / "notes.json")

    def close(self) -> None:
        """See `IndexHome.close`."""
        with self._opening:
            for shard in self._shards.values():
                shard.close()
            self._shards.clear()

    def _notes(self) -> dict[str, str]:
        try:
            notes: dict[str, str] = json.loads((self._folder / "notes.json").read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return notes


class EdgeCollection:
    """The `Collection` of a shard."""

    def __init__(self, shard: engine.EdgeShard, home: str) -> None:
        self._shard = shard
        self._home = home

    def fields(self) -> frozenset[str]:
        return frozenset(self._asked(lambda: self._shard.info().payload_schema))

    def index_field(self, key: str, schema: str) -> None:
        self._update(engine.UpdateOperation.create_field_index(key, _SCHEMAS[schema]))

    def upsert(self, points: Sequence[Point]) -> None:
        rows = [engine.Point(point.id, list(point.vector), dict(point.payload)) for point in points]
        self._update(engine.UpdateOperation.upsert_points(rows))

    def delete(self, ids: Sequence[int]) -> None:
        self._update(engine.UpdateOperation.delete_points(list(ids)))

    def known(self, ids: Sequence[int]) -> int:
        return len(self._asked(lambda: self._shard.retrieve(list(ids), False, False)))

    def fetch(self, ids: Sequence[int]) -> tuple[Ids, Matrix]:
        return _arrays(self._asked(lambda: self._shard.retrieve(list(ids), False, True)))

    def count(self, passing: Filter) -> int:
        asked = engine.CountRequest(exact=True, filter=_filter(passing))
        return self._asked(lambda: self._shard.count(asked))

    def facet(self, key: str, passing: Filter) -> Mapping[str, int]:
        asked = engine.FacetRequest(key, limit=MOST_VALUES, exact=True, filter=_filter(passing))
        return {str(hit.value): hit.count for hit in self._asked(lambda: self._shard.facet(asked)).hits}

    def scroll(self, first: int, limit: int) -> Sequence[Point]:
        asked = engine.ScrollRequest(offset=first, limit=limit, with_payload=True, with_vector=True)
        records, _ = self._asked(lambda: self._shard.scroll(asked))
        return [Point(int(one.id), one.vector, one.payload or {}) for one in records]  # type: ignore[arg-type]

    def nearest(self, query: Matrix, limit: int, passing: Filter, effort: int | None) -> tuple[Ids, Matrix]:
        asked = engine.QueryRequest(
            limit=limit,
            query=engine.Query.Nearest(query.tolist()),
            filter=_filter(passing),
            params=engine.SearchParams(exact=effort is None, hnsw_ef=effort),
            with_vector=True,
        )
        return _arrays(self._asked(lambda: self._shard.query(asked)))

    def settle(self) -> None:
        self._asked(self._shard.optimize)

    def _update(self, operation: engine.UpdateOperation) -> None:
        self._asked(lambda: self._shard.update(operation))

    def _asked(self, ask: Callable[[], T]) -> T:
        with _told(self._home):
            return ask()


def _opened(folder: Path, dim: int) -> engine.EdgeShard:
    """The shard in a folder, made where there is none; one with vectors of another length is refused."""
    config = engine.EdgeConfig(
        vectors=engine.EdgeVectorParams(size=dim, distance=engine.Distance.Dot),
        hnsw_config=engine.HnswIndexConfig(m=16, ef_construct=100, full_scan_threshold=INDEXING_KB),
        optimizers=engine.EdgeOptimizersConfig(indexing_threshold=INDEXING_KB),
    )
    if folder.exists():
        return engine.EdgeShard.load(str(folder), config)
    folder.mkdir(parents=True)
    return engine.EdgeShard.create(str(folder), config)


@contextmanager
def _told(home: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexUnavailable(f"{home} cannot be used: {error}. Name another folder.") from error
    except Exception as error:
        if type(error) is not Exception:
            raise
        # The engine raises nothing more specific.
        advice = (
            "another process has it open: stop that one, or use a Qdrant server" if "WAL" in str(error) else str(error)
        )
        raise IndexUnavailable(f"{home} cannot be used: {advice}.") from error


def _filter(passing: Filter) -> engine.Filter:
    return engine.Filter(
        must=[_condition(one) for one in passing["must"]], must_not=[_condition(one) for one in passing["must_not"]]
    )


def _condition(condition: Filter) -> Any:  # noqa: ANN401 -- one of the engine's classes, which share no base
    if "is_empty" in condition:
        return engine.IsEmptyCondition(condition["is_empty"]["key"])
    if "geo_radius" in condition:
        circle = condition["geo_radius"]
        centre = engine.GeoPoint(lon=circle["center"]["lon"], lat=circle["center"]["lat"])
        return engine.FieldCondition(key=condition["key"], geo_radius=engine.GeoRadius(centre, circle["radius"]))
    match = condition["match"]
    return engine.FieldCondition(
        key=condition["key"],
        match=engine.MatchValue(match["value"]) if "value" in match else engine.MatchAny(match["any"]),
    )


def _arrays(found: Sequence[Any]) -> tuple[Ids, Matrix]:
    ids = np.array([one.id for one in found], np.int64)
    return ids, np.array([one.vector for one in found], np.float32)
