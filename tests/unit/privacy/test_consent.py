"""Consent is asked about for each purpose, at each event, on each day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.schemas.profiles import ProfileIn, ProfilePatch
from matcher.bootstrap import Application
from matcher.domain.events import EventParticipant
from matcher.domain.matches import Direction, MatchRequest
from matcher.domain.profiles import Grant, Item, Kind, Profile, Purpose, today
from matcher.errors import NotFound
from matcher.settings import load_settings
from matcher.store import SqlStore
from matcher.usecases import shelving
from matcher.usecases.asking import asker_by_text
from matcher.usecases.contacting.requests import reachable_profile
from matcher.usecases.events.pairs import profiles_of
from matcher.usecases.following import Follower
from matcher.usecases.insights.counting import Insights
from matcher.usecases.keeping import save_profile
from tests.stores import named, put, stored

DAY = date(2026, 3, 1)
TOMORROW = timedelta(days=1)
ANNA = Profile("anna", Kind.ARTISAN, "Anna", offers=(Item("rilegatura di libri"),))
OTHERS = [Profile(f"p{n}", Kind.ARTISAN, f"P{n}", offers=(Item("rilegatura di libri"),)) for n in range(3)]


def matching(until: date | None = None, event: str | None = None) -> Profile:
    return replace(ANNA, grants=(Grant(Purpose.MATCHING, event, until),))


def test_without_grants_consent_is_for_everything_and_for_good() -> None:
    for purpose in Purpose:
        assert ANNA.allows(purpose, date.max, "any event")
        assert not replace(ANNA, consent=False).allows(purpose, DAY)


def test_a_grant_is_for_its_purpose_and_nothing_else() -> None:
    for purpose in Purpose:
        assert matching().allows(purpose, DAY) == (purpose is Purpose.MATCHING)
        assert not replace(ANNA, grants=()).allows(purpose, DAY)


def test_a_grant_for_an_event_is_for_no_other_and_one_for_everything_covers_events() -> None:
    here = matching(event="fiera")
    assert here.allows(Purpose.MATCHING, DAY, "fiera")
    assert not here.allows(Purpose.MATCHING, DAY, "altra")
    assert not here.allows(Purpose.MATCHING, DAY)
    assert matching().allows(Purpose.MATCHING, DAY, "fiera")


def test_a_grant_counts_until_the_day_before_it_ends() -> None:
    assert matching(until=DAY + TOMORROW).allows(Purpose.MATCHING, DAY)
    assert not matching(until=DAY).allows(Purpose.MATCHING, DAY)


@given(st.lists(st.tuples(st.sampled_from(Purpose), st.booleans(), st.integers(-2, 2))), st.sampled_from(Purpose))
def test_any_grant_that_holds_is_enough(grants: list[tuple[Purpose, bool, int]], purpose: Purpose) -> None:
    held = tuple(Grant(what, "fiera" if local else None, DAY + n * TOMORROW) for what, local, n in grants)
    profile = replace(ANNA, grants=held)
    expected = any(what is purpose and not local and n > 0 for what, local, n in grants)
    assert profile.allows(purpose, DAY) == expected == profile.seen_for(purpose, DAY).consent


def test_grants_are_stored_and_who_lapses_is_told(sql_store: SqlStore) -> None:
    profiles = [
        replace(named("a"), grants=(Grant(Purpose.MATCHING, None, DAY), Grant(Purpose.CONTACT, "fiera"))),
        replace(named("b"), grants=(Grant(Purpose.MATCHING, None, DAY + TOMORROW),)),
        replace(named("c"), grants=()),
        named("d"),
    ]
    put(sql_store, *profiles)
    assert [stored(sql_store, profile.id).profile for profile in profiles] == profiles
    with sql_store.unit_of_work() as unit:
        assert unit.profiles.lapsed(DAY) == ["a", "c"]
        assert unit.profiles.lapsed(DAY + TOMORROW) == ["a", "b", "c"]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    monkeypatch.setattr(shelving, "SMALL", 2)
    app = Application(load_settings(data_dir=tmp_path / "data", encoder="hashing:32"))
    for profile in (matching(until=today() + TOMORROW), *OTHERS):
        save_profile(profile, None, store=app.store, lexicon=app.lexicon, follower=app.follower)
    yield app
    app.close()


def found(app: Application, follower: Follower) -> set[str]:
    follower.refresh()
    request = MatchRequest(asker_by_text("rilegatura di libri", Direction.SUPPLY, app.lexicon), Direction.SUPPLY)
    return {match.profile.id for match in follower.engine.match(request).matches}


def test_a_running_engine_lets_go_on_the_day_that_consent_ends(app: Application) -> None:
    days = [today()]
    follower = Follower(app.store, app.engine, today=lambda: days[0])
    assert "anna" in found(app, follower)
    days[0] += TOMORROW
    assert found(app, follower) == {other.id for other in OTHERS}


def test_so_does_one_that_goes_on_from_the_saved_market(app: Application, tmp_path: Path) -> None:
    app.save_market()
    later = Application(load_settings(data_dir=tmp_path / "data", encoder="hashing:32"))
    engine = later.engines.of_stored(later.answering)
    assert engine.profile("anna") is not None, "the saved market is from the day before"
    follower = Follower(later.store, engine, today=lambda: today() + TOMORROW)
    assert found(later, follower) == {other.id for other in OTHERS}
    later.close()


def test_who_is_stored_with_consent_that_has_ended_is_not_found(app: Application) -> None:
    save_profile(matching(until=today()), None, store=app.store, lexicon=app.lexicon, follower=app.follower)
    assert found(app, app.follower) == {other.id for other in OTHERS}


def test_without_consent_to_contact_nobody_can_ask_for_it(app: Application) -> None:
    assert reachable_profile("p0", app.store).id == "p0"
    with pytest.raises(NotFound):
        reachable_profile("anna", app.store)


def test_without_consent_to_statistics_offers_are_not_counted(app: Application) -> None:
    presence = Insights(app.store, app.lexicon).indicators().presence
    assert presence.everyone.without_consent == 1


def test_consent_for_an_event_lets_somebody_be_matched_there(app: Application) -> None:
    only_here = matching(event="fiera")
    save_profile(only_here, None, store=app.store, lexicon=app.lexicon, follower=app.follower)
    assert "anna" not in found(app, app.follower)
    people = [EventParticipant("anna", "Anna", profile_id="anna")]
    with app.store.unit_of_work() as unit:
        assert set(profiles_of(unit, "fiera", people)) == {"anna"}
        assert profiles_of(unit, "altra", people) == {}


def test_true_and_false_stay_what_they_were_for_programs() -> None:
    body = {"kind": "artisan", "name": "Anna"}
    assert ProfileIn.model_validate(body | {"consent": True}).to_domain("a").grants is None
    assert ProfileIn.model_validate(body).to_domain("a").consent
    assert not ProfileIn.model_validate(body | {"consent": False}).to_domain("a").allows(Purpose.CONTACT, DAY)
    grant = {"purpose": "matching", "event": "fiera", "until": "2026-03-01"}
    limited = ProfileIn.model_validate(body | {"grants": [grant]}).to_domain("a")
    assert limited.grants == (Grant(Purpose.MATCHING, "fiera", DAY),)
    assert ProfilePatch.model_validate({"name": "Bea"}).applied_to(limited).grants == limited.grants
    assert ProfilePatch.model_validate({"consent": True}).applied_to(limited).grants is None
    assert ProfilePatch.model_validate({"grants": []}).applied_to(ANNA).grants == ()
