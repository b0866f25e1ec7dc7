"""Python's garbage collector in a process that loads much and keeps it: it looks for cycles among what lives anyway.

At its defaults it took a third of the time of loading, and a tenth of a second at any moment afterwards.
"""

from __future__ import annotations

import gc

YOUNG = 50_000
"""Objects made, less those gone, between two looks at the youngest."""


def collect_seldom() -> None:
    """Look for cycles among new objects once there are many; to be called before the large imports."""
    gc.set_threshold(YOUNG)


def keep_what_is_loaded() -> None:
    """Look once through all that was loaded, and from now on at what is made later only."""
    gc.collect()
    gc.freeze()
