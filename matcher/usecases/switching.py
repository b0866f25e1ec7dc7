"""Change the encoder while the present one answers: encode every text anew, then let the other take over."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from embeddings.errors import EncoderUnavailable
from matcher.domain.profiles import Profile
from matcher.engine import Engine
from matcher.ports import Store
from matcher.usecases.indexing import Indexer

BATCH = 100
"""Profiles encoded at a time: what a process that is killed has to encode again."""
ACTIVE_ENCODER = "encoder"
"""Name of the stored fact that says which encoder answers."""
GONE = "The encoder %s, which answered until now, %s: every text is encoded anew before the first answer."

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ActiveEncoder:
    """The encoder that answers, as the database remembers it: what it is loaded from, and what names its vectors."""

    spec: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a change of encoder is: profiles encoded of all, and, where it has failed, what to do about it."""

    source: str
    target: str
    encoded: int = 0
    total: int = 0
    problem: str | None = None


def active_encoder(store: Store) -> ActiveEncoder | None:
    """The encoder that answers; None before any has."""
    with store.unit_of_work() as unit:
        noted = unit.meta(ACTIVE_ENCODER)
    return None if noted is None else ActiveEncoder(**json.loads(noted))


def note_active(store: Store, indexer: Indexer) -> None:
    """Remember that this encoder answers from now on."""
    noted = {"spec": indexer.spec, "fingerprint": indexer.fingerprint}
    if active_encoder(store) != ActiveEncoder(**noted):
        with store.unit_of_work(write=True) as unit:
            unit.set_meta(ACTIVE_ENCODER, json.dumps(noted))
            unit.commit()


def restored(active: ActiveEncoder, load: Callable[[str], Indexer]) -> Indexer | None:
    """The encoder that answered before this process; None, with a warning in the log, where it cannot be had any more.

    A folder whose model was replaced meanwhile holds another encoder.
    """
    try:
        indexer = load(active.spec)
        indexer.warm_up()
        found = indexer.fingerprint
    except EncoderUnavailable as error:
        log.warning(GONE, active.spec, f"cannot be used any more ({error})")
        return None
    if found != active.fingerprint:
        log.warning(GONE, active.spec, "is another one by now")
        return None
    return indexer


Build = Callable[[Indexer], Engine]
TakeOver = Callable[[Indexer, Engine], None]


class EncoderSwitch:
    """One change of encoder, in a thread of its own.

    `load` makes the new encoder and `build` an engine that holds every stored profile; `take_over` is given both. Until
    then, and when anything fails, the present encoder goes on. Texts already in the cache are not encoded again, so a
    change that was cut off goes on where it was.
    """

    def __init__(
        self,
        source: str,
        target: str,
        store: Store,
        load: Callable[[str], Indexer],
        build: Build,
        take_over: TakeOver,
    ) -> None:
        self._progress = Progress(source, target)
        self._store = store
        self._load = load
        self._build = build
        self._take_over = take_over
        self._succeeded = False
        self._thread = threading.Thread(target=self._run, name="encoder-switch", daemon=True)

    @property
    def progress(self) -> Progress:
        """How far it is now."""
        return self._progress

    @property
    def succeeded(self) -> bool:
        """Whether the new encoder answers."""
        return self._succeeded

    @property
    def running(self) -> bool:
        """Whether it has begun and not ended."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self) -> None:
        """Wait until it is done or has failed."""
        self._thread.join()

    def _run(self) -> None:
        target, source = self._progress.target, self._progress.source
        try:
            indexer = self._load(target)
            # A model whose vectors are all in the cache must be there for the questions too.
            indexer.warm_up()
            for page, total in _pages(self._store):
                self._progress = replace(self._progress, total=total)
                indexer.encode(page)
                self._progress = replace(self._progress, encoded=self._progress.encoded + len(page))
            self._take_over(indexer, self._build(indexer))
        except Exception as error:
            problem = (
                f"The change to the encoder {target} has failed: {error}. {source} goes on answering. "
                "Mend the cause or name another encoder in MATCHER_ENCODER, then start again; what is encoded is kept."
            )
            log.exception(problem)
            self._progress = replace(self._progress, problem=problem)
        else:
            self._succeeded = True
            log.info("The encoder %s answers from now on, in place of %s.", target, source)


def _pages(store: Store) -> Iterator[tuple[Sequence[Profile], int]]:
    """The stored profiles page by page, each with how many there are in all; none is read while a page is in use."""
    after: str | None = None
    while True:
        with store.unit_of_work() as unit:
            page = unit.profiles.page(after=after, limit=BATCH)
            total = unit.profiles.count()
        if not page:
            return
        yield [one.profile for one in page], total
        after = page[-1].profile.id
