"""The application a server process runs."""

from __future__ import annotations

from starlette.types import ASGIApp

from api.access_log import keep_tokens_out
from matcher.collector import collect_seldom


def app() -> ASGIApp:
    """The API over the settings of the environment."""
    collect_seldom()
    from api.app import create_app  # noqa: PLC0415 -- most of what is collected seldom are imports
    from matcher.bootstrap import Application  # noqa: PLC0415
    from matcher.settings import load_settings  # noqa: PLC0415

    keep_tokens_out()
    return create_app(Application(load_settings()))
