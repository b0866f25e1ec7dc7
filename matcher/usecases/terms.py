"""On which terms something may be changed: by whose key, and what it has to be like."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain.access import reaches
from matcher.errors import Outdated


@dataclass(frozen=True, slots=True)
class Terms:
    """Whose key changes something, None for the platform's, and the state that it has to be in.

    States are told apart by tags. `tags` are those that it may be in, None for any; `exists` says whether it has to be
    there, None for either.
    """

    organisation: str | None = None
    tags: frozenset[str] | None = None
    exists: bool | None = None

    def reach(self, owner: str | None) -> bool:
        """Whether the key reaches what belongs to an owner."""
        return reaches(self.organisation, owner)

    def check(self, tag: str | None) -> None:
        """Compare with the state as it is; the tag is None where there is nothing.

        Raises:
            Outdated: it is another one.
        """
        if self.exists is False and tag is not None:
            raise Outdated("It is there already. Read it, and change it with the tag that it has then.", found=tag)
        if (self.exists and tag is None) or (self.tags is not None and tag not in self.tags):
            raise Outdated(
                "It was changed or erased since it was read. Read it again, and decide anew.",
                found=tag,
                expected=sorted(self.tags or ()),
            )


ANY = Terms()
"""The platform changes it, whatever it is like."""
