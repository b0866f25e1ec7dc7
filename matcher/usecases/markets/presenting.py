"""Markets as plain data, the same from every door."""

from __future__ import annotations

from typing import Any

from matcher.domain.jobs import Job
from matcher.domain.markets import Recommended


def market_data(job: Job) -> dict[str, Any]:
    """A market: what it asks, how far it is and what came of it, in numbers."""
    progress = job.progress
    return {
        "id": job.id,
        "state": job.state,
        "question": dict(job.input),
        "progress": {"done": progress.done, "expected": progress.expected, "wall_s": round(progress.wall_s, 3)},
        "result": job.result,
        "problem": job.problem,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
    }


def recommended_data(one: Recommended) -> dict[str, Any]:
    """What somebody is recommended, the best first."""
    return {
        "side": one.side,
        "profile_id": one.profile_id,
        "recommended": [
            {
                "profile_id": each.profile_id,
                "rank": rank,
                "score": each.score,
                "utility": each.utility,
                "utility_back": each.utility_back,
            }
            for rank, each in enumerate(one.recommendations, 1)
        ],
    }
