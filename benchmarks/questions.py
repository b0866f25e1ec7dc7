"""Questions like those that are asked: by profile, by sentence, filtered, with counts; each kind by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matcher.domain.profiles import Profile

ASKED = 60
"""Different questions of each kind."""


def questions(profiles: Sequence[Profile]) -> Mapping[str, list[dict[str, Any]]]:
    """Bodies of `POST /match`, ten explained matches each, by kind."""
    drawn = [one for one in profiles if one.seeks and one.offers][:: max(1, len(profiles) // (2 * ASKED))][:ASKED]
    by_id = [{"profile_id": one.id} for one in drawn]
    return {
        "by id": by_id,
        "sentence": [{"query": f"cerco {one.seeks[0].text}"} for one in drawn],
        "sentence with a place": [{"query": f"cerco {one.seeks[0].text} a Lambrate"} for one in drawn],
        "by id, Municipio 1": [body | {"filters": {"municipio": [1]}} for body in by_id],
        "by id, three facets": [body | {"facets": ["kind", "municipio", "skills"]} for body in by_id],
    }
