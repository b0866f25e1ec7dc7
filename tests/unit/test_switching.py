"""A change of encoder: the old one answers until the new one knows every text, whatever happens meanwhile."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

from embeddings import Encoder, EncoderUnavailable, Role, load_encoder
from embeddings.hashing_encoder import HashingEncoder
from matcher.bootstrap import Application
from matcher.domain.matches import Direction, MatchRequest
from matcher.domain.profiles import Item, Kind, Profile
from matcher.engine import Engine
from matcher.errors import Conflict
from matcher.lexicon.annotation import default_lexicon
from matcher.settings import load_settings
from matcher.store import SqlVectorCache
from matcher.usecases import switching
from matcher.usecases.asking import asker_by_text
from matcher.usecases.following import Follower
from matcher.usecases.keeping import save_profile
from matcher.usecases.switching import ACTIVE_ENCODER, active_encoder
from tests.fakes import Gate, WatchedEncoder
from tests.stores import put

OLD, NEW = "hashing:64", "hashing:128"
BINDERS = [
    Profile(f"binder-{number}", Kind.ARTISAN, "Legatoria", offers=(Item(f"rilegatura di libri, cucitura {number}"),))
    for number in range(5)
]
LATE = Profile("late", Kind.ARTISAN, "Tardi", offers=(Item("rilegatura di tesi e registri"),))
LEXICON = cache(default_lexicon)

Start = Callable[..., Application]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts a process with an encoder in its settings; `models` are loaded in place of what a specification names."""
    started: list[Application] = []
    monkeypatch.setattr("matcher.bootstrap.application.default_lexicon", LEXICON)

    def start(spec: str, **models: Encoder) -> Application:
        by_spec = {name.replace("_", ":"): model for name, model in models.items()}
        monkeypatch.setattr(
            "matcher.bootstrap.application.load_encoder", lambda one: by_spec.get(one) or load_encoder(one)
        )
        app = Application(load_settings(data_dir=tmp_path, encoder=spec))
        started.append(app)
        return app

    yield start
    for app in started:
        app.close()


@pytest.fixture
def before(start: Start) -> Application:
    """The process that answered with the old encoder."""
    app = start(OLD)
    put(app.store, *(app.lexicon.annotate(profile) for profile in BINDERS))
    app.warm_up()
    return app


def answer(app: Application) -> tuple[str, set[str]]:
    """The specification behind an answer, and who is found."""
    app.follower.catch_up()
    asker = asker_by_text("rilegatura di libri", Direction.SUPPLY, app.lexicon)
    result = app.engine.match(MatchRequest(asker, Direction.SUPPLY, k=100))
    kind, dim, _ = result.model.split(":")
    return f"{kind}:{dim}", {match.profile.id for match in result.matches}


def save(app: Application, profile: Profile) -> None:
    save_profile(profile, None, store=app.store, lexicon=app.lexicon, follower=app.follower)


EVERYONE = {profile.id for profile in BINDERS}


@pytest.mark.usefixtures("before")
def test_the_old_encoder_answers_until_the_new_one_is_ready(start: Start) -> None:
    gate = Gate()
    app = start(NEW, hashing_128=WatchedEncoder(128, gate))
    app.warm_up()
    assert app.switch is not None
    gate.wait_until_reached()
    assert answer(app) == (OLD, EVERYONE)
    assert app.switch.progress == switching.Progress(OLD, NEW, encoded=0, total=5)
    gate.open()
    app.switch.wait()
    assert app.switch.progress == switching.Progress(OLD, NEW, encoded=5, total=5)
    assert answer(app) == (NEW, EVERYONE)
    assert start(NEW).answering.spec == NEW


@pytest.mark.usefixtures("before")
def test_what_is_written_meanwhile_is_found_before_and_after(start: Start) -> None:
    gate = Gate()
    app = start(NEW, hashing_128=WatchedEncoder(128, gate))
    app.warm_up()
    gate.wait_until_reached()
    save(app, LATE)
    save(app, replace(BINDERS[0], offers=(Item("taglio laser di cuoio"),)))
    app.eraser.erase_profile("binder-1")
    spec, found = answer(app)
    assert (spec, found & {"late", "binder-1"}) == (OLD, {"late"})
    gate.open()
    assert app.switch is not None
    app.switch.wait()
    assert app.switch.progress.problem is None
    spec, found = answer(app)
    assert (spec, found & {"late", "binder-1"}) == (NEW, {"late"})
    assert app.engine.profile("binder-0") == app.lexicon.annotate(
        replace(BINDERS[0], offers=(Item("taglio laser di cuoio"),))
    )


@pytest.mark.usefixtures("before")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_process_killed_between_batches_has_lost_nothing(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switching, "BATCH", 2)
    batches = iter([1, 2])

    def die_at_the_third() -> None:
        if next(batches, None) is None:
            raise SystemExit

    killed = start(NEW, hashing_128=WatchedEncoder(128, die_at_the_third))
    killed.warm_up()
    assert killed.switch is not None
    killed.switch.wait()
    assert answer(killed) == (OLD, EVERYONE)

    model = WatchedEncoder(128)
    again = start(NEW, hashing_128=model)
    again.warm_up()
    assert again.switch is not None
    again.switch.wait()
    assert answer(again) == (NEW, EVERYONE)
    assert [text for text in model.documents if text.startswith("rilegatura di libri")] == [BINDERS[4].offers[0].text]


