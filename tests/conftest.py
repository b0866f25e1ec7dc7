"""Settings of every test."""

from __future__ import annotations

import os

from hypothesis import settings

# In CI the same examples every time: a change that passed there passes again; elsewhere, new ones are sought.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
