"""The lexicon as one: a profile's items get their language and skills, its place what the gazetteer knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from matcher.domain.profiles import Item, Profile
from matcher.lexicon.gazetteer.gazetteer import Gazetteer, default_gazetteer
from matcher.lexicon.language import detect
from matcher.lexicon.resolver.resolver import SkillResolver
from matcher.lexicon.skills.vocabulary import Skills, default_skills


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
        prior = _main_language(profile)
        return replace(
            profile,
            offers=tuple(self._annotated(item, prior) for item in profile.offers),
            seeks=tuple(self._annotated(item, prior) for item in profile.seeks),
            place=self.gazetteer.complete(profile.place),
        )

    def _annotated(self, item: Item, prior: str | None) -> Item:
        language = item.language or detect(item.text) or prior
        return replace(item, language=language, skills=self.resolver.links(item.text, language))


def default_lexicon(city: str = "milan") -> Lexicon:
    """The lexicon that ships with the package, for one of the cities that do.

    Raises:
        NotFound: no city of this name ships.
    """
    skills = default_skills()
    return Lexicon(default_gazetteer(city), skills, SkillResolver(skills))


def _main_language(profile: Profile) -> str | None:
    """The language of most texts of a profile, None where there is no single one."""
    votes = Counter(language for language in _languages(profile) if language)
    (first, most), (_, second) = [*votes.most_common(2), (None, 0), (None, 0)][:2]
    return first if most > second else None


def _languages(profile: Profile) -> Iterable[str | None]:
    yield from (item.language or detect(item.text) for item in (*profile.offers, *profile.seeks))
    if profile.description:
        yield detect(profile.description)
