"""Settings: environment variables that begin with `MATCHER_`."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from matcher.errors import InvalidInput

PREFIX = "MATCHER_"

Access = Literal["auto", "keys", "open"]
LogLevel = Literal["debug", "info", "warning", "error"]

# Their values may hold a password.
_SECRET = frozenset({"database_url", "index_url", "shadow_index_url"})

_INDEX_URL = r"^(faiss$|(postgresql|postgresql\+psycopg|qdrant|http|https)://.|edge:///.)"
_INDEX_EXAMPLES = "faiss, postgresql://HOST/DATABASE, qdrant://HOST:6333/PREFIX or edge:///FOLDER"


class Settings(BaseSettings):
    """Everything that can be set from outside; `load_settings` makes one, and nothing does on import.

    A field's description says which values it takes.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid", validate_default=True
    )

    data_dir: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        Path(".matcher"), description="a folder for the database and the index, made where it does not exist"
    )
    database_url: str | None = Field(
        None,
        pattern=r"^[a-z][a-z0-9+]*://.",
        repr=False,
        description="a URL such as sqlite:///FOLDER/FILE.db or postgresql://USER:PASSWORD@HOST/DATABASE",
    )
    erasure_ledger: Annotated[Path | None, AfterValidator(lambda path: path and path.expanduser())] = Field(
        None, description="a file that remembers who was erased, best kept apart from the database and its backups"
    )
    keep_jobs_days: int = Field(90, ge=1, le=36_500, description="a whole number of days, 1 or more")
    keep_requests_days: int = Field(365, ge=1, le=36_500, description="a whole number of days, 1 or more")
    keep_event_contacts_days: int = Field(90, ge=1, le=36_500, description="a whole number of days, 1 or more")
    index_url: str = Field("faiss", pattern=_INDEX_URL, repr=False, description=_INDEX_EXAMPLES)
    shadow_index_url: str | None = Field(
        None, pattern=_INDEX_URL, repr=False, description=f"an index that is tried beside the other: {_INDEX_EXAMPLES}"
    )
    shadow_index_share: float = Field(1.0, ge=0, le=1, description="a share of the searches, from 0 to 1")
    encoder: str | None = Field(
        None, min_length=1, description="the encoder's name, such as sentence-transformers:NAME_OR_PATH"
    )
    city: str = Field("milan", pattern=r"^[a-z0-9][a-z0-9_-]*$", description="the name of a city's folder")
    host: str = Field("127.0.0.1", pattern=r"^\S+$", description="the address to listen on, such as 127.0.0.1")
    port: int = Field(8000, ge=1, le=65_535, description="a whole number from 1 to 65535")
    workers: int = Field(1, ge=1, le=64, description="a whole number of processes that answer, from 1 to 64")
    access: Access = Field("auto", description="auto, keys or open")
    rate_limit: int | None = Field(
        None, ge=0, le=1_000_000, description="a whole number of requests a minute, 0 for any number"
    )
    max_body_bytes: int = Field(52_428_800, ge=1, description="a whole number of bytes, 1 or more")
    log_level: LogLevel = Field("info", description="debug, info, warning or error")

    @property
    def on_loopback(self) -> bool:
        """Whether the server is told to listen where only this machine reaches it."""
        return is_loopback(self.host)

    @property
    def store_url(self) -> str:
        """Where the database is: `database_url`, or a SQLite file in `data_dir`."""
        return self.database_url or f"sqlite:///{self.data_dir / 'matcher.db'}"

    @property
    def audited(self) -> dict[str, str]:
        """The settings that decide what is held where, and who is matched how, as they may be written down."""
        return {
            "database": without_secrets(self.store_url),
            "index": without_secrets(self.index_url),
            "encoder": self.encoder or "default",
            "city": self.city,
            "host": self.host,
            "keep_jobs_days": str(self.keep_jobs_days),
            "keep_requests_days": str(self.keep_requests_days),
            "keep_event_contacts_days": str(self.keep_event_contacts_days),
        }

    @property
    def ledger_path(self) -> Path:
        """Where erasures are remembered beside the database."""
        return self.erasure_ledger or self.data_dir / "erasures"


def load_settings(**overrides: object) -> Settings:
    """Read the settings from the environment; `overrides` by field name win over it.

    Raises:
        InvalidInput: a value is not allowed; the message names each variable with what it takes.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        fields = sorted({str(each["loc"][0]): each["input"] for each in error.errors()}.items())
        raise InvalidInput(
            " ".join(_complaint(name, value) for name, value in fields),
            variables=[PREFIX + name.upper() for name, _ in fields],
        ) from None


def is_address(host: str) -> bool:
    """Whether it is the address of a machine, and no name of one."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether an address, or the name `localhost`, is reached from its own machine alone."""
    return ip_address(host.strip("[]")).is_loopback if is_address(host) else host == "localhost"


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """Variables that begin with `MATCHER_` and set nothing, in order: most likely misspelt."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return sorted(name for name in environ if name.upper().startswith(PREFIX) and name.upper() not in known)


def _complaint(name: str, value: object) -> str:
    found = "has a value that cannot be read" if name in _SECRET else f"is {value!r}"
    return f"{PREFIX}{name.upper()} {found}: set it to {Settings.model_fields[name].description}, or unset it."


def without_secrets(url: str) -> str:
    """A URL as it may be shown: without user and password, and without options, which may hold them too."""
    scheme, separator, rest = url.partition("://")
    return scheme + separator + rest.rpartition("@")[2].partition("?")[0]
