"""What operations are given: the application and what it holds."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from matcher.bootstrap import Application


async def application(request: Request) -> Application:
    """The application this server was started with; a plain function would be sent to a thread of its own."""
    found: Application = request.app.state.application
    return found


App = Annotated[Application, Depends(application)]
