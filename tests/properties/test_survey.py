"""A survey of the market: who is found, in which order, and how many there would be otherwise."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.matches import Asker, Direction, Filters, MatchRequest, Near, Sort
from matcher.domain.profiles import Item, Kind, Place, Point, Profile
from matcher.domain.surveys import Found
from matcher.engine import Engine
from matcher.lexicon.annotation import Lexicon
from matcher.lexicon.normalisation import fold
from tests.engine_oracle import kilometres
from tests.properties.test_engine import SKILLS, can_ask, engine_of, items, lexicon, markets, points, sides, slow

__all__ = ["lexicon"]

FACETS = ("kind", "nil", "languages", "skills")
NOBODY = Asker(Profile("~asker", Kind.STARTUP, ""))
filters = st.builds(
    Filters,
    kinds=st.frozensets(st.sampled_from(Kind), max_size=2),
    nils=st.frozensets(st.integers(1, 3), max_size=2),
    languages=st.frozensets(st.sampled_from(["it", "en"]), max_size=1),
    skills_all=st.frozensets(st.sampled_from(SKILLS), max_size=1),
    near=st.one_of(st.none(), st.builds(Near, st.builds(Point, st.just(45.46), st.just(9.19)), st.just(6.0))),
)
named = st.sampled_from(["Épée", "edera", "Zinco", "zÀ", "àncora", "Ancora"])


@st.composite
def placed_markets(draw: st.DrawFn, lexicon: Lexicon) -> list[Profile]:
    annotated = [lexicon.annotate(replace(one, name=draw(named))) for one in draw(markets())]
    # Last of all: to annotate is to fill in the district that a point lies in.
    return [replace(one, place=replace(one.place, nil=draw(st.sampled_from([None, 1, 2, 3])))) for one in annotated]


def everyone(engine: Engine, request: MatchRequest) -> tuple[Found, ...]:
    return engine.survey(replace(request, k=100, offset=0)).page


@slow
@given(
    data=st.data(),
    filters=filters,
    stated=st.tuples(sides, sides),
    min_score=st.sampled_from([0.0, 0.25, 0.5]),
    direction=st.sampled_from(Direction),
)
def test_a_survey_finds_the_matches_that_have_a_reason(
    data: st.DataObject,
    filters: Filters,
    stated: tuple[tuple[Item, ...], tuple[Item, ...]],
    min_score: float,
    direction: Direction,
    lexicon: Lexicon,
) -> None:
    engine = engine_of(data.draw(placed_markets(lexicon)), lexicon)
    asker = lexicon.annotate(replace(NOBODY.profile, offers=stated[0], seeks=stated[1]))
    if not can_ask(asker, direction):
        return
    request = MatchRequest(Asker(asker), direction, filters, k=100, min_score=min_score)
    expected = tuple(one for one in engine.match(request).matches if one.reasons)
    assert tuple(one.match for one in engine.survey(request).page) == expected


@slow
@given(data=st.data(), filters=filters, direction=st.sampled_from(Direction))
def test_an_asker_who_states_nothing_finds_everyone_who_passes(
    data: st.DataObject, filters: Filters, direction: Direction, lexicon: Lexicon
) -> None:
    market = data.draw(placed_markets(lexicon))
    engine = engine_of(market, lexicon)
    request = MatchRequest(NOBODY, direction, filters, k=100)
    asking = lexicon.annotate(replace(NOBODY.profile, offers=(Item("divise"),), seeks=(Item("divise"),)))
    survey = engine.survey(request)
    assert survey.total == engine.match(replace(request, asker=Asker(asking))).total
    assert [one.match for one in survey.page] == [None] * survey.total
    names = [(fold(one.profile.name), one.profile.id) for one in survey.page]
    assert names == sorted(names), "without a score to go by they come by name"


@slow
@given(data=st.data(), filters=filters, seeks=sides)
def test_the_count_of_a_value_is_the_total_it_alone_would_give(
    data: st.DataObject, filters: Filters, seeks: tuple[Item, ...], lexicon: Lexicon
) -> None:
    engine = engine_of(data.draw(placed_markets(lexicon)), lexicon)
    asker = Asker(lexicon.annotate(replace(NOBODY.profile, seeks=seeks)))
    request = MatchRequest(asker, Direction.SUPPLY, filters, facets=FACETS)
    facets = engine.survey(request).facets
    chosen = {
        "kind": [(str(one), replace(filters, kinds=frozenset({one}))) for one in Kind],
        "nil": [(str(one), replace(filters, nils=frozenset({one}))) for one in (1, 2, 3)],
        "languages": [(one, replace(filters, languages=frozenset({one}))) for one in ("it", "en")],
        "skills": [(one, replace(filters, skills_all=filters.skills_all | {one})) for one in SKILLS],
    }
    for facet, values in chosen.items():
        expected = {value: engine.survey(replace(request, filters=one)).total for value, one in values}
        counted = {value: count for value, count in facets[facet].items() if value in expected}
        assert counted == +Counter(expected), facet
        assert facet == "skills" or counted == facets[facet]


@slow
@given(data=st.data(), filters=st.lists(filters, min_size=1, max_size=4), seeks=sides)
def test_an_alternative_counts_what_asking_for_it_would_find(
    data: st.DataObject, filters: list[Filters], seeks: tuple[Item, ...], lexicon: Lexicon
) -> None:
    engine = engine_of(data.draw(placed_markets(lexicon)), lexicon)
    asker = Asker(lexicon.annotate(replace(NOBODY.profile, seeks=seeks)))
    request = MatchRequest(asker, Direction.SUPPLY, filters[0])
    expected = tuple(engine.survey(replace(request, filters=one)).total for one in filters)
    assert engine.survey(request, filters).alternatives == expected


@slow
@given(data=st.data(), home=points, near=st.one_of(st.none(), st.just(Near(Point(45.46, 9.19), 8.0))))
def test_sorting_changes_the_order_and_nothing_else(
    data: st.DataObject, home: Point | None, near: Near | None, lexicon: Lexicon
) -> None:
    engine = engine_of(data.draw(placed_markets(lexicon)), lexicon)
    seeks = (data.draw(items),)
    asker = Asker(lexicon.annotate(replace(NOBODY.profile, seeks=seeks, place=Place(point=home))))
    request = MatchRequest(asker, Direction.SUPPLY, Filters(near=near), k=100)
    best = engine.match(request).matches
    centre = near.point if near else home

    def away(profile: Profile) -> float:
        point = profile.place.point
        if centre is None or point is None:
            return float("inf")
        return kilometres(centre.lat, centre.lon, point.lat, point.lon)

    nearest = engine.match(replace(request, sort=Sort.DISTANCE)).matches
    by_name = engine.match(replace(request, sort=Sort.NAME)).matches
    assert [one.score for one in best] == sorted((one.score for one in best), reverse=True)
    assert all(away(here.profile) <= away(there.profile) + 0.01 for here, there in pairwise(nearest))
    assert [fold(one.profile.name) for one in by_name] == sorted(fold(one.profile.name) for one in best)
    ids = sorted(one.profile.id for one in best)
    assert sorted(one.profile.id for one in nearest) == sorted(one.profile.id for one in by_name) == ids


@slow
@given(data=st.data(), sort=st.sampled_from(Sort), seeks=sides)
def test_pages_of_a_survey_together_are_the_whole(
    data: st.DataObject, sort: Sort, seeks: tuple[Item, ...], lexicon: Lexicon
) -> None:
    engine = engine_of(data.draw(placed_markets(lexicon)), lexicon)
    asker = Asker(lexicon.annotate(replace(NOBODY.profile, seeks=seeks)))
    request = MatchRequest(asker, Direction.SUPPLY, k=2, sort=sort)
    total = engine.survey(request).total
    pages = [engine.survey(replace(request, offset=offset)).page for offset in range(0, total + 2, 2)]
    assert [one for page in pages for one in page] == [*everyone(engine, request)]
    assert sum(map(len, pages)) == total
