"""The one place where concrete parts are chosen and wired."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar, cast

from embeddings import Encoder, load_encoder
from embeddings.cached_encoder import CachedEncoder
from embeddings.faiss_index import FaissIndex
from matcher.domain.profiles import Kind, Profile
from matcher.domain.rows import ProfileRow
from matcher.engine import Engine
from matcher.engine.encoding import ItemViews
from matcher.engine.fitting import background_texts
from matcher.errors import Unavailable
from matcher.intake import ReadOptions, RejectedRows, open_profiles
from matcher.lexicon.annotation import Lexicon, default_lexicon
from matcher.settings import Settings
from matcher.store import SqlStore, SqlVectorCache, open_store
from matcher.usecases.following import Follower
from matcher.usecases.importing import ImportReport, import_profiles
from matcher.usecases.mapping import StoredMappings
from matcher.usecases.reindexing import ReindexReport, links_are_stale, note_first_links, reindex

T = TypeVar("T")


class _Once(Generic[T]):
    """A part made at its first use, once, whichever thread comes first."""

    def __init__(self, make: Callable[[Application], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, app: Application, owner: type) -> T:
        with app.making:
            if self._name not in app.parts:
                app.parts[self._name] = self._make(app)
            return cast(T, app.parts[self._name])


class Application:
    """Everything a door (command line, API) needs; costly parts are made at their first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.making = threading.RLock()
        self.parts: dict[str, object] = {}
        self._warm = False

    @_Once
    def store(self) -> SqlStore:
        """The database, created and migrated when needed."""
        return open_store(self.settings.store_url)

    @_Once
    def lexicon(self) -> Lexicon:
        """The vocabulary and the gazetteer of the city."""
        return default_lexicon(self.settings.city)

    @_Once
    def model(self) -> Encoder:
        """The encoder of the settings; its weights are read when it first encodes."""
        return load_encoder(self.settings.encoder)

    @_Once
    def encoder(self) -> CachedEncoder:
        """The model, remembering its vectors in the database."""
        return CachedEncoder(self.model, SqlVectorCache(self.store))

    @_Once
    def engine(self) -> Engine:
        """The engine with every stored profile loaded; links made with an older vocabulary are made anew first."""
        if links_are_stale(self.store, self.lexicon):
            self.reindex()
        with self.store.unit_of_work() as unit:
            generation = unit.generation()
            profiles = [stored.profile for stored in unit.profiles.iterate()]
        return self.engine_over(profiles, generation)

    @_Once
    def _views(self) -> ItemViews:
        return ItemViews(self.lexicon.skills, self.encoder.languages)

    @_Once
    def follower(self) -> Follower:
        """The engine's link to the database."""
        return Follower(self.store, self.engine)

    def engine_over(self, profiles: Iterable[Profile], generation: int = 0) -> Engine:
        """An engine over annotated profiles, stored or not."""
        engine = Engine(self.encoder, self.lexicon, lambda: FaissIndex(self.encoder.dim))
        engine.load(profiles, generation)
        return engine

    def read_profiles(self, source: Path) -> list[Profile]:
        """The good rows of a table as annotated profiles; nothing is stored."""
        with open_profiles(source, self.lexicon.gazetteer) as file:
            return [self.lexicon.annotate(row.profile) for row in file.rows() if isinstance(row, ProfileRow)]

    def encode(self, profiles: Sequence[Profile]) -> None:
        """Make sure that every text of the profiles has its vector in the database."""
        for role, texts in self._views.texts(profiles).items():
            self.encoder.encode(texts, role=role)

    def reindex(self, progress: Callable[[int], None] = lambda done: None) -> ReindexReport:
        """Rebuild links and vectors from the texts in the database, and forget vectors that no text needs."""
        needed = set(self.encoder.keys(background_texts(self.lexicon.skills), role="document"))

        def encode(profiles: Sequence[Profile]) -> None:
            self.encode(profiles)
            for role, texts in self._views.texts(profiles).items():
                needed.update(self.encoder.keys(texts, role=role))

        report = reindex(store=self.store, lexicon=self.lexicon, encode=encode, progress=progress)
        SqlVectorCache(self.store).prune_vectors(self.encoder.fingerprint, needed)
        return report

    def import_file(
        self,
        source: Path | BinaryIO,
        *,
        name: str | None = None,
        options: ReadOptions | None = None,
        dry_run: bool = False,
        rejected: Path | None = None,
        progress: Callable[[int, int | None], None] = lambda done, expected: None,
    ) -> ImportReport:
        """Import a table of profiles and encode what it changed.

        `rejected` is where the rows that were not taken are written, if there are any; `progress` is told how many
        rows are done and how many are expected.

        Raises:
            InvalidInput: the file cannot be read as a table of profiles; nothing is stored.
        """
        options = replace(options or ReadOptions(), remember=not dry_run)
        mappings = StoredMappings(self.store)
        with (
            open_profiles(source, self.lexicon.gazetteer, name=name, options=options, mappings=mappings) as file,
            RejectedRows(rejected, file.header, options.language) if rejected else nullcontext() as refused,
        ):
            progress(0, file.expected)
            report = import_profiles(
                file.rows(refused),
                store=self.store,
                annotate=self.lexicon.annotate,
                published=self.encode,
                dry_run=dry_run,
                progress=lambda done: progress(done, file.expected),
            )
            if not dry_run:
                note_first_links(self.store, self.lexicon)
            return replace(report, file=file.facts)

    def preview_file(self, source: Path, options: ReadOptions, rows: int) -> tuple[list[str], list[list[str]]]:
        """The headers of a table and its first rows, as they are written there."""
        from matcher.intake.frames import preview  # noqa: PLC0415 -- pandas takes a second

        with open_profiles(source, self.lexicon.gazetteer, options=options) as file:
            frame = preview(file, rows)
        return list(frame.columns), frame.to_numpy().tolist()

    def export_file(self, path: Path, *, kind: Kind | None = None, contacts: bool = False) -> int:
        """Write the stored profiles as a table that can be imported again; how many.

        The ending of `path` decides between CSV and XLSX; contacts stay out unless asked for.
        """
        with self.store.unit_of_work() as unit:
            profiles = [one.profile for one in unit.profiles.iterate() if kind is None or one.profile.kind is kind]
            known = {one.id: unit.profiles.contacts(one.id) for one in profiles} if contacts else {}
        from matcher.intake.frames import write_profiles  # noqa: PLC0415 -- pandas takes a second, and only this needs it

        write_profiles([(profile, known.get(profile.id)) for profile in profiles], path)
        return len(profiles)

    def warm_up(self) -> None:
        """Load the profiles and the encoder's model, so that the first question does not wait for them."""
        self.follower.catch_up()
        self._warm = True
        self.model.encode(["riscaldamento"], role="query")

    def close(self) -> None:
        """Close the database, if it was opened."""
        if "store" in self.parts:
            self.store.close()

    def require_ready(self) -> None:
        """Check that matches can be answered.

        Raises:
            Unavailable: the profiles are still being loaded.
        """
        if not self._warm:
            raise Unavailable("The profiles are still being loaded; try again in a few seconds.")
