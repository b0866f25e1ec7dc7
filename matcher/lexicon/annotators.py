"""Annotation of a long stream of batches: by this process alone, or with the help of others where there are many."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import NamedTuple

from matcher.domain.profiles import Item, Kind, Place, Point, Profile, SkillLink
from matcher.lexicon.annotation import Annotator, Lexicon, default_lexicon

ALONE = 30
"""Batches annotated before help is asked for: a process takes as long to start as some thousand profiles."""
MOST_HELPERS = 3
"""Processes, each with the vocabulary in its memory."""
AHEAD, GIVEN = 8, 3
"""Batches that are read ahead for each helper, and those of them that it is given at a time."""

PlaceValues = tuple[str | None, str | None, int | None, int | None, tuple[float, float] | None]
Asked = tuple[list[tuple[str, str | None]], str | None, PlaceValues]
"""The items with their languages, the description and the place of a profile, in plain values: they travel between
processes at a tenth of what dataclasses cost."""

log = logging.getLogger(__name__)


class Told(NamedTuple):
    """What annotation tells of a profile, in plain values: the language and the links of each item, and the place."""

    items: list[tuple[str | None, list[tuple[str, float, str]]]]
    place: PlaceValues


class Annotators:
    """Annotates the batches of a stream in their order, with as many processes as there are cores.

    `city` is whose default lexicon this is; helpers load that one by themselves, and without a city there are none.
    """

    def __init__(self, lexicon: Lexicon, city: str | None = None) -> None:
        self._lexicon = lexicon
        self._city = city

    def annotated(self, batches: Iterator[Sequence[Profile]]) -> Iterator[Sequence[Profile]]:
        """The batches, annotated; some are read ahead. What `batches` raises comes after all that came before it."""
        own = Annotator(self._lexicon)
        helpers = min(MOST_HELPERS, len(os.sched_getaffinity(0)) - 1)
        alone = None if self._city is None or helpers < 1 else ALONE
        yield from map(own.annotate, islice(batches, alone))
        if alone is not None:
            yield from _Shared(own, str(self._city), helpers).annotated(batches)


class _Work:
    """A batch on its way: given to a helper, annotated, or neither as yet."""

    def __init__(self, batch: Sequence[Profile]) -> None:
        self.batch = batch
        self.promise: Future[list[Told]] | None = None
        self.done: Sequence[Profile] | None = None


class _Shared:
    """Batches shared between this process and its helpers: where one is not back in time, this one does the last."""

    def __init__(self, own: Annotator, city: str, helpers: int) -> None:
        self._own = own
        self._city = city
        self._most_given = GIVEN * helpers
        self._most_waiting = AHEAD * helpers
        self._pool = ProcessPoolExecutor(
            helpers, mp_context=multiprocessing.get_context("spawn"), initializer=live_and_die_with_the_parent
        )
        self._awake = self._broken = False

    def annotated(self, batches: Iterator[Sequence[Profile]]) -> Iterator[Sequence[Profile]]:
        waiting: deque[_Work] = deque()
        failure: Exception | None = None
        more = True
        try:
            while True:
                while more and len(waiting) < self._most_waiting:
                    try:
                        waiting.append(_Work(next(batches)))
                    except StopIteration:
                        more = False
                    except Exception as error:  # noqa: BLE001 -- raised once the batches before it are done
                        failure, more = error, False
                if not waiting:
                    break
                yield self._first(waiting)
        finally:
            self._pool.shutdown(wait=False, cancel_futures=True)
        if failure is not None:
            raise failure

    def _first(self, waiting: deque[_Work]) -> Sequence[Profile]:
        """Take the first batch out, annotated; while it is not back, annotate the last ones that nobody has."""
        self._give(waiting)
        first = waiting[0]
        while first.promise is not None and not first.promise.done():
            idle = next((work for work in reversed(waiting) if work.promise is None and work.done is None), None)
            if idle is None:
                break
            idle.done = self._own.annotate(idle.batch)
            self._give(waiting)
        waiting.popleft()
        return first.done or self._helped(first) or self._own.annotate(first.batch)

    def _give(self, waiting: Sequence[_Work]) -> None:
        """Give the first batches to the helpers, a few at a time."""
        given = sum(work.promise is not None and not work.promise.done() for work in waiting)
        for work in waiting:
            if self._broken or given >= self._most_given:
                return
            if work.promise is None and work.done is None:
                try:
                    work.promise = self._pool.submit(_help, self._city, [*map(_plain, work.batch)])
                except BrokenProcessPool:
                    self._broken = True
                given += 1

    def _helped(self, work: _Work) -> Sequence[Profile] | None:
        """What a helper made of the batch; None where none has, as long as they are still starting too."""
        if work.promise is None or not (self._awake or work.promise.done()):
            return None
        try:
            told = work.promise.result()
        except BrokenProcessPool:
            if not self._broken:
                log.warning("A process that helped to read profiles has died; this one goes on alone.")
            self._broken = True
            return None
        self._awake = True
        return [_with(profile, one) for profile, one in zip(work.batch, told, strict=True)]


def live_and_die_with_the_parent() -> None:
    """Leave it to the parent to answer an interrupt, and end when it has ended, however it has."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


@cache
def _annotator(city: str) -> Annotator:
    return Annotator(default_lexicon(city))


def _help(city: str, asked: Sequence[Asked]) -> list[Told]:
    """What annotation tells of each, in a helper."""
    return [*map(_told, _annotator(city).annotate([*map(_bare, asked)]))]


def _plain(profile: Profile) -> Asked:
    items = [(item.text, item.language) for item in profile.offers + profile.seeks]
    return items, profile.description, _place_values(profile.place)


def _bare(asked: Asked) -> Profile:
    """A profile with what annotation reads, and nothing else."""
    items, description, place = asked
    offers = tuple(Item(text, language=language) for text, language in items)
    return Profile("", Kind.ARTISAN, "", description=description, offers=offers, place=_place_of(place))


def _told(profile: Profile) -> Told:
    return Told(
        [
            (item.language, [(link.skill, link.confidence, link.words) for link in item.skills])
            for item in profile.offers
        ],
        _place_values(profile.place),
    )


def _with(profile: Profile, told: Told) -> Profile:
    read = [
        Item(item.text, item.need, language, tuple([SkillLink(*link) for link in links]))
        for item, (language, links) in zip(profile.offers + profile.seeks, told.items, strict=True)
    ]
    offered = len(profile.offers)
    return replace(profile, offers=tuple(read[:offered]), seeks=tuple(read[offered:]), place=_place_of(told.place))


def _place_values(place: Place) -> PlaceValues:
    point = None if place.point is None else (place.point.lat, place.point.lon)
    return place.address, place.cap, place.nil, place.municipio, point


def _place_of(values: PlaceValues) -> Place:
    address, cap, nil, municipio, point = values
    return Place(address, cap, nil, municipio, None if point is None else Point(*point))
