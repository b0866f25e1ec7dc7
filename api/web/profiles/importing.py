"""The import of a file: uploaded, looked through, done, and what came of it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, HTTPException, Response, UploadFile
from fastapi.responses import JSONResponse

from api.web.page import Page, WritePage
from api.web.profiles.columns import forgotten, wait
from api.web.wording import kind_name, type_name
from matcher.domain.jobs import Job, JobState
from matcher.domain.profiles import Kind, OrganisationType
from matcher.domain.rows import RowError, RowWarning
from matcher.domain.uploads import Upload
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.intake import Limits
from matcher.usecases.jobs import cancel_job, find_job
from matcher.usecases.problem_groups import group_errors, group_warnings
from matcher.usecases.uploading import find_upload, rejected_rows

router = APIRouter()
ACCEPTED = ".csv,.tsv,.txt,.xlsx,.ndjson,.jsonl"


@router.get("/profiles/import")
def ask_for_file(page: WritePage) -> Response:
    """Ask for a file."""
    return _upload_form(page)


@router.post("/profiles/import")
def upload(page: WritePage, file: Annotated[UploadFile | None, File()] = None) -> Response:
    """Keep a file to be imported, or say why it cannot be."""
    if file is None or not file.filename:
        return _upload_form(page, page.gettext("Choose a file first."))
    name = PurePath(file.filename.replace("\\", "/")).name
    try:
        kept = page.app.imports.upload(name, file.file.read(), language=page.language)
    except InvalidInput as error:
        return _upload_form(page, error.message)
    return page.redirect(f"/profiles/import/{kept.id}")


@router.get("/profiles/import/{upload_id}/result")
def show_result(page: WritePage, upload_id: str) -> Response:
    """Show how far the work on a file is, or what came of it."""
    upload, job = _found(page, upload_id)
    if job is None:
        return page.redirect(f"/profiles/import/{upload_id}")
    dry_run = job.input.get("dry_run") is True
    shown: dict[str, Any] = {"upload": upload, "job": job, "dry_run": dry_run}
    if not job.state.ended:
        return page.render("profiles/import_progress.html", **shown)
    if job.state is JobState.FAILED or upload.report is None or (dry_run and job.state is JobState.CANCELLED):
        return page.render("profiles/import_failed.html", **shown, stopped=job.state is JobState.CANCELLED)
    template = "profiles/import_check.html" if dry_run else "profiles/import_done.html"
    return page.render(template, **shown, **_told(page, upload.report))


@router.get("/profiles/import/{upload_id}/progress")
def tell_progress(page: WritePage, upload_id: str) -> Response:
    """How far the work on a file is, for the script that shows it."""
    _, job = _found(page, upload_id)
    told = {
        "done": job.progress.done if job else None,
        "expected": job.progress.expected if job else None,
        "ended": job is None or job.state.ended,
    }
    return page.finished(JSONResponse(told))


@router.post("/profiles/import/{upload_id}/start")
def start(page: WritePage, upload_id: str) -> Response:
    """Do the import."""
    return _begin(page, upload_id, dry_run=False)


@router.post("/profiles/import/{upload_id}/check")
def check_again(page: WritePage, upload_id: str) -> Response:
    """Find out once more what the import would do."""
    return _begin(page, upload_id, dry_run=True)


@router.post("/profiles/import/{upload_id}/cancel")
def cancel(page: WritePage, upload_id: str) -> Response:
    """Stop the work on a file: what is stored by then stays."""
    _, job = _found(page, upload_id)
    if job is not None:
        cancel_job(job.id, page.app.store)
        wait(page, job)
    return page.redirect(f"/profiles/import/{upload_id}/result")


@router.get("/profiles/import/{upload_id}/rejected.csv")
def download_rejected(page: WritePage, upload_id: str) -> Response:
    """The rows that were not taken, each with what is wrong with it."""
    upload, _ = _found(page, upload_id)
    try:
        content = rejected_rows(upload_id, page.app.store)
    except NotFound:
        raise HTTPException(404, page.gettext("No row of this file was left out.")) from None
    suffix = page.gettext("left-out")
    name = quote(f"{PurePath(upload.name).stem}-{suffix}.csv")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return page.finished(Response(content, media_type="text/csv; charset=utf-8", headers=headers))


def _begin(page: Page, upload_id: str, *, dry_run: bool) -> Response:
    try:
        wait(
            page,
            page.app.imports.begin(upload_id, dry_run=dry_run, language=page.language, organisation=page.organisation),
        )
    except NotFound:
        raise forgotten(page) from None
    except Conflict:
        return page.redirect(f"/profiles/import/{upload_id}/result")
    return page.redirect(f"/profiles/import/{upload_id}/result")


def _upload_form(page: Page, problem: str | None = None) -> Response:
    most = min(Limits().size, page.app.settings.max_body_bytes)
    return page.render(
        "profiles/import_upload.html",
        status=422 if problem else 200,
        problem=problem,
        accepted=ACCEPTED,
        most_bytes=most,
        most_mb=most // 2**20,
        most_rows=Limits().rows,
    )


def _found(page: Page, upload_id: str) -> tuple[Upload, Job | None]:
    try:
        upload = find_upload(upload_id, page.app.store)
        return upload, find_job(upload.job_id, page.app.store) if upload.job_id else None
    except NotFound:
        raise forgotten(page) from None


def _told(page: Page, report: Any) -> dict[str, Any]:  # noqa: ANN401 -- as the database keeps it
    """A report as templates show it."""
    gazetteer = page.app.lexicon.gazetteer
    first = []
    for row in report["first"]:
        what = type_name(page, OrganisationType(row["type"])) if row["type"] else kind_name(page, Kind(row["kind"]))
        nil, municipio = gazetteer.nils.get(row["nil"]), gazetteer.municipi.get(row["municipio"])
        district = nil.name if nil else municipio.name if municipio else None
        first.append(row | {"what": what, "district": district})
    return {
        "report": report,
        "first": first,
        "taken": report["created"] + report["updated"],
        "errors": group_errors(RowError(**one) for one in report["errors"]),
        "warnings": group_warnings(RowWarning(**one) for one in report["warnings"]),
    }
