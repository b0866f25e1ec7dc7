"""The market in its segments: whatever the history, it is that of the profiles that are left."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embeddings.errors import DamagedFolder
from embeddings.exact_index import ExactIndex
from matcher.domain.matches import Direction
from matcher.domain.profiles import Kind, Profile
from matcher.engine import Engine, merging
from matcher.engine import keeper as keeping
from matcher.engine import market as segments
from matcher.lexicon.annotation import Lexicon, default_lexicon
from tests.index_files import PickledIndexes
from tests.properties.test_engine import ENCODER, TODAY, ask, can_ask, engine_of, markets

slow = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return default_lexicon("milan")


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments are sealed at two profiles, and rarities learnt again in the background, so that a few writes do it."""
    monkeypatch.setattr(segments, "SEALED", 2)
    monkeypatch.setattr(merging, "SEALED", 2)
    monkeypatch.setattr(merging, "STEP", 2)
    monkeypatch.setattr(keeping, "AT_ONCE", 1)


@slow
@given(history=st.lists(markets(), min_size=1, max_size=5), direction=st.sampled_from(Direction))
def test_after_any_history_the_market_is_that_of_the_profiles_left(
    history: list[list[Profile]], direction: Direction, lexicon: Lexicon, small_segments: None
) -> None:
    engine = engine_of([], lexicon)
    left: dict[str, Profile] = {}
    for number, wave in enumerate(history, start=2):
        changed = [lexicon.annotate(profile) for profile in wave]
        removed = sorted(left)[:2] if number % 2 else []
        engine.update(changed, [one for one in removed if one not in {new.id for new in changed}], generation=number)
        left = {key: one for key, one in left.items() if key not in removed} | {one.id: one for one in changed}
    engine.settle()
    assert engine.generation == len(history) + 1
    fresh = engine_of(list(left.values()), lexicon)
    for profile in left.values():
        assert engine.profile(profile.id) == fresh.profile(profile.id)
        if profile.consent and can_ask(profile, direction):
            here, there = ask(engine, profile, direction), ask(fresh, profile, direction)
            assert here.total == there.total
            assert {match.profile.id for match in here.matches} == {match.profile.id for match in there.matches}


@slow
@given(profiles=markets(), more=markets())
def test_a_market_that_doubles_learns_its_rarities_anew(
    profiles: list[Profile], more: list[Profile], lexicon: Lexicon, small_segments: None
) -> None:
    before = [lexicon.annotate(profile) for profile in profiles]
    engine = engine_of(before, lexicon)
    known = {profile.id for profile in before}
    added = [lexicon.annotate(one) for one in more if one.id not in known]
    engine.update(added, [], generation=2)
    engine.settle()
    fresh = engine_of([*before, *added], lexicon)
    consenting = sum(one.consent for one in before), sum(one.consent for one in [*before, *added])
    if consenting[1] <= 2 * consenting[0]:
        return
    for profile in [*before, *added]:
        if profile.consent and can_ask(profile, Direction.MUTUAL):
            scores = [
                {match.profile.id: match.score for match in ask(one, profile, Direction.MUTUAL).matches}
                for one in (engine, fresh)
            ]
            assert scores[0] == pytest.approx(scores[1], abs=1e-4)


@slow
@given(profiles=markets(), more=markets(), direction=st.sampled_from(Direction))
def test_a_market_that_was_saved_answers_alike_and_goes_on(
    profiles: list[Profile],
    more: list[Profile],
    direction: Direction,
    lexicon: Lexicon,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shelf, origin = PickledIndexes.shelf(tmp_path_factory.mktemp("shelf")), PickledIndexes.origin
    engine = engine_of([lexicon.annotate(profile) for profile in profiles], lexicon)
    assert engine.save(shelf, lambda _: origin)
    opened = Engine(ENCODER, lexicon, lambda _: ExactIndex(ENCODER.dim), today=lambda: TODAY)
    opened.open(shelf, origin)
    for change in ([], [lexicon.annotate(profile) for profile in more]):
        for one in (engine, opened):
            one.update(change, [], generation=one.generation + 1)
        assert opened.generation == engine.generation
        for profile in profiles:
            kept = engine.profile(profile.id)
            assert opened.profile(profile.id) == kept
            if kept is not None and can_ask(kept, direction):
                assert ask(opened, kept, direction) == ask(engine, kept, direction)


def test_a_saved_market_of_another_origin_or_damaged_is_refused(lexicon: Lexicon, tmp_path: Path) -> None:
    shelf, origin = PickledIndexes.shelf(tmp_path), PickledIndexes.origin
    engine = engine_of([lexicon.annotate(Profile("a", Kind.ARTISAN, "A"))], lexicon)
    with pytest.raises(DamagedFolder, match="no saved market"):
        engine.open(shelf, origin)
    engine.save(shelf, lambda _: origin)
    for part in ("store", "encoder", "vocabulary"):
        with pytest.raises(DamagedFolder, match="another"):
            engine.open(shelf, PickledIndexes.origin_but_for(part))
    (victim,) = tmp_path.rglob("segment.columns.ids.content.*.npy")
    content = victim.read_bytes()
    victim.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(DamagedFolder):
        engine.open(shelf, origin)
    assert engine.profile("a") is not None, "a market that cannot be opened leaves the present one as it is"
    engine.save(shelf, lambda _: origin)
    engine.open(shelf, origin)


def test_only_the_last_saved_market_is_kept(lexicon: Lexicon, tmp_path: Path) -> None:
    shelf, origin = PickledIndexes.shelf(tmp_path), PickledIndexes.origin
    engine = engine_of([], lexicon)
    for generation in (2, 3):
        engine.update([], [], generation)
        engine.save(shelf, lambda _: origin)
        assert shelf.generation() == generation
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1
    shelf.forget()
    assert shelf.generation() == -1
