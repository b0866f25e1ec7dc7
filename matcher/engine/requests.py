"""What a request must say to be answered."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.domain.matches import Direction, MatchRequest
from matcher.domain.profiles import Item
from matcher.engine.filtering import FACETS
from matcher.errors import InvalidInput


def check(request: MatchRequest) -> None:
    """See that a request can be answered.

    Raises:
        InvalidInput: the asker states nothing that the direction needs, or a facet is unknown.
    """
    if not asked(request):
        missing = {Direction.SUPPLY: "seeks", Direction.DEMAND: "offers", Direction.MUTUAL: "offers or seeks"}[
            request.direction
        ]
        raise InvalidInput(
            f"Nothing to match: this profile does not say what it {missing}. "
            f"Add an item to '{missing.split()[0]}', or ask in another direction.",
            field="direction",
            found=request.direction.value,
        )
    check_facets(request.facets)


def asked(request: MatchRequest) -> tuple[Item, ...]:
    """What the asker states that the direction goes by."""
    asker = request.asker.profile
    return {
        Direction.SUPPLY: asker.seeks,
        Direction.DEMAND: asker.offers,
        Direction.MUTUAL: asker.seeks + asker.offers,
    }[request.direction]


def check_facets(facets: Iterable[str]) -> None:
    """See that facets can be counted.

    Raises:
        InvalidInput: one of them is unknown.
    """
    for name in facets:
        if name not in FACETS:
            raise InvalidInput(
                f"There is no facet '{name}'. Facets: {', '.join(FACETS)}.", field="facets", found=name, expected=FACETS
            )
