"""What is owed to people, wired."""

from __future__ import annotations

from collections.abc import Callable

from matcher.bootstrap.engines import shelf_in
from matcher.lexicon.annotation import Lexicon
from matcher.settings import Settings
from matcher.store import SqlStore, SqlVectorCache
from matcher.usecases.privacy.erasing import Eraser
from matcher.usecases.privacy.ledger import Ledger


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
