"""Text to vectors to neighbours; knows nothing of profiles.

Indexes are imported from their own modules (`embeddings.faiss_index`, `embeddings.exact_index`, `embeddings.postgres`,
`embeddings.qdrant`), so that importing this package loads no heavy library.
"""

from embeddings.arrays import Ids, Matrix
from embeddings.cached_encoder import CachedEncoder, VectorCache
from embeddings.encoder import Encoder, Role
from embeddings.errors import EmbeddingsError, EncoderUnavailable, IndexUnavailable, InvalidText, InvalidVectors
from embeddings.index import Clause, Neighbors, Payload, Radius, VectorIndex, Where
from embeddings.loading import DEFAULT_ENCODER, load_encoder

__all__ = [
    "DEFAULT_ENCODER",
    "CachedEncoder",
    "Clause",
    "EmbeddingsError",
    "Encoder",
    "EncoderUnavailable",
    "Ids",
    "IndexUnavailable",
    "InvalidText",
    "InvalidVectors",
    "Matrix",
    "Neighbors",
    "Payload",
    "Radius",
    "Role",
    "VectorCache",
    "VectorIndex",
    "Where",
    "load_encoder",
]
