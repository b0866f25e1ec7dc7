"""Filtered nearest neighbours with FAISS, exact where that is as cheap; the only door to faiss."""

from embeddings.faiss_index.index import FaissIndex
from embeddings.faiss_index.planner import Path, Plan

__all__ = ["FaissIndex", "Path", "Plan"]
