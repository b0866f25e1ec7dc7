"""Profiles without end: each has the shape of one of the sample's makers, and words composed anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random

from benchmarks.synthetic import names
from benchmarks.synthetic.phrasebook import Phrasebook
from benchmarks.synthetic.places import Places
from benchmarks.synthetic.texts import Texts
from matcher.domain.profiles import Contacts, Facts, Item, Kind, OrganisationType, Profile
from matcher.domain.rows import ProfileRow
from matcher.intake import open_profiles
from matcher.lexicon.annotation import Lexicon, default_lexicon
from matcher.lexicon.skills.csv_files import Skill
from matcher.usecases.samples import sample_tables

SAME_FIELD = 0.6
"""Share of the further offers that are of the first one's field of work."""
MUST = 0.066
"""Share of the sample's sought items that are a must."""
FIRST_DAY = date(2026, 1, 1)

Made = tuple[Profile, Contacts]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is borrowed from a maker of the sample: everything but words and place."""

    profile: Profile
    language: str
    offers: int
    seeks: int


def profiles(count: int, seed: int = 0) -> Iterator[Made]:
    """So many profiles with their contacts; the first ones of a seed are the same whatever the count.

    Items carry the skills and the language that they were composed from. Places have NIL, Municipio and address, four
    out of five a point.
    """
    generator = _generator()
    random = Random(seed)  # noqa: S311 -- nothing secret
    for number in range(count):
        yield generator.make(random, f"synthetic-{seed}-{number:07}", number)


class _Generator:
    def __init__(self, lexicon: Lexicon) -> None:
        shops, makers = _sample(lexicon)
        self._book = Phrasebook(lexicon.skills, makers)
        self._texts = Texts(self._book)
        self._places = Places(lexicon.gazetteer, makers, [*shops, *makers])
        self._shapes = [_shape(maker) for maker in makers]

    def make(self, random: Random, profile_id: str, number: int) -> Made:
        shape = random.choice(self._shapes)
        model, language = shape.profile, shape.language
        main = self._book.anything.draw(random)
        name = names.called(random, language, model.kind, model.type)
        is_space = model.kind is Kind.ORGANISATION and model.type is not OrganisationType.COMPANY
        if is_space:
            run = self._texts.run_by_space(random, language) or [self._texts.offer(random, main, language)]
            offers = run[: shape.offers]
            description = self._texts.described_space(random, language, [item.text for item in run[shape.offers :]])
        else:
            offers = self._offers(random, main, shape)
            description = self._texts.described_maker(random, main, language)
        seeks = [
            self._texts.seek(random, self._book.anything.draw(random), language, must=MUST) for _ in range(shape.seeks)
        ]
        profile = Profile(
            profile_id,
            model.kind,
            name,
            model.type,
            description,
            _once(offers),
            _once(seeks),
            self._places.draw(random),
            _facts(random, model.facts),
            names.group(random, number) if model.organisation else None,
            consent=model.consent,
            provenance={"synthetic": "true"},
        )
        return profile, _contacts(random, number)

    def _offers(self, random: Random, main: Skill, shape: _Shape) -> list[Item]:
        offers = [self._texts.offer(random, main, shape.language)]
        for _ in range(shape.offers - 1):
            is_near = random.random() < SAME_FIELD
            skill = self._book.near(random, main) if is_near else self._book.anything.draw(random)
            offers.append(self._texts.offer(random, skill, shape.language))
        return offers


@cache
def _generator() -> _Generator:
    return _Generator(default_lexicon())


def _sample(lexicon: Lexicon) -> list[list[Profile]]:
    """The profiles of each sample table, annotated."""
    tables = []
    with sample_tables() as paths:
        for path in paths:
            with open_profiles(path, lexicon.gazetteer) as file:
                rows = [row for row in file.rows() if isinstance(row, ProfileRow)]
            tables.append([lexicon.annotate(row.profile) for row in rows])
    return tables


def _shape(maker: Profile) -> _Shape:
    said = [item.language for item in (*maker.offers, *maker.seeks)]
    language = "it" if said.count("it") >= said.count("en") else "en"
    return _Shape(maker, language, len(maker.offers), len(maker.seeks))


def _once(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple({item.text.casefold(): item for item in reversed(items)}.values())[::-1]


def _facts(random: Random, like: Facts) -> Facts:
    """Facts as a maker of the sample tells them, the numbers up to twice or half as large, the day within a year."""
    run_min = _about(random, like.run_min)
    run_max = _about(random, like.run_max)
    return replace(
        like,
        run_min=run_min if run_max is None or run_min is None else min(run_min, run_max),
        run_max=run_max,
        lead_time_days=_about(random, like.lead_time_days),
        available_from=like.available_from and FIRST_DAY + timedelta(days=random.randrange(365)),
    )


def _about(random: Random, number: int | None) -> int | None:
    if number is None or number < 4:
        return number
    about = number * 2 ** random.uniform(-1, 1)
    return int(round(about, -1)) if about >= 50 else max(1, round(about))


def _contacts(random: Random, number: int) -> Contacts:
    """Contacts that reach nobody: reserved domains, and a telephone number that no subscriber has."""
    return Contacts(
        email=f"profile-{number}@example.org",
        phone=f"+39 02 0000 {number % 10_000:04}",
        person=names.person(random),
        website=f"https://profile-{number}.example",
    )
