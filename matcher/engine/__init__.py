"""The matching engine: an immutable market of encoded profiles, and the answers computed on it."""

from matcher.engine.engine import Engine

__all__ = ["Engine"]
