"""Visitors of the pages: anonymous ones and those who signed in, in either language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from matcher.domain.access import Scope
from matcher.usecases.keys import create_key
from tests.api.conftest import Api

TOKEN = re.compile(r'name="csrf" value="(\w+)"')


@dataclass(frozen=True)
class Browser:
    """A visitor with cookies of its own; follows no redirect."""

    client: TestClient

    def get(self, path: str, status: int = 200, **query: object) -> str:
        answer = self.client.get("/pages" + path, params=query or None)  # type: ignore[arg-type]
        assert answer.status_code == status, answer.text
        return answer.text

    def post(
        self, path: str, status: int = 303, *, form: str = "/sign-in", files: object = None, **fields: object
    ) -> Response:
        """Send a form as the page at `form` would, with its proof; the answer."""
        found = TOKEN.search(self.client.get("/pages" + form).text)
        assert found, f"there is no form on {form}"
        data = fields | {"csrf": found[1]}
        answer = self.client.post("/pages" + path, data=data, files=files)  # type: ignore[arg-type]
        assert answer.status_code == status, answer.text
        return answer  # type: ignore[return-value]

    def sign_in(self, api: Api, *scopes: Scope) -> Browser:
        issued = create_key("test", scopes or tuple(Scope), api.app.store)
        self.post("/sign-in", key=issued.text)
        return self


@pytest.fixture
def visit(api: Api) -> Iterator[Callable[..., Browser]]:
    """Opens a browser in a language."""
    opened: list[TestClient] = []

    def opening(language: str = "en") -> Browser:
        client = TestClient(
            api.client.app, raise_server_exceptions=False, follow_redirects=False, headers={"Accept-Language": language}
        )
        opened.append(client)
        return Browser(client)

    yield opening
    for client in opened:
        client.close()


@pytest.fixture
def anonymous(visit: Callable[..., Browser]) -> Browser:
    return visit()


@pytest.fixture
def editor(api: Api, visit: Callable[..., Browser]) -> Browser:
    """Somebody who may write profiles."""
    return visit().sign_in(api, Scope.WRITE)


@pytest.fixture
def organiser(api: Api, visit: Callable[..., Browser]) -> Browser:
    """Somebody who may run events."""
    return visit().sign_in(api, Scope.EVENTS)
