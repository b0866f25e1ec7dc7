"""Making a timetable: how long it may take, how far it is, and what helps where none can be made."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse, Response

from api.web.events.frame import event_frame
from api.web.page import EventsPage, Page
from api.web.refusals import told as in_words
from matcher.domain.jobs import Job, JobState
from matcher.domain.schedules import Remedy
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.usecases.events.explaining import remedies_of, told
from matcher.usecases.jobs import cancel_job, find_job, jobs_of_event

router = APIRouter()
LIMITS_S = (15, 60, 300, 900)
"""How long the making may take, to choose from."""


def make_context(page: Page, event_id: str) -> dict[str, Any]:
    """What the form that makes a timetable shows: the last attempt, and how long another may take."""
    jobs = jobs_of_event(event_id, page.app.store)
    return {"job": jobs[0] if jobs else None, "limits": LIMITS_S, "limit": 60, "problem": None}


@router.post("/events/{event_id}/timetable/make")
def start_making(
    event_id: str,
    page: EventsPage,
    time_limit_s: Annotated[int, Form()] = 60,
    job: Annotated[str, Form()] = "",
    remedy: Annotated[int, Form()] = 0,
) -> Response:
    """Start to make a timetable, after a change that an earlier attempt told to help, if one is chosen."""
    try:
        remedies = [_remedy(page, event_id, job, remedy)] if remedy else []
        started = page.app.events.start_timetable(event_id, time_limit_s=time_limit_s, remedies=remedies)
    except (Conflict, InvalidInput) as error:
        context = make_context(page, event_id) | {"limit": time_limit_s, "problem": in_words(error, page.language)}
        status = 409 if isinstance(error, Conflict) else 422
        return page.render(
            "timetable/first.html", status=status, step="timetable", **event_frame(page, event_id), **context
        )
    return page.redirect(f"/events/{event_id}/timetable/jobs/{started.id}")


@router.get("/events/{event_id}/timetable/jobs/{job_id}")
def show_job(event_id: str, job_id: str, page: EventsPage) -> Response:
    """Show how far the making is; once there is a timetable go there, else say what is in the way."""
    job = _job(page, event_id, job_id)
    result = told(job, page.app.store, page.language) or {}
    if result.get("version"):
        notice = page.gettext("The timetable is made: version %(number)s is a draft.", number=result["version"])
        return page.redirect(f"/events/{event_id}/timetable", notice=notice)
    context = event_frame(page, event_id) | {"step": "timetable", "job": job, "limits": LIMITS_S, "limit": 60}
    if not job.state.ended:
        return page.render("timetable/progress.html", progress=_progress(job), **context)
    causes = _numbered(result.get("explanation") or [])
    return page.render("timetable/impossible.html", result=result, causes=causes, **context)


@router.get("/events/{event_id}/timetable/jobs/{job_id}/progress")
def tell_progress(event_id: str, job_id: str, page: EventsPage) -> Response:
    """Say how far the making is, for the page's script."""
    return page.finished(JSONResponse(_progress(_job(page, event_id, job_id))))


@router.post("/events/{event_id}/timetable/jobs/{job_id}/cancel")
def cancel_making(event_id: str, job_id: str, page: EventsPage) -> Response:
    """Stop: nothing comes of it."""
    _job(page, event_id, job_id)
    cancel_job(job_id, page.app.store)
    return page.redirect(
        f"/events/{event_id}/timetable", notice=page.gettext("The making of the timetable is stopped.")
    )


def _progress(job: Job) -> dict[str, Any]:
    found, begun = job.progress, job.started_at or datetime.now(UTC)
    # A search reports when it finds something; the clock goes on meanwhile.
    elapsed = max(found.wall_s, (datetime.now(UTC) - begun).total_seconds())
    return {
        "ended": job.state.ended,
        "waiting": job.state is JobState.QUEUED,
        "stopping": job.cancel_requested,
        "best": found.best,
        "bound": found.bound,
        "gap": found.gap,
        "placed": len(found.meetings),
        "elapsed": round(min(elapsed, job.time_limit_s), 1),
        "limit": job.time_limit_s,
    }


def _job(page: Page, event_id: str, job_id: str) -> Job:
    job = find_job(job_id, page.app.store)
    if job.event_id != event_id:
        raise NotFound(page.gettext("This event has no such job."))
    return job


def _remedy(page: Page, event_id: str, job_id: str, number: int) -> Remedy:
    """What the attempt told to help, by its number from 1."""
    told_then = remedies_of(_job(page, event_id, job_id))
    if not 1 <= number <= len(told_then):
        raise InvalidInput(page.gettext("This change is not among those that help. Load the page again."))
    return told_then[number - 1]


def _numbered(causes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The causes with a number for each of what helps, counted through from 1."""
    number, numbered = 0, []
    for cause in causes:
        remedies = []
        for one in cause["remedies"]:
            number += 1
            remedies.append(one | {"number": number})
        numbered.append(cause | {"remedies": remedies})
    return numbered