@pytest.mark.usefixtures("before")
def test_an_encoder_that_fails_midway_leaves_the_old_one_and_says_so(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> NoReturn:
        raise RuntimeError("out of memory")

    app = start(NEW, hashing_128=WatchedEncoder(128, fail))
    app.warm_up()
    assert app.switch is not None
    app.switch.wait()
    assert answer(app) == (OLD, EVERYONE)
    problem = app.switch.progress.problem
    assert problem is not None
    assert problem in caplog.text
    assert "out of memory" in problem
    assert f"{OLD} goes on answering" in problem
    assert "MATCHER_ENCODER" in problem
    assert active_encoder(app.store) == switching.ActiveEncoder(OLD, app.answering.fingerprint)


@pytest.mark.usefixtures("before")
def test_an_encoder_that_cannot_be_loaded_leaves_the_old_one(start: Start) -> None:
    app = start(OLD)
    app.warm_up()
    switch = app.change_encoder("word2vec")
    switch.wait()
    assert "unknown encoder 'word2vec'" in str(switch.progress.problem)
    assert answer(app) == (OLD, EVERYONE)
    app.change_encoder(NEW).wait()
    assert answer(app) == (NEW, EVERYONE)


@pytest.mark.usefixtures("before")
def test_a_model_that_is_gone_does_not_take_over_though_every_vector_is_kept(start: Start) -> None:
    class Gone(HashingEncoder):
        def encode(self, texts: Sequence[str], *, role: Role) -> NoReturn:
            raise EncoderUnavailable("its weights are gone")

    app = start(OLD)
    app.change_encoder(NEW).wait()
    app.change_encoder(OLD).wait()
    later = start(NEW, hashing_128=Gone(128))
    later.warm_up()
    assert later.switch is not None
    later.switch.wait()
    assert "its weights are gone" in str(later.switch.progress.problem)
    assert answer(later) == (OLD, EVERYONE)


@pytest.mark.usefixtures("before")
def test_going_back_encodes_no_text_again(start: Start) -> None:
    start(OLD).change_encoder(NEW).wait()
    model = WatchedEncoder(64)
    app = start(OLD, hashing_64=model)
    app.warm_up()
    assert app.switch is not None
    app.switch.wait()
    assert answer(app) == (OLD, EVERYONE)
    assert model.documents == []


@pytest.mark.usefixtures("before")
def test_one_change_at_a_time(start: Start) -> None:
    gate = Gate()
    app = start(NEW, hashing_128=WatchedEncoder(128, gate))
    app.warm_up()
    with pytest.raises(Conflict, match=f"{NEW} is being prepared"):
        app.change_encoder("hashing:32")
    gate.open()
    assert app.switch is not None
    app.switch.wait()
    app.change_encoder("hashing:32").wait()
    assert answer(app) == ("hashing:32", EVERYONE)


@pytest.mark.parametrize("noted", [{"spec": "word2vec"}, {"fingerprint": "another:64"}])
def test_where_the_old_encoder_cannot_be_had_texts_are_encoded_before_the_first_answer(
    before: Application, start: Start, noted: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    known = {"spec": OLD, "fingerprint": before.answering.fingerprint}
    with before.store.unit_of_work(write=True) as unit:
        unit.set_meta(ACTIVE_ENCODER, json.dumps(known | noted))
        unit.commit()
    app = start(NEW)
    with caplog.at_level(logging.WARNING):
        app.warm_up()
    assert app.switch is None
    assert answer(app) == (NEW, EVERYONE)
    assert "every text is encoded anew before the first answer" in caplog.text


def test_reindexing_makes_the_encoder_of_the_settings_answer_at_once(before: Application, start: Start) -> None:
    app = start(NEW)
    assert answer(app) == (OLD, EVERYONE)
    assert app.prepared() == (0, 5)
    app.reindex()
    assert app.prepared() == (5, 5)
    assert answer(app) == (NEW, EVERYONE)
    assert SqlVectorCache(app.store).keys(before.answering.fingerprint)


def test_who_hands_over_knows_what_the_one_before_knew(before: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that the old engine learns while the new one catches up is not forgotten at the change."""
    follower: Follower = before.follower
    successor = before.answering.engine([], generation=0)
    update = Engine.update
    written = iter([LATE])

    def update_while_somebody_writes(self: Engine, **changes: object) -> None:
        update(self, **changes)  # type: ignore[arg-type]
        if self is successor and (profile := next(written, None)):
            save(before, profile)

    monkeypatch.setattr(Engine, "update", update_while_somebody_writes)
    old = follower.engine
    follower.hand_over(successor)
    assert follower.engine is successor
    assert successor.generation == old.generation == 6
    assert answer(before) == (OLD, EVERYONE | {"late"})
