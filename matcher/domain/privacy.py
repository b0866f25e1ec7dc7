"""Whom something is held on, what of it is theirs, and what is remembered of who was erased."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from matcher.domain.profiles import Item


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with all that is theirs, by what the tables know it as.

    `participants` are (event, participant) ids, `requests` the ids of requests for contact that they have made,
    `emails` the addresses that are nobody else's, casefolded. `traces` are the words that tell who it is, by which
    mentions of them are found: ids, names, addresses and telephone numbers. `items` are what they offer and seek.
    """

    profiles: tuple[str, ...] = ()
    participants: tuple[tuple[str, str], ...] = ()
    requests: tuple[str, ...] = ()
    emails: frozenset[str] = frozenset()
    traces: frozenset[str] = frozenset()
    items: tuple[Item, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """What an erasure is remembered by: one name for each profile, address and participant."""
        return frozenset(
            {
                *(f"profile\0{profile_id}" for profile_id in self.profiles),
                *(f"email\0{email}" for email in self.emails),
                *(f"participant\0{event_id}\0{participant_id}" for event_id, participant_id in self.participants),
            }
        )


@dataclass(frozen=True, slots=True)
class Erased:
    """That somebody was erased: a hash of a name of theirs under a random `key`, both 64 hexadecimal digits.

    Who holds it can tell whether a name was erased that they know already, and no name.
    """

    key: str
    hash: str
    at: datetime = field(compare=False)

    @classmethod
    def of(cls, name: str, key: str, at: datetime) -> Erased:
        """What is remembered of a name of `Person.names`."""
        return cls(key, erased_hash(name, key), at)


def erased_hash(name: str, key: str) -> str:
    """HMAC-SHA-256 of a name under a key of 64 hexadecimal digits; 64 hexadecimal digits."""
    return hmac.digest(bytes.fromhex(key), name.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()


def remembered(names: Iterable[str], erased: frozenset[Erased]) -> frozenset[str]:
    """Those of the names that were erased."""
    by_key: dict[str, set[str]] = {}
    for one in erased:
        by_key.setdefault(one.key, set()).add(one.hash)
    known = list(names)
    return frozenset(name for key, hashes in by_key.items() for name in known if erased_hash(name, key) in hashes)
