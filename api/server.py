"""The application a server process runs."""

from __future__ import annotations

from fastapi import FastAPI

from api.access_log import keep_tokens_out
from api.app import create_app
from matcher.bootstrap import Application
from matcher.settings import load_settings


def app() -> FastAPI:
    """The API over the settings of the environment."""
    keep_tokens_out()
    return create_app(Application(load_settings()))
