"""Indexes in Qdrant, on a server or in a folder of this machine; the only door to its two libraries."""

from embeddings.qdrant.edge import EdgeHome
from embeddings.qdrant.index import QdrantIndex
from embeddings.qdrant.server import ServerHome

__all__ = ["EdgeHome", "QdrantIndex", "ServerHome"]
