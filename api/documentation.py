"""What the OpenAPI document holds beside the operations: examples, further schemas, words on each group."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.constants import REF_TEMPLATE

from api.problems import Problem, responses
from api.schemas.schedules import SchedulingProblemIn

TAGS = [
    {"name": "match", "description": "Who fits whom, and why."},
    {"name": "market", "description": "Whom to recommend to everyone at once."},
    {"name": "profiles", "description": "Keep profiles in step; each change counts from the next match on."},
    {"name": "events", "description": "Meetings of an event: who takes part, who meets whom, when and where."},
    {"name": "jobs", "description": "Long work: how far it is, what came of it."},
    {"name": "schedule", "description": "When and where settled meetings are held, without an event around them."},
    {"name": "indicators", "description": "What the programme is measured by: exact counts, now."},
    {"name": "lexicon", "description": "The skills and districts that filters and profiles name."},
    {"name": "health", "description": "For whoever runs the server."},
]


def examples() -> dict[str, dict[str, Any]]:
    """By operation id: `requests`, bodies by a title, and `answers`, bodies by status; taken from a running server."""
    found: dict[str, dict[str, Any]] = json.loads(
        resources.files("api").joinpath("examples.json").read_text(encoding="utf-8")
    )
    return found


def install(app: FastAPI) -> None:
    """Have the application's document show examples and the schemas that no operation validates with."""
    plain = app.openapi

    def documented() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _documented(plain())
        return app.openapi_schema

    app.openapi = documented  # type: ignore[method-assign]


def _documented(document: dict[str, Any]) -> dict[str, Any]:
    for model in (Problem, SchedulingProblemIn):
        schema = model.model_json_schema(ref_template=REF_TEMPLATE)
        document["components"]["schemas"] |= schema.pop("$defs", {}) | {model.__name__: schema}
    shown = examples()
    for operation in _operations(document):
        if "security" in operation:
            # What answers before the operation does is the same everywhere.
            operation["responses"] |= {str(status): said for status, said in responses(401, 403, 429).items()}
        example = shown.get(operation["operationId"], {})
        for media in operation.get("requestBody", {}).get("content", {}).values():
            media["examples"] = {title: {"value": body} for title, body in example.get("requests", {}).items()}
        for status, answer in operation["responses"].items():
            if status in example.get("answers", {}):
                answer["content"]["application/json"]["example"] = example["answers"][status]
    return document


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()
