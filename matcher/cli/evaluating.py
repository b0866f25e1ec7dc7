"""`matcher evaluate`: how good the matches are, on queries judged by hand."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from embeddings.faiss_index import FaissIndex
from matcher.bootstrap import Application
from matcher.cli.output import Json, application, out, print_json, progress
from matcher.domain.profiles import Profile
