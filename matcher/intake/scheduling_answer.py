"""The answer to the bare scheduling problem as a JSON document."""

from __future__ import annotations

from typing import Any

from matcher.domain.schedules import Explanation, Remedy, Solution
from matcher.scheduling.wording import remedy_sentence, sentence


def answer_document(solution: Solution, language: str) -> dict[str, Any]:
    """What was found, with the sentences of its explanation in `it` or `en`; `wall_s` are seconds."""
    return {
        "status": solution.status.value,
        "objective": solution.objective,
        "bound": solution.bound,
        "meetings": [{"id": one.id, "slot": one.slot, "table": one.table} for one in solution.meetings],
        "breaks": dict(solution.breaks),
        "explanation": [_cause(cause, language) for cause in solution.explanation],
        "wall_s": round(solution.wall_s, 3),
    }


def _cause(cause: Explanation, language: str) -> dict[str, Any]:
    """A cause; participants and meetings are called by the ids that the problem gave them."""
    return {
        "code": cause.code,
        "sentence": sentence(cause, {}, language),
        "values": dict(cause.values),
        "participants": list(cause.participants),
        "meetings": list(cause.meetings),
        "slots": list(cause.slots),
        "remedies": [_remedy(remedy, language) for remedy in cause.remedies],
    }


def _remedy(remedy: Remedy, language: str) -> dict[str, Any]:
    return {
        "code": remedy.code,
        "values": {name: value for name, value in remedy.values.items() if name != "suffices"},
        "sentence": remedy_sentence(remedy, {}, language),
        "suffices": remedy.values.get("suffices"),
    }
