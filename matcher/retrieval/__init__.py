"""From texts and vectors to similar items and candidates: arrays in, arrays out."""

from matcher.retrieval.ranking import rank

__all__ = ["rank"]
