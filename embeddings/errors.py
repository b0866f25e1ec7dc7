"""Errors of the vector layer."""

from __future__ import annotations


class EmbeddingsError(Exception):
    """Root of the vector layer's errors."""


class InvalidText(EmbeddingsError, ValueError):
    """A text cannot be encoded, such as an empty one."""


class InvalidVectors(EmbeddingsError, ValueError):
    """An array has the wrong shape, dtype or values (NaN, infinity, rows that are not of unit length)."""


class EncoderUnavailable(EmbeddingsError, RuntimeError):
    """The encoder named cannot be loaded here."""


class IndexUnavailable(EmbeddingsError, RuntimeError):
    """An index kept outside of this process cannot be reached or refuses to work; the message says what to do."""


class DamagedFolder(EmbeddingsError, RuntimeError):
    """A folder does not hold what was written there; what it held is derived data, to be made and written anew."""
