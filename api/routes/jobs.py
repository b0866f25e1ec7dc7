"""Long work: how far it is, and stopping it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api.bodies import StrictRoute
from api.dependencies import App
from api.problems import responses
from api.schemas.event_answers import JobOut
from matcher.usecases.events.presenting import job_data
from matcher.usecases.jobs import cancel_job as cancel
from matcher.usecases.jobs import find_job

router = APIRouter(prefix="/jobs", tags=["jobs"], route_class=StrictRoute)
JobId = Annotated[str, Path(max_length=200)]


@router.get("/{job_id}", summary="Say how far a job is", responses=responses(404, 422, 503))
def get_job(job_id: JobId, app: App) -> JobOut:
    """Say how far a job is: the best value found, what is proved, and once it has ended what came of it."""
    return JobOut(**job_data(find_job(job_id, app.store)))


@router.delete("/{job_id}", summary="Cancel a job", responses=responses(404, 422, 503))
def cancel_job(job_id: JobId, app: App) -> JobOut:
    """Ask a job to stop: nothing comes of it. One that has ended stays as it is."""
    return JobOut(**job_data(cancel(job_id, app.store)))
