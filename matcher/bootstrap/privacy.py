"""What is owed to people, wired."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from matcher.bootstrap.engines import shelf_in
from matcher.lexicon.annotation import Lexicon
from matcher.settings import Settings
from matcher.store import SqlStore, SqlVectorCache
from matcher.usecases.privacy.erasing import Eraser
from matcher.usecases.privacy.ledger import Ledger
from matcher.usecases.privacy.sweeping import Retention


def retention(settings: Settings) -> Retention:
    """How long things are kept."""
    return Retention(
        jobs=timedelta(days=settings.keep_jobs_days),
        contact_requests=timedelta(days=settings.keep_requests_days),
        event_contacts=timedelta(days=settings.keep_event_contacts_days),
    )


def eraser(
    settings: Settings, store: SqlStore, lexicon: Callable[[], Lexicon], caught_up: Callable[[], None] = lambda: None
) -> Eraser:
    """What erases people from the database and the data folder of the settings."""
    return Eraser(
        store,
        SqlVectorCache(store),
        Ledger(settings.ledger_path),
        shelf_in(settings.data_dir),
        lambda: lexicon().skills,
        caught_up,
    )
