"""Items and descriptions, put together from the vocabulary and then written the way people do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from string import Formatter

from benchmarks.synthetic import wording
from benchmarks.synthetic.phrasebook import Phrasebook
from matcher.domain.profiles import Item, Need, SkillLink
from matcher.lexicon.skills.csv_files import LANGUAGES, Skill

LONGEST = 80
"""Characters above which a list's element is read as prose and split, which an invented item is not meant to be."""
TYPOS, CAPITALS, INITIAL, BARE = 0.04, 0.01, 0.15, 0.03
"""Shares of items with a typing error, in capitals, with a capital first letter, without accents."""
OTHER_LANGUAGE = 0.04
"""Share of the items that are not in their profile's language."""

Blanks = tuple[tuple[str, str | None], ...]

_ACCENTS = str.maketrans("àèéìòù", "aeeiou")


class Texts:
    """Composes what profiles offer and seek and how they describe themselves."""

    def __init__(self, book: Phrasebook) -> None:
        self._book = book
        self._offers = _sayable(book.skills, wording.OFFERS)
        self._seeks = _sayable(book.skills, wording.SEEKS)

    def offer(self, random: Random, skill: Skill, language: str) -> Item:
        """An item that offers a skill."""
        return self._item(random, skill, _other(random, language), self._offers)

    def seek(self, random: Random, skill: Skill, language: str, *, must: float) -> Item:
        """An item that seeks a skill, a must in so many cases."""
        need = Need.MUST if random.random() < must else Need.WANT
        return self._item(random, skill, _other(random, language), self._seeks, need)

    def described_maker(self, random: Random, skill: Skill, language: str) -> str:
        """A maker's description: what they do, what they own and where they work."""
        owned, places = (_drawn(random, shares, language) for shares in (wording.OWNED, wording.WORKPLACES))
        name = self._book.name(random, skill, language)
        since = random.randrange(1980, 2026)
        italian = language == "it"
        about = f"{name} dal {since}" if italian else f"{name} since {since}"
        own = (" Ho " if italian else " I have ") + _listed(owned, language) + "." if owned else ""
        where = (" Lavoro " if italian else " I work ") + _listed(places, language) + "." if places else ""
        return _initial(f"{about}.{own}{where}")

    def described_space(self, random: Random, language: str, rest: Sequence[str]) -> str:
        """A space's description: whom it serves, and what it offers beside its items."""
        served = _drawn(random, wording.SERVED, language) or ["chiunque" if language == "it" else "everyone"]
        opening, also = ("Aperto a ", " Anche ") if language == "it" else ("Open to ", " Also ")
        more = f"{also}{_listed(rest, language)}." if rest else ""
        return f"{opening}{_listed(served, language)}.{more}"

    def run_by_space(self, random: Random, language: str) -> list[Item]:
        """What a space offers, in no order."""
        texts = [
            text.replace("{course}", random.choice(wording.COURSES[language])).replace(
                "{mended}", random.choice(wording.MENDED[language])
            )
            for text in _drawn(random, wording.RUN, language)
        ]
        random.shuffle(texts)
        return [Item(text, language=language) for text in texts]

    def _item(
        self,
        random: Random,
        skill: Skill,
        language: str,
        wordings: Mapping[tuple[str, str], Sequence[Blanks]],
        need: Need = Need.WANT,
    ) -> Item:
        name = self._book.name(random, skill, language)
        links = {skill.id: name}
        said = []
        for literal, blank in random.choice(wordings[skill.id, language]):
            said.append(literal)
            if blank is not None:
                said.append(self._filled(random, blank, skill, name, language, links))
        text = "".join(said)
        if len(text) > LONGEST:
            text, links = name[:LONGEST], {skill.id: name}
        return Item(
            _as_written(random, text),
            need,
            language,
            tuple(SkillLink(named, 1.0, words) for named, words in links.items()),
        )

    def _filled(self, random: Random, blank: str, skill: Skill, name: str, language: str, links: dict[str, str]) -> str:
        match blank:
            case "name":
                return name
            case "person" | "doing":
                return random.choice((skill.practitioners if blank == "person" else skill.verbs)[language])
            case "material" | "other":
                other = self._book.materials.draw(random) if blank == "material" else self._book.near(random, skill)
                return links.setdefault(other.id, self._book.name(random, other, language))
            case "client":
                return random.choice(wording.CLIENTS[language])
            case "how":
                return random.choice(wording.HOW[language])
            case "pieces":
                return str(round(10 ** random.uniform(1, 3), -1)).removesuffix(".0")
            case _:
                return str(random.randrange(2, 60))


def _sayable(
    skills: Iterable[Skill], templates: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[tuple[str, str], list[Blanks]]:
    """The templates that can be filled for each skill and language: not every one has practitioners or verbs."""
    parsed = {
        (language, manner): [
            tuple((literal, blank) for literal, blank, _, _ in Formatter().parse(text)) for text in texts
        ]
        for language, manners in templates.items()
        for manner, texts in manners.items()
    }
    return {
        (skill.id, language): [
            blanks
            for blanks in parsed[language, wording.MANNERS[skill.kind]]
            if all(
                (blank != "person" or skill.practitioners[language]) and (blank != "doing" or skill.verbs[language])
                for _, blank in blanks
            )
        ]
        for skill in skills
        for language in LANGUAGES
    }


def _other(random: Random, language: str) -> str:
    if random.random() < OTHER_LANGUAGE:
        return "en" if language == "it" else "it"
    return language


def _drawn(random: Random, shares: Sequence[tuple[float, Mapping[str, str]]], language: str) -> list[str]:
    return [words[language] for share, words in shares if random.random() < share]


def _listed(words: Sequence[str], language: str) -> str:
    *most, last = words
    return f"{', '.join(most)} {'e' if language == 'it' else 'and'} {last}" if most else last


def _initial(text: str) -> str:
    return text[:1].upper() + text[1:]


def _as_written(random: Random, text: str) -> str:
    """The text with what haste does to some."""
    fate = random.random()
    if fate < TYPOS:
        return _misspelt(random, text)
    if fate < TYPOS + CAPITALS:
        return text.upper()
    if fate < TYPOS + CAPITALS + INITIAL:
        return _initial(text)
    return text.translate(_ACCENTS) if fate < TYPOS + CAPITALS + INITIAL + BARE else text


def _misspelt(random: Random, text: str) -> str:
    """One letter of the text dropped, doubled or swapped with the next one, if there is a word long enough."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return text
    place = random.choice(long)
    word = words[place]
    at = random.randrange(1, len(word) - 1)
    words[place] = random.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return " ".join(words)
