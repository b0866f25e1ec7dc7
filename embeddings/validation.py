"""What every index checks before it believes an array."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from embeddings.arrays import Ids, Matrix
from embeddings.errors import InvalidVectors
from embeddings.index import Payload

UNIT_TOLERANCE = 1e-3
"""How far from 1 a row's length may be: room for vectors that were stored in half precision."""


def checked_rows(ids: Ids, vectors: Matrix, payloads: Sequence[Payload], dim: int) -> Matrix:
    """The vectors to be stored, C-contiguous, once everything about them is right.

    Raises:
        InvalidVectors: see `VectorIndex.upsert`.
    """
    check_ids(ids)
    rows = checked_vectors(vectors, dim)
    if not len(ids) == len(rows) == len(payloads):
        raise InvalidVectors(
            f"{len(ids)} ids, {len(rows)} vectors and {len(payloads)} payloads; give one of each a row"
        )
    if ids.size and ids.min() < 0:
        raise InvalidVectors(f"id {ids.min()} is negative; ids count from 0")
    if len(np.unique(ids)) < len(ids):
        raise InvalidVectors("an id comes twice; give each row once")
    for payload in payloads:
        _check_point(payload)
    return rows


def checked_queries(queries: Matrix, k: int, dim: int) -> Matrix:
    """The query vectors, C-contiguous.

    Raises:
        InvalidVectors: see `VectorSnapshot.search`.
    """
    if k < 1:
        raise InvalidVectors(f"k is {k}; ask for at least 1 neighbour")
    return checked_vectors(queries, dim)


def checked_vectors(vectors: Matrix, dim: int) -> Matrix:
    """The vectors, C-contiguous.

    Raises:
        InvalidVectors: not float32 (n, dim), not finite, or not of unit length.
    """
    if vectors.dtype != np.float32:
        raise InvalidVectors(f"vectors are {vectors.dtype}; convert them to float32")
    if vectors.ndim != 2 or vectors.shape[1] != dim:
        raise InvalidVectors(f"vectors have the shape {vectors.shape}; this index takes (n, {dim})")
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.sqrt(np.vecdot(vectors, vectors))
        right = np.abs(lengths - 1) <= UNIT_TOLERANCE
    if not right.all():
        wrong = np.argmin(right)
        raise InvalidVectors(f"row {wrong} has length {lengths[wrong]}; scale rows to unit length")
    return np.ascontiguousarray(vectors)


def check_ids(ids: Ids) -> None:
    """See that ids are int64 (n,).

    Raises:
        InvalidVectors: they are not.
    """
    if ids.dtype != np.int64 or ids.ndim != 1:
        raise InvalidVectors(f"ids are {ids.dtype} of shape {ids.shape}; give int64 of shape (n,)")


def _check_point(payload: Payload) -> None:
    if payload.point is None:
        return
    lat, lon = payload.point
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise InvalidVectors(f"the point {payload.point} is not a latitude and a longitude in degrees")
