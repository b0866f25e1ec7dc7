"""Invented profiles are the same for a seed, like the sample in what can be counted, and read by the import as made."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.synthetic import Made, profiles
from benchmarks.synthetic.files import write
from matcher.domain.profiles import Item, Profile
from matcher.domain.rows import ProfileRow
from matcher.intake import open_profiles
from matcher.lexicon.gazetteer import default_gazetteer
from matcher.lexicon.resolver import SkillResolver
from matcher.lexicon.skills import default_skills
from matcher.usecases.samples import sample_tables
from tests.unit.test_fixture_marginals import SHARES, Share, asked, saying

COUNT = 4_000


@pytest.fixture(scope="module")
def made() -> list[Made]:
    return list(profiles(COUNT, seed=1))


@pytest.fixture(scope="module")
def makers() -> list[Profile]:
    with sample_tables() as (_, table), open_profiles(table, default_gazetteer()) as file:
        return [row.profile for row in file.rows() if isinstance(row, ProfileRow)]


def items(profile: Profile) -> tuple[Item, ...]:
    return profile.offers + profile.seeks


def test_the_same_seed_makes_the_same_profiles_and_another_seed_others(made: list[Made]) -> None:
    assert list(islice(profiles(10**9, seed=1), 100)) == made[:100]
    assert list(profiles(100, seed=2)) != made[:100]


def test_ids_are_distinct(made: list[Made]) -> None:
    assert len({profile.id for profile, _ in made}) == COUNT


@pytest.mark.parametrize(
    "of",
    [
        lambda profile: (profile.kind, profile.type),
        lambda profile: len(profile.seeks),
        lambda profile: profile.facts.languages,
        lambda profile: profile.facts.run_max is None,
        lambda profile: profile.facts.lead_time_days is None,
        lambda profile: profile.facts.available_from is None,
        lambda profile: profile.organisation is None,
        lambda profile: profile.consent,
        lambda profile: profile.place.municipio,
    ],
    ids=["kind", "seeks", "languages", "run", "lead time", "first day", "organisation", "consent", "municipio"],
)
def test_shares_are_those_of_the_sample(
    of: Callable[[Profile], object], made: list[Made], makers: list[Profile]
) -> None:
    theirs = Counter(of(profile) for profile in makers)
    ours = Counter(of(profile) for profile, _ in made)
    assert {value: ours[value] / COUNT for value in theirs} == {
        value: pytest.approx(times / len(makers), abs=0.03) for value, times in theirs.items()
    }


@pytest.mark.parametrize("share", SHARES, ids=lambda share: f"{share.group}: {share.what}")
def test_shares_are_near_the_inquirys(share: Share, tables: list[dict[str, str]]) -> None:
    assert saying(share, asked(share, tables)) == pytest.approx(share.yes / share.asked, abs=0.08)


@pytest.fixture(scope="module")
def tables(made: list[Made], tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    path = tmp_path_factory.mktemp("synthetic") / "made.csv"
    write(made, path)
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_most_texts_come_once(made: list[Made]) -> None:
    texts = Counter(item.text.casefold() for profile, _ in made for item in items(profile))
    assert sum(times == 1 for times in texts.values()) > 0.7 * texts.total()


def test_half_of_the_texts_are_in_each_language(made: list[Made]) -> None:
    languages = Counter(item.language for profile, _ in made for item in items(profile))
    assert languages["it"] / languages.total() == pytest.approx(0.5, abs=0.05)


def test_nearly_every_skill_is_named(made: list[Made]) -> None:
    named = {link.skill for profile, _ in made for item in items(profile) for link in item.skills}
    assert len(named) > 0.9 * len(default_skills())


def test_the_resolver_finds_most_skills_that_a_text_was_composed_from(made: list[Made]) -> None:
    resolver = SkillResolver(default_skills())
    asked_for = [item for profile, _ in made[:300] for item in items(profile) if item.skills]
    found = [
        {link.skill for link in item.skills} <= {link.skill for link in resolver.links(item.text, item.language)}
        for item in asked_for
    ]
    assert 0.6 < sum(found) / len(found) < 1.0


@pytest.mark.parametrize("name", ["made.csv", "made.ndjson"])
def test_the_import_reads_what_was_made(name: str, made: list[Made], tmp_path: Path) -> None:
    write(made[:1000], tmp_path / name)
    with open_profiles(tmp_path / name, default_gazetteer()) as file:
        rows = list(file.rows())
    assert [(row.profile, row.contacts) for row in rows if isinstance(row, ProfileRow)] == [
        (as_read(profile), contacts) for profile, contacts in made[:1000]
    ]


def as_read(profile: Profile) -> Profile:
    """The profile without what only annotation tells."""
    offers, seeks = ([Item(item.text, item.need) for item in side] for side in (profile.offers, profile.seeks))
    return replace(profile, offers=tuple(offers), seeks=tuple(seeks))
