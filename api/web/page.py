"""What a page is made with: who visits, in which language, and how it is rendered."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote, unquote

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from api.dependencies import App
from api.web.languages import preferred, translations
from api.web.paths import PREFIX, url
from api.web.templating import environment
from api.web.visitors import Visitor, Visitors, new_nonce
from matcher.bootstrap import Application
from matcher.usecases.events.keeping import require_event
from matcher.usecases.keeping import require_profile
from matcher.usecases.keys import valid_key

LANGUAGE_COOKIE = "matcher_language"
NOTICE_COOKIE = "matcher_notice"
_NOTICE_LASTS_S = 60


class SignInNeeded(Exception):
    """The page is for those who signed in with a key of this scope."""

    def __init__(self, scope: str, visitor: Visitor) -> None:
        super().__init__(scope)
        self.scope = scope
        self.visitor = visitor


class Page:
    """One visit of one page."""

    def __init__(self, request: Request, app: Application) -> None:
        self.request = request
        self.app = app
        self.language = preferred(request.headers.get("accept-language", ""), request.cookies.get(LANGUAGE_COOKIE))
        self._texts = translations(self.language)
        self._visitors: Visitors = request.app.state.visitors()
        known = self._visitors.read(request)
        self._new = known is None
        nonce, key_id = known or (new_nonce(), None)
        self.visitor = Visitor(nonce, valid_key(key_id, app.store) if key_id else None)

    @property
    def organisation(self) -> str | None:
        """The organisation whose key signed in; None where everybody's objects are reached, or nobody signed in."""
        return None if self.visitor.key is None else self.visitor.key.organisation

    def gettext(self, text: str, **values: object) -> str:
        """The text in the visitor's language, with each `%(name)s` filled in and `%%` for a percent sign."""
        return self._texts.gettext(text) % values

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """The text for so many in the visitor's language; `%(num)s` is the count."""
        return self._texts.ngettext(one, many, count) % (values | {"num": count})

    def url(self, path: str, **query: object) -> str:
        """The address of a page by its path in the site."""
        return url(path, **query)

    @property
    def city(self) -> str:
        """The name of the city that is served."""
        return self.app.lexicon.gazetteer.name

    @property
    def path(self) -> str:
        """The path of this page in the site, with its parameters."""
        path = self.request.url.path.removeprefix(PREFIX) or "/"
        return f"{path}?{self.request.url.query}" if self.request.url.query else path

    def csrf_field(self) -> Markup:
        """The hidden field that proves a form to be ours."""
        return Markup('<input type="hidden" name="csrf" value="{}">').format(self.csrf_token())

    def csrf_token(self) -> str:
        """The same for scripts."""
        return self._visitors.form_token(self.visitor.nonce)

    def render(self, template: str, *, status: int = 200, **context: Any) -> Response:  # noqa: ANN401 -- a template's
        """The page as HTML, with the notice that an earlier page left for it."""
        notice = self.request.cookies.get(NOTICE_COOKIE)
        shown = {
            "page": self,
            "visitor": self.visitor,
            "csrf_field": self.csrf_field,
            "notice": unquote(notice) if notice else None,
        }
        made = HTMLResponse(environment(self.language).get_template(template).render(shown | context), status)
        if notice is not None:
            made.delete_cookie(NOTICE_COOKIE, path=PREFIX)
        return self.finished(made)

    def redirect(self, path: str, *, notice: str | None = None, **query: object) -> Response:
        """Go on to another page, which shows `notice`."""
        made = RedirectResponse(url(path, **query), 303)
        if notice:
            made.set_cookie(
                NOTICE_COOKIE, quote(notice), max_age=_NOTICE_LASTS_S, path=PREFIX, httponly=True, samesite="lax"
            )
        return self.finished(made)

    def finished(self, response: Response) -> Response:
        """The response with what belongs to every page's headers; a new visitor is given the cookie."""
        if self._new:
            self._visitors.write(response, self.request, self.visitor.nonce, None)
        response.headers["Content-Language"] = self.language
        response.headers.setdefault("Cache-Control", "no-store" if self.visitor.key else "private, no-cache")
        return response

    def sign_in(self, key_id: str | None, response: Response) -> Response:
        """Let a key be signed in, or nobody with None; forms of before are no longer taken."""
        self._new = False
        self._visitors.write(response, self.request, new_nonce(), key_id)
        return response

    def is_ours(self, token: str) -> bool:
        """Whether a token proves a form to be ours and this visitor's."""
        return self._visitors.is_form_token(token, self.visitor.nonce)


def page_of(request: Request, app: App) -> Page:
    """The visit that a request is."""
    return Page(request, app)


PageDep = Annotated[Page, Depends(page_of)]


def _requires(scope: str) -> Any:  # noqa: ANN401 -- what Depends gives
    def allowed(page: PageDep) -> Page:
        if not page.visitor.may(scope):
            raise SignInNeeded(scope, page.visitor)
        asked = page.request.path_params
        if page.organisation is not None and "event_id" in asked:
            require_event(asked["event_id"], page.organisation, page.app.store)
        if page.organisation is not None and "profile_id" in asked:
            require_profile(asked["profile_id"], page.organisation, page.app.store)
        return page

    return Depends(allowed)


EventsPage = Annotated[Page, _requires("events")]
WritePage = Annotated[Page, _requires("write")]


def _of_platform(page: WritePage) -> Page:
    if page.organisation is not None:
        raise HTTPException(404)
    return page


PlatformPage = Annotated[Page, Depends(_of_platform)]
"""What is about everybody's profiles, and so not for the key of an organisation."""
