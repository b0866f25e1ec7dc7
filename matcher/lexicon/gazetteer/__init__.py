"""The gazetteer: the districts of a city, and what resolves to them."""

from matcher.lexicon.gazetteer.gazetteer import Gazetteer, default_gazetteer

__all__ = ["Gazetteer", "default_gazetteer"]
