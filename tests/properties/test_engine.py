"""The engine against its definition, and the promises it makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embeddings import load_encoder
from embeddings.bundled import bundled_space
from embeddings.exact_index import ExactIndex
from embeddings.faiss_index import FaissIndex
from matcher.domain.matches import Asker, Direction, Filters, MatchRequest, MatchResult
from matcher.domain.profiles import Facts, Item, Kind, Need, OrganisationType, Place, Point, Profile
from matcher.engine import Engine
from matcher.lexicon.annotation import Lexicon, default_lexicon
from matcher.retrieval.fitting import fit_curves
from tests.engine_oracle import Oracle

TODAY = date(2026, 3, 1)
TEXTS = (
    "taglio laser su legno", "laser cutting of plywood", "rilegatura a mano di libri", "bookbinding",
    "sartoria da uomo", "divise e camici", "stampa 3D in PLA", "3D printing", "oreficeria", "gold rings",
    "ceramica raku", "PCB assembly", "spazio in affitto", "consulenza", "grafica e packaging",
)  # fmt: skip
SKILLS = ("laser-cutting", "bookbinding", "goldsmithing")
ENCODER = load_encoder("hashing:32")

items = st.builds(Item, text=st.sampled_from(TEXTS), need=st.sampled_from(Need))
sides = st.lists(items, max_size=3, unique_by=lambda item: item.text).map(tuple)
points = st.one_of(st.none(), st.builds(Point, st.floats(45.4, 45.53), st.floats(9.06, 9.27)))
facts = st.builds(
    Facts,
    languages=st.sampled_from([(), ("it",), ("en",), ("en", "it")]),
    run_min=st.one_of(st.none(), st.integers(1, 50)),
    run_max=st.one_of(st.none(), st.integers(50, 500)),
    lead_time_days=st.one_of(st.none(), st.integers(1, 60)),
    available_from=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 6, 1))),
)


@st.composite
def markets(draw: st.DrawFn) -> list[Profile]:
    size = draw(st.integers(1, 7))
    ids = [f"p{number}" for number in range(size)]
    return [
        Profile(
            id=profile_id,
            kind=(kind := draw(st.sampled_from(Kind))),
            type=OrganisationType.COMPANY if kind is Kind.ORGANISATION else None,
            name=profile_id,
            offers=draw(sides),
            seeks=draw(sides),
            place=Place(point=draw(points)),
            facts=draw(facts),
            organisation=draw(st.sampled_from([None, None, "acme"])),
            blocks=frozenset(draw(st.sets(st.sampled_from(ids), max_size=1))),
            consent=draw(st.sampled_from([True, True, True, False])),
        )
        for profile_id in ids
    ]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return default_lexicon("milan")


def engine_of(profiles: list[Profile], lexicon: Lexicon, exact: int = 400) -> Engine:
    engine = Engine(ENCODER, lexicon, lambda _: ExactIndex(ENCODER.dim), today=lambda: TODAY, exact=exact)
    engine.load(profiles, generation=1)
    return engine


def ask(
    engine: Engine, asker: Profile, direction: Direction, filters: Filters | None = None, k: int = 100, offset: int = 0
) -> MatchResult:
    return engine.match(MatchRequest(Asker(asker), direction, filters or Filters(), k=k, offset=offset))


def profiles_of(result: MatchResult) -> dict[str, Profile]:
    return {match.profile.id: match.profile for match in result.matches}


def can_ask(profile: Profile, direction: Direction) -> bool:
    needs = {"supply": profile.seeks, "demand": profile.offers, "mutual": profile.seeks + profile.offers}
    return bool(needs[direction.value])


slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@slow
@given(profiles=markets(), direction=st.sampled_from(Direction), data=st.data())
def test_scores_are_those_of_the_definition(
    profiles: list[Profile], direction: Direction, data: st.DataObject, lexicon: Lexicon
) -> None:
    annotated = [lexicon.annotate(profile) for profile in profiles]
    asker = data.draw(st.sampled_from(annotated))
    filters = Filters(
        kinds=data.draw(st.frozensets(st.sampled_from(Kind), max_size=2)),
        skills_any=data.draw(st.frozensets(st.sampled_from(SKILLS), max_size=2)),
        exclude=data.draw(st.frozensets(st.sampled_from(["p0", "p1"]), max_size=1)),
    )
    if not can_ask(asker, direction):
        return
    result = ask(engine_of(annotated, lexicon), asker, direction, filters)
    oracle = Oracle(
        [one for one in annotated if one.consent],
        ENCODER,
        lexicon.skills,
        fit_curves(ENCODER, lexicon.skills),
        bundled_space(),
        TODAY,
    )
    expected = oracle.scores(Asker(asker), direction, filters)
    assert {match.profile.id: match.score for match in result.matches} == pytest.approx(expected, abs=1e-4)
    assert result.total == sum(oracle.eligible(asker, other, direction, filters) for other in oracle.profiles), (
        "the total counts everyone who passes, scored or not"
    )


@slow
@given(profiles=markets(), direction=st.sampled_from(Direction))
def test_components_recombine_to_the_score_and_utilities_to_their_parts(
    profiles: list[Profile], direction: Direction, lexicon: Lexicon
) -> None:
    annotated = [lexicon.annotate(profile) for profile in profiles]
    engine = engine_of(annotated, lexicon)
    for asker in annotated:
        if not can_ask(asker, direction):
            continue
        for match in ask(engine, asker, direction).matches:
            assert sum(one.weight * one.value for one in match.components) == pytest.approx(match.score, abs=1e-6)
            for way, name in ((match.to, "to"), (match.back, "from")):
                if way.utility is None or way.coverage is None:
                    assert way.utility is way.coverage is None
                    continue
                context = way.coverage if way.context is None else way.context
                mixed = (1 - way.context_weight) * way.coverage + way.context_weight * context
                assert mixed == pytest.approx(way.utility, abs=1e-6)
                aligned = [one for one in (*match.reasons, *match.unmet) if one.way == name]
                assert sum(one.weight * one.similarity for one in aligned) == pytest.approx(way.coverage, abs=1e-6)


@slow
@given(profiles=markets(), direction=st.sampled_from(Direction))
def test_pages_together_are_the_whole_list_and_totals_do_not_change(
    profiles: list[Profile], direction: Direction, lexicon: Lexicon
) -> None:
    annotated = [lexicon.annotate(profile) for profile in profiles]
    engine, asker = engine_of(annotated, lexicon), annotated[0]
    if not can_ask(asker, direction):
        return
    whole = ask(engine, asker, direction)
    paged, offset = [], 0
    while offset is not None:
        page = ask(engine, asker, direction, k=2, offset=offset)
        assert page.total == whole.total
        paged += [match.profile.id for match in page.matches]
        offset = page.next_offset  # type: ignore[assignment]
    assert paged == [match.profile.id for match in whole.matches]


@slow
@given(profiles=markets(), more=markets(), direction=st.sampled_from(Direction))
def test_an_engine_kept_up_to_date_holds_the_same_market_as_a_fresh_one(
    profiles: list[Profile], more: list[Profile], direction: Direction, lexicon: Lexicon
) -> None:
    before, after = ([lexicon.annotate(one) for one in some] for some in (profiles, more))
    kept = engine_of(before, lexicon)
    kept.update(after, [one.id for one in before if one.id not in {new.id for new in after}], generation=2)
    fresh = engine_of(after, lexicon)
    for asker in after:
        if can_ask(asker, direction):
            here, there = ask(kept, asker, direction), ask(fresh, asker, direction)
            assert profiles_of(here) == profiles_of(there)
            assert here.total == there.total
    assert kept.generation == 2


@pytest.mark.parametrize("index", [ExactIndex, FaissIndex])
def test_candidates_hold_the_best_of_a_market_too_large_to_score_whole(
    index: type[ExactIndex | FaissIndex], lexicon: Lexicon
) -> None:
    crowd = [
        lexicon.annotate(Profile(f"p{n:03}", Kind.ARTISAN, "x", offers=(Item(f"{TEXTS[n % len(TEXTS)]} {n}"),)))
        for n in range(300)
    ]
    asker = lexicon.annotate(Profile("asker", Kind.STARTUP, "x", seeks=(Item("rilegatura di libri"),)))
    engine = Engine(ENCODER, lexicon, lambda _: index(ENCODER.dim), today=lambda: TODAY, exact=20)
    engine.load(crowd, generation=1)
    by_candidates = ask(engine, asker, Direction.SUPPLY, k=20)
    by_all = ask(engine_of(crowd, lexicon), asker, Direction.SUPPLY, k=20)
    assert [match.profile.id for match in by_candidates.matches] == [match.profile.id for match in by_all.matches]
    assert by_candidates.total == by_all.total == 300


def test_a_reason_names_both_items_the_skill_and_the_words(lexicon: Lexicon) -> None:
    binder = Profile("b", Kind.ARTISAN, "Legatoria", offers=(Item("restauro"), Item("rilegatura a mano di libri")))
    asker = lexicon.annotate(Profile("a", Kind.STARTUP, "x", seeks=(Item("rilegatura di libri"), Item("PCB assembly"))))
    (match,) = ask(engine_of([lexicon.annotate(binder)], lexicon), asker, Direction.SUPPLY).matches
    (reason,) = match.reasons
    assert (reason.seek, reason.offer) == ("rilegatura di libri", "rilegatura a mano di libri")
    assert reason.skill == "bookbinding"
    assert "rilegatura" in " ".join(reason.words)
    assert [unmet.seek for unmet in match.unmet] == ["PCB assembly"]


def test_stating_needs_never_lowers_a_supplier_in_the_list(lexicon: Lexicon) -> None:
    quiet = lexicon.annotate(Profile("quiet", Kind.ARTISAN, "x", offers=(Item("bookbinding"),)))
    frank = replace(lexicon.annotate(replace(quiet, id="frank", seeks=(Item("PCB assembly"),))))
    asker = lexicon.annotate(
        Profile("a", Kind.STARTUP, "x", seeks=(Item("rilegatura a mano di libri"),), offers=(Item("gold rings"),))
    )
    result = ask(engine_of([quiet, frank], lexicon), asker, Direction.SUPPLY)
    scores = {one.profile.id: one.score for one in result.matches}
    assert scores["frank"] >= scores["quiet"]
