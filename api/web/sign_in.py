"""Signing in with an access key, signing out, and the choice of language."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from api.web.languages import NAMES
from api.web.page import LANGUAGE_COOKIE, PageDep
from api.web.paths import PREFIX, inside
from matcher.errors import MatcherError
from matcher.usecases.keys import authenticate

router = APIRouter()
_YEAR_S = 365 * 24 * 3600


@router.get("/sign-in")
def sign_in_form(page: PageDep, next: str = "/") -> Response:  # noqa: A002 -- the parameter of the address
    """Ask for an access key."""
    return page.render("sign_in.html", next=inside(next), problem=None)


@router.post("/sign-in")
def sign_in(page: PageDep, key: Annotated[str, Form()] = "", next: Annotated[str, Form()] = "/") -> Response:  # noqa: A002
    """Sign in with an access key and go on where one was going."""
    try:
        found = authenticate(key.strip(), page.app.store)
    except MatcherError:
        problem = page.gettext("This key is not valid: it may be mistyped, expired or revoked.")
        return page.render("sign_in.html", status=422, next=inside(next), problem=problem)
    return page.sign_in(found.id, RedirectResponse(PREFIX + inside(next), 303))


@router.post("/sign-out")
def sign_out(page: PageDep) -> Response:
    """Forget the key that was signed in."""
    return page.sign_in(None, page.redirect("/", notice=page.gettext("You are signed out.")))


@router.get("/language/{language}")
def choose_language(language: str, page: PageDep, next: str = "/") -> Response:  # noqa: A002
    """Speak a language from now on, and remember it."""
    made = RedirectResponse(PREFIX + inside(next), 303)
    if language in NAMES:
        made.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR_S, path=PREFIX, samesite="lax", httponly=True)
    return made
