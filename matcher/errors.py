"""Errors of five kinds; every door (API, command line) maps each kind once."""

from __future__ import annotations


class MatcherError(Exception):
    """Root of every error that a user can do something about.

    The message says what happened and what to do next. `details` are (place, found, expected) facts that a
    program may read, such as `{"field": "k", "found": 0}`.
    """

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class NotFound(MatcherError):
    """What was asked for does not exist, or is not visible to the asker."""


class InvalidInput(MatcherError):
    """The input breaks a rule that its sender can mend."""


class Conflict(MatcherError):
    """The request contradicts the present state, such as an identifier already taken."""


class Outdated(Conflict):
    """What is to be changed is not as its changer says that it has to be."""


class Infeasible(MatcherError):
    """No answer can satisfy every constraint given."""


class Unavailable(MatcherError):
    """A resource the answer needs cannot be reached now; a later attempt may succeed."""
