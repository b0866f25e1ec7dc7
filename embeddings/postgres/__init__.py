"""Indexes in PostgreSQL with pgvector; the only door to psycopg and pgvector."""

from embeddings.postgres.home import PostgresHome
from embeddings.postgres.index import PgVectorIndex

__all__ = ["PgVectorIndex", "PostgresHome"]
