"""Long work: how far it is, and stopping it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from api.access import OWN_EVENT, Organiser
from api.bodies import StrictRoute
from api.dependencies import App
from api.problems import responses
from api.routes.events import EventId
from api.schemas.timetable_answers import JobList, JobOut
from matcher.bootstrap import Application
from matcher.domain.jobs import Job
from matcher.usecases.events.explaining import told
from matcher.usecases.events.presenting import job_data
from matcher.usecases.jobs import cancel_job as cancel
from matcher.usecases.jobs import find_job, jobs_of_event

router = APIRouter(tags=["jobs"], route_class=StrictRoute)
JobId = Annotated[str, Path(max_length=200)]
Language = Annotated[
    Literal["it", "en"] | None, Query(description="Of the sentences that explain; default: the event's.")
]


@router.get(
    "/events/{event_id}/jobs",
    summary="List the jobs of an event",
    dependencies=[OWN_EVENT],
    responses=responses(404, 422, 503),
)
def list_jobs(event_id: EventId, app: App, language: Language = None) -> JobList:
    """List the jobs of an event, the newest first."""
    return JobList(jobs=[shown(job, app, language) for job in jobs_of_event(event_id, app.store)])


@router.get("/jobs/{job_id}", summary="Say how far a job is", responses=responses(404, 422, 503))
def get_job(job_id: JobId, app: App, caller: Organiser, language: Language = None) -> JobOut:
    """Say how far a job is: the best value found, what is proved, and once it has ended what came of it."""
    return shown(find_job(job_id, app.store, caller.organisation), app, language)


@router.delete("/jobs/{job_id}", summary="Cancel a job", responses=responses(404, 422, 503))
def cancel_job(job_id: JobId, app: App, caller: Organiser, language: Language = None) -> JobOut:
    """Ask a job to stop: no timetable comes of it, and of an import what it has stored. An ended one stays as it is."""
    find_job(job_id, app.store, caller.organisation)
    return shown(cancel(job_id, app.store), app, language)


def shown(job: Job, app: Application, language: str | None = None) -> JobOut:
    """The job, with what came of it in words."""
    return JobOut(**job_data(job) | {"result": told(job, app.store, language)})
