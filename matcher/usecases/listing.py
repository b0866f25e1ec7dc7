"""Profiles listed by name, for people who keep them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from matcher.domain.profiles import Kind
from matcher.lexicon.normalisation import fold_text
from matcher.ports import Store, Stored

PAGE = 30
"""Profiles on one page of a list."""
LONGEST_SLUG = 60

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list, and how many profiles all its pages have."""

    profiles: tuple[Stored, ...]
    total: int


def list_profiles(
    store: Store,
    *,
    text: str = "",
    kind: Kind | None = None,
    page: int = 1,
    size: int = PAGE,
    seen_by: str | None = None,
) -> Listed:
    """The profiles whose name or id holds the text, whatever its case and accents, by name; pages begin at 1.

    `seen_by` an organisation are those that take part and its own.
    """
    wanted = fold_text(text)
    with store.unit_of_work() as unit:
        named = [(fold_text(name), each, name) for each, name in unit.profiles.names(kind=kind, seen_by=seen_by)]
        found = sorted(one for one in named if wanted in one[0] or text.strip().lower() in one[1].lower())
        shown = [each for _, each, _ in found[(page - 1) * size : page * size]]
        return Listed(tuple(unit.profiles.get_many(shown).values()), len(found))


def free_id(name: str, store: Store, taken: Sequence[str] = ()) -> str:
    """An id made from a name that no profile has, nor is one of those `taken` by something else."""
    plain = _NOT_PLAIN.sub("-", fold_text(name))[:LONGEST_SLUG].strip("-") or "profile"
    with store.unit_of_work() as unit:
        for number in count(1):
            proposed = plain if number == 1 else f"{plain}-{number}"
            if proposed not in taken and unit.profiles.get(proposed) is None:
                return proposed
    raise AssertionError("Numbers do not end.")
