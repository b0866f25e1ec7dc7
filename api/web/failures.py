"""Errors as pages: what happened, in words, and where to go from here."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.problems import RETRY_AFTER_S, problem_of
from api.web.page import Page, SignInNeeded
from api.web.refusals import told
from embeddings import EncoderUnavailable, IndexUnavailable
from matcher.errors import MatcherError

log = logging.getLogger(__name__)


def install(site: FastAPI) -> None:
    """Answer every error of the site with a page."""
    for kind in (MatcherError, EncoderUnavailable, IndexUnavailable, RequestValidationError, HTTPException, Exception):
        site.add_exception_handler(kind, _failed)
    site.add_exception_handler(SignInNeeded, _sign_in_needed)


def _failed(request: Request, error: Exception) -> Response:
    page = Page(request, request.app.state.application)
    status = problem_of(error).status
    made = page.render("failure.html", status=status, title=_title(page, status), detail=_detail(page, error, status))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        made.headers["Retry-After"] = RETRY_AFTER_S
    elif isinstance(error, HTTPException):
        made.headers.update(error.headers or {})
    return made


def _sign_in_needed(request: Request, error: Exception) -> Response:
    page = Page(request, request.app.state.application)
    if page.visitor.key is None:
        return page.redirect("/sign-in", next=page.path if request.method == "GET" else "/")
    scope = error.scope if isinstance(error, SignInNeeded) else ""
    detail = page.gettext(
        "The key you signed in with does not open this page. Sign in with a key of the scope “%(scope)s”.", scope=scope
    )
    return page.render("failure.html", status=403, title=page.gettext("This page needs another key"), detail=detail)


def _title(page: Page, status: int) -> str:
    titles = {
        400: page.gettext("This could not be read"),
        403: page.gettext("This form is no longer valid"),
        404: page.gettext("There is nothing here"),
        405: page.gettext("There is nothing here"),
        409: page.gettext("Somebody was faster"),
        413: page.gettext("The file is too large"),
        422: page.gettext("Something is not right yet"),
        429: page.gettext("One moment, please"),
        503: page.gettext("One moment, please"),
    }
    return titles.get(status) or page.gettext("Something went wrong on our side")


def _detail(page: Page, error: Exception, status: int) -> str:
    if isinstance(error, MatcherError):
        return told(error, page.language)
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        most = page.app.settings.max_body_bytes // 2**20
        return page.gettext("At most %(mb)s MB are taken. Go back and split the file into smaller ones.", mb=most)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return page.gettext("Too many pages were asked for in a short time. Go on in a minute.")
    if isinstance(error, HTTPException) and error.detail != HTTPStatus(error.status_code).phrase:
        return str(error.detail)
    if isinstance(error, RequestValidationError):
        return page.gettext("The address holds something that this page does not know. Go back and try again.")
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        return page.gettext("The address may be mistyped, or what was here is gone.")
    if isinstance(error, IndexUnavailable):
        return page.gettext("The index that finds matches cannot be used now. Try again in a few seconds.")
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return page.gettext("The encoder that reads texts cannot be used now. Try again in a few seconds.")
    return page.gettext("Nothing was changed. Try again; if it happens once more, tell whoever runs this site.")
