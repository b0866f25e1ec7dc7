"""The lexicon as one: a profile's items get their language and skills, its place what the gazetteer knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from matcher.domain.profiles import Item, Place, Profile
from matcher.lexicon.gazetteer.gazetteer import Gazetteer, default_gazetteer
from matcher.lexicon.language import language_of
from matcher.lexicon.normalisation import tokenise
from matcher.lexicon.resolver.kept_phrases import kept_phrases
from matcher.lexicon.resolver.resolver import SkillResolver
from matcher.lexicon.skills.vocabulary import Skills, default_skills

TEXTS_REMEMBERED = 1 << 15
"""Texts whose language and skills an annotator keeps."""
TOKENS_REMEMBERED = 64
"""Texts whose words it keeps: those of the profile at hand, read for the language and then for the skills."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A city's gazetteer and the vocabulary of skills, with the resolver that finds the latter in texts."""

    gazetteer: Gazetteer
    skills: Skills
    resolver: SkillResolver

    @property
    def version(self) -> str:
        """Changes whenever the links to skills that it makes may change; links of another version are stale."""
        return self.skills.version

    def annotate(self, profile: Profile) -> Profile:
        """The profile with the language and the skills of every item, and with its place completed.

        A language that an item already has is kept; where the words of an item do not tell, it is the one that most of
        the profile's texts are in. Links to skills are made anew. Texts stay as they are, and annotating twice changes
        nothing more.
        """
        return Annotator(self).annotate([profile])[0]


class Annotator:
    """Annotates many profiles with one lexicon, as `Lexicon.annotate` does each.

    It remembers what the last texts say, so that a text that comes again is not read again. Not shared by threads.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._tokens = lru_cache(maxsize=TOKENS_REMEMBERED)(tokenise)
        self._language = lru_cache(maxsize=TEXTS_REMEMBERED)(lambda text: language_of(self._tokens(text)))
        self._links = lru_cache(maxsize=TEXTS_REMEMBERED)(
            lambda text, language: lexicon.resolver.links(text, language, tokens=self._tokens(text))
        )

    def annotate(self, profiles: Sequence[Profile]) -> list[Profile]:
        """The profiles annotated, in their order."""
        places = self._lexicon.gazetteer.complete_many([profile.place for profile in profiles])
        return [self._annotated(profile, place) for profile, place in zip(profiles, places, strict=True)]

    def _annotated(self, profile: Profile, place: Place) -> Profile:
        items = profile.offers + profile.seeks
        told = [item.language or self._language(item.text) for item in items]
        prior = None
        if not all(told):
            prior = _main_language([*told, language_of(tokenise(profile.description or ""))])
        read = [self._read(item, language or prior) for item, language in zip(items, told, strict=True)]
        offered = len(profile.offers)
        return replace(profile, offers=tuple(read[:offered]), seeks=tuple(read[offered:]), place=place)

    def _read(self, item: Item, language: str | None) -> Item:
        return Item(item.text, item.need, language, self._links(item.text, language))


def default_lexicon(city: str = "milan") -> Lexicon:
    """The lexicon that ships with the package, for one of the cities that do.

    Raises:
        NotFound: no city of this name ships.
    """
    skills = default_skills()
    return Lexicon(default_gazetteer(city), skills, SkillResolver(skills, kept_phrases(skills)))


def _main_language(languages: Sequence[str | None]) -> str | None:
    """The language of most texts, None where there is no single one."""
    votes = Counter(language for language in languages if language)
    most = max(votes.values(), default=0)
    leading = [language for language, count in votes.items() if count == most]
    return leading[0] if len(leading) == 1 else None
