"""Rebuild everything derived from the texts in the database: links to skills, districts and vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matcher.domain.profiles import Profile
from matcher.lexicon.annotation import Lexicon
from matcher.ports import Change, Store

BATCH = 500
LEXICON_VERSION = "lexicon"
"""Name of the stored fact that says which vocabulary the links were made with."""


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """How many profiles were read, and how many got other links or districts."""

    profiles: int
    changed: int


def reindex(
    *,
    store: Store,
    lexicon: Lexicon,
    encode: Callable[[Sequence[Profile]], None],
    progress: Callable[[int], None] = lambda done: None,
) -> ReindexReport:
    """Link every item anew, store what changed, and have `encode` make sure that every text has its vector."""
    read = changed = 0
    after: str | None = None
    while True:
        with store.unit_of_work(write=True) as unit:
            page = unit.profiles.page(after=after, limit=BATCH)
            annotated = [lexicon.annotate(one.profile) for one in page]
            outcome = unit.profiles.put_many([(profile, None) for profile in annotated])
            unit.commit()
        if not page:
            break
        encode(annotated)
        after = page[-1].profile.id
        read += len(page)
        changed += outcome.count(Change.UPDATED)
        progress(read)
    with store.unit_of_work() as unit:
        unit.set_meta(LEXICON_VERSION, lexicon.version)
        unit.commit()
    return ReindexReport(read, changed)


def note_first_links(store: Store, lexicon: Lexicon) -> None:
    """Note the vocabulary of the first profiles stored; links of a later one are then known to be stale."""
    with store.unit_of_work() as unit:
        if unit.meta(LEXICON_VERSION) is None:
            unit.set_meta(LEXICON_VERSION, lexicon.version)
            unit.commit()


def links_are_stale(store: Store, lexicon: Lexicon) -> bool:
    """Whether stored links were made with another vocabulary than the present one."""
    with store.unit_of_work() as unit:
        return unit.profiles.count() > 0 and unit.meta(LEXICON_VERSION) != lexicon.version
