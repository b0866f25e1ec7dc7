"""The one place where concrete parts are chosen and wired."""

from matcher.bootstrap.application import Application
from matcher.bootstrap.events import Events

__all__ = ["Application", "Events"]
