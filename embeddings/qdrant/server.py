"""A Qdrant server or cluster."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ApiException, ResponseHandlingException

from embeddings.arrays import Ids, Matrix
from embeddings.errors import IndexUnavailable
from embeddings.planning import QDRANT, Planner
from embeddings.qdrant.collection import Filter, Point
from embeddings.qdrant.index import BATCH, QdrantIndex

PORT = 6333
TIMEOUT_S = 10
DEFAULT_PREFIX = "matcher"
MOST_VALUES = 100_000
"""Values of a facet that are counted."""


class ServerHome:
    """The `IndexHome` of a server: a collection for each index, and one of notes, all with one prefix.

    `url` such as qdrant://HOST:6333/PREFIX, or https://:API_KEY@HOST:6333/PREFIX.
    """

    def __init__(self, url: str, planner: Planner = QDRANT, client: QdrantClient | None = None) -> None:
        parts = urlsplit(url)
        scheme = "http" if parts.scheme == "qdrant" else parts.scheme
        self._prefix = parts.path.strip("/") or DEFAULT_PREFIX
        self._address = f"{scheme}://{parts.hostname}:{parts.port or PORT}"
        self._client = client or QdrantClient(
            url=self._address,
            api_key=unquote(parts.password) if parts.password else None,
            timeout=TIMEOUT_S,
            check_compatibility=False,
        )
        self._planner = planner
        self._making = Lock()

    @property
    def name(self) -> str:
        return f"{self._address}/{self._prefix}"

    def index(self, name: str, dim: int) -> QdrantIndex:
        """See `IndexHome.index`."""
        collection = f"{self._prefix}-{name}"
        found = self._made(collection, dim)
        if found != dim:
            raise IndexUnavailable(
                f"The collection {collection} of {self._address} holds vectors of {found} dimensions where {dim} are "
                "needed: name another prefix in the URL, or delete the collection."
            )
        return QdrantIndex(ServerCollection(self._client, collection, self.name), dim, self._planner)

    def note(self, key: str) -> str | None:
        """See `IndexHome.note`."""
        notes = f"{self._prefix}-notes"
        with _told(self.name):
            if not self._client.collection_exists(notes):
                return None
            found = self._client.retrieve(notes, [_note_id(key)], with_payload=True)
        return str(found[0].payload["value"]) if found and found[0].payload else None

    def set_note(self, key: str, value: str) -> None:
        """See `IndexHome.set_note`."""
        self._made(f"{self._prefix}-notes", 1)
        point = models.PointStruct(id=_note_id(key), vector=[1.0], payload={"key": key, "value": value})
        with _told(self.name):
            self._client.upsert(f"{self._prefix}-notes", [point], wait=True)

    def drop(self) -> None:
        """Delete every collection with the prefix."""
        with _told(self.name):
            for one in self._client.get_collections().collections:
                if one.name.startswith(f"{self._prefix}-"):
                    self._client.delete_collection(one.name)

    def close(self) -> None:
        """See `IndexHome.close`."""
        self._client.close()

    def _made(self, collection: str, dim: int) -> int:
        """The length of a collection's vectors; it is made with `dim` where it is not there."""
        with self._making, _told(self.name):
            if not self._client.collection_exists(collection):
                self._client.create_collection(
                    collection, vectors_config=models.VectorParams(size=dim, distance=models.Distance.DOT)
                )
            vectors = self._client.get_collection(collection).config.params.vectors
        return vectors.size if isinstance(vectors, models.VectorParams) else 0


class ServerCollection:
    """The `Collection` of a server."""

    def __init__(self, client: QdrantClient, collection: str, home: str) -> None:
        self._client = client
        self._collection = collection
        self._home = home

    def fields(self) -> frozenset[str]:
        with _told(self._home):
            return frozenset(self._client.get_collection(self._collection).payload_schema)

    def index_field(self, key: str, schema: str) -> None:
        with _told(self._home):
            self._client.create_payload_index(self._collection, key, models.PayloadSchemaType(schema), wait=True)

    def upsert(self, points: Sequence[Point]) -> None:
        rows = [models.PointStruct(id=one.id, vector=list(one.vector), payload=dict(one.payload)) for one in points]
        with _told(self._home):
            for first in range(0, len(rows), BATCH):
                self._client.upsert(self._collection, rows[first : first + BATCH], wait=True)

    def delete(self, ids: Sequence[int]) -> None:
        with _told(self._home):
            self._client.delete(self._collection, models.PointIdsList(points=list(ids)), wait=True)

    def known(self, ids: Sequence[int]) -> int:
        with _told(self._home):
            return len(self._client.retrieve(self._collection, list(ids), with_payload=False))

    def fetch(self, ids: Sequence[int]) -> tuple[Ids, Matrix]:
        with _told(self._home):
            return _arrays(self._client.retrieve(self._collection, list(ids), with_payload=False, with_vectors=True))

    def count(self, passing: Filter) -> int:
        with _told(self._home):
            return self._client.count(self._collection, _filter(passing), exact=True).count

    def facet(self, key: str, passing: Filter) -> Mapping[str, int]:
        with _told(self._home):
            found = self._client.facet(
                self._collection, key, facet_filter=_filter(passing), limit=MOST_VALUES, exact=True
            )
        return {str(hit.value): hit.count for hit in found.hits}

    def scroll(self, first: int, limit: int) -> Sequence[Point]:
        with _told(self._home):
            records, _ = self._client.scroll(
                self._collection, limit=limit, offset=first, with_payload=True, with_vectors=True
            )
        return [Point(int(one.id), one.vector, one.payload or {}) for one in records]  # type: ignore[arg-type]

    def nearest(self, query: Matrix, limit: int, passing: Filter, effort: int | None) -> tuple[Ids, Matrix]:
        with _told(self._home):
            found = self._client.query_points(
                self._collection,
                query=query.tolist(),
                limit=limit,
                query_filter=_filter(passing),
                search_params=models.SearchParams(exact=effort is None, hnsw_ef=effort),
                with_payload=False,
                with_vectors=True,
            )
        return _arrays(found.points)

    def settle(self) -> None:
        """Nothing: a server builds its graphs by itself."""


@contextmanager
def _told(home: str) -> Iterator[None]:
    try:
        yield
    except (ApiException, ResponseHandlingException, OSError, ValueError) as error:
        raise IndexUnavailable(
            f"{home} cannot be used: {_first_line(error)}. Check that the Qdrant server runs, and MATCHER_INDEX_URL."
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")


def _filter(passing: Filter) -> models.Filter:
    return models.Filter.model_validate(passing)


def _note_id(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()) >> 1


def _arrays(found: Sequence[Any]) -> tuple[Ids, Matrix]:
    ids = np.array([one.id for one in found], np.int64)
    return ids, np.array([one.vector for one in found], np.float32)
