"""Everything a door needs, wired."""

from __future__ import annotations

import threading
from collections.abc import Callable

from embeddings import DEFAULT_ENCODER, load_encoder
from embeddings.faiss_index import FaissIndex
from matcher.bootstrap.engines import Engines
from matcher.bootstrap.events import Events
from matcher.bootstrap.imports import Imports
from matcher.bootstrap.indexes import Indexes
from matcher.bootstrap.markets import Markets
from matcher.bootstrap.once import Once
from matcher.bootstrap.programme import Programme
from matcher.bootstrap.reindexing import reindex_with
from matcher.bootstrap.scheduler import MOST_AT_ONCE, Scheduler
from matcher.bootstrap.scorers import SharedProspects
from matcher.engine import Engine
from matcher.errors import Conflict, Unavailable
from matcher.lexicon.annotation import Lexicon, default_lexicon
from matcher.settings import Settings
from matcher.store import SqlStore, SqlVectorCache, open_store
from matcher.usecases.following import Follower
from matcher.usecases.indexing import Indexer
from matcher.usecases.markets.scoring import EngineProspects
from matcher.usecases.reindexing import ReindexReport, links_are_stale
from matcher.usecases.switching import EncoderSwitch, active_encoder, note_active, restored


class Application:
    """Everything a door (command line, API) needs; costly parts are made at their first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.scheduler = Scheduler(max(1, MOST_AT_ONCE // settings.workers))
        self.making = threading.RLock()
        self.parts: dict[str, object] = {}
        self.switch: EncoderSwitch | None = None
        self._warm = self._stopped = False

    @Once
    def store(self) -> SqlStore:
        """The database, created and migrated when needed."""
        return open_store(self.settings.store_url)

    @Once
    def lexicon(self) -> Lexicon:
        """The vocabulary and the gazetteer of the city."""
        return default_lexicon(self.settings.city)

    @property
    def encoder_spec(self) -> str:
        """What the encoder of the settings is loaded from."""
        return self.settings.encoder or DEFAULT_ENCODER

    @Once
    def configured(self) -> Indexer:
        """The encoder of the settings; its weights are read when it first encodes."""
        return self._indexer(self.encoder_spec)

    @Once
    def answering(self) -> Indexer:
        """The encoder that answers: the one that did so last, as long as it can be had, or else that of the settings.

        It changes by `change_encoder` and `reindex` alone.
        """
        active = active_encoder(self.store)
        indexer = self.configured
        if active is not None and active.spec != self.encoder_spec:
            indexer = restored(active, self._indexer) or self.configured
        note_active(self.store, indexer)
        return indexer

    @Once
    def follower(self) -> Follower:
        """The link between the database and the engine with every stored profile.

        Links made with an older vocabulary are made anew first.
        """
        if links_are_stale(self.store, self.lexicon):
            reindex_with(self.answering, self.store, self.lexicon)
        return Follower(self.store, self.engines.of_stored(self.answering))

    @Once
    def engines(self) -> Engines:
        """What makes the engine that answers, and saves its market."""
        return Engines(self.settings, self.store, self.lexicon)

    @property
    def engine(self) -> Engine:
        """The engine that answers now."""
        return self.follower.engine

    def change_encoder(self, spec: str) -> EncoderSwitch:
        """Let another encoder answer once every stored text is encoded with it; until then the present one does.

        The work is done in the background; `switch` tells how far it is and whether it failed.

        Raises:
            Conflict: another change is under way.
        """
        with self.making:
            if self.switch is not None and self.switch.running:
                raise Conflict(f"The encoder {self.switch.progress.target} is being prepared: wait until it answers.")
            self.switch = EncoderSwitch(
                self.answering.spec, spec, self.store, self._indexer, self.engines.of_stored, self._take_over
            )
            self.switch.start()
            return self.switch

    def prepared(self) -> tuple[int, int]:
        """How many profiles have all their vectors of the settings' encoder, and how many there are."""
        kept = SqlVectorCache(self.store).keys(self.configured.fingerprint)
        with self.store.unit_of_work() as unit:
            complete = [self.configured.keys([one.profile]) <= kept for one in unit.profiles.iterate()]
        return sum(complete), len(complete)

    def reindex(self, progress: Callable[[int], None] = lambda done: None) -> ReindexReport:
        """Rebuild links and vectors from the texts in the database; the encoder of the settings answers from then on.

        Its vectors that no text needs are forgotten; those of other encoders stay.
        """
        report = reindex_with(self.configured, self.store, self.lexicon, progress)
        with self.making:
            note_active(self.store, self.configured)
            if self.parts.get("answering", self.configured) is not self.configured:
                self._forget_follower()
            self.parts["answering"] = self.configured
        return report

    @Once
    def imports(self) -> Imports:
        """Profiles from files."""
        return Imports(
            self.store,
            self.lexicon,
            lambda profiles: self.answering.encode(profiles),
            city=self.settings.city,
            draft=lambda rows: None if "follower" in self.parts else self.engines.draft(rows, self.answering),
        )

    @Once
    def events(self) -> Events:
        """What organisers do with events."""
        return Events(self.store, self.lexicon, lambda profiles: self.answering.engine(profiles))

    @Once
    def markets(self) -> Markets:
        """Recommendations for everyone at once."""
        return Markets(self.store, self._prospects)

    @Once
    def indexes(self) -> Indexes:
        """Indexes kept outside of this process."""
        return Indexes(self.store, lambda: self.answering.encoder, self.lexicon)

    @Once
    def programme(self) -> Programme:
        """What is counted of the whole programme."""
        return Programme(self.store, self.lexicon)

    def warm_up(self) -> None:
        """Load profiles and model, so that no question waits, and follow the changes of other processes.

        The change of encoder begins, if due.
        """
        self.follower.catch_up()
        self._follow()
        self.engine.warm_up()
        self._warm = True
        self.answering.warm_up()
        if self.answering.spec != self.encoder_spec:
            self.change_encoder(self.encoder_spec)

    def save_market(self) -> None:
        """Save the market with all that is stored, so that the next process starts from it."""
        if self.engines.kept_here and self.engines.shelving.worthwhile:
            self.follower.catch_up()
            self.engines.shelving.save(self.engine)

    def start_jobs(self) -> None:
        """Begin to do queued work, that of a process that died included, until `stop_jobs`."""
        with self.making:
            if not self._stopped:
                self.imports.start()
                self.events.runner.start()
                self.markets.runner.start()

    def stop_jobs(self) -> None:
        """Do no more; work under way is queued again with what it has found."""
        with self.making:
            self._stopped = True
        if "events" in self.parts:
            self.events.runner.close()
        if "imports" in self.parts:
            self.imports.close()
        if "markets" in self.parts:
            self.markets.runner.close()

    def stop_following(self) -> None:
        """Let every question ask the database for changes again, as before `warm_up`."""
        with self.making:
            self._stopped = True
        if "follower" in self.parts:
            self.follower.stop()
        if "engines" in self.parts:
            self.engines.shelving.stop()

    def close(self) -> None:
        """Stop the work under way and close the database, if it was opened."""
        self.stop_following()
        self.stop_jobs()
        if "engines" in self.parts:
            self.engines.close()
        if "store" in self.parts:
            self.store.close()

    def require_ready(self) -> None:
        """Check that matches can be answered.

        Raises:
            Unavailable: the profiles are still being loaded.
        """
        if not self._warm:
            raise Unavailable("The profiles are still being loaded; try again in a few seconds.")

    def _prospects(self) -> SharedProspects:
        self.save_market()
        self.follower.catch_up()
        return SharedProspects(EngineProspects(self.engine), self.settings, self.answering.spec)

    def _indexer(self, spec: str) -> Indexer:
        return Indexer(spec, load_encoder(spec), SqlVectorCache(self.store), self.lexicon, FaissIndex)

    def _follow(self) -> None:
        with self.making:
            if not self._stopped:
                self.follower.start()
                if self.engines.kept_here:
                    self.engines.shelving.start(lambda: self.engine)

    def _forget_follower(self) -> None:
        follower = self.parts.pop("follower", None)
        if isinstance(follower, Follower):
            follower.stop()

    def _take_over(self, indexer: Indexer, engine: Engine) -> None:
        self.follower.hand_over(engine)
        with self.making:
            self.parts["answering"] = indexer
        note_active(self.store, indexer)
