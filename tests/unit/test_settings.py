"""Settings come from the environment, and a bad one says how to mend it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from matcher.errors import InvalidInput
from matcher.settings import Settings, load_settings, unknown_variables, without_secrets


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("MATCHER_"):
            monkeypatch.delenv(name)


def test_a_bare_environment_serves_milan_on_this_machine_alone() -> None:
    settings = load_settings()
    assert (settings.city, settings.host, settings.port) == ("milan", "127.0.0.1", 8000)
    assert (settings.encoder, settings.log_level) == (None, "info")
    assert settings.max_body_bytes == 50 * 1024 * 1024
    assert settings.store_url == "sqlite:///.matcher/matcher.db"


def test_variables_win_over_defaults_and_overrides_over_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_PORT", "9000")
    monkeypatch.setenv("MATCHER_CITY", "torino")
    settings = load_settings(port=9100)
    assert (settings.city, settings.port) == ("torino", 9100)


def test_the_database_lies_in_the_data_folder_unless_it_has_a_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_DATA_DIR", "/srv/matcher")
    assert load_settings().store_url == "sqlite:////srv/matcher/matcher.db"
    monkeypatch.setenv("MATCHER_DATABASE_URL", "sqlite:///other.db")
    assert load_settings().store_url == "sqlite:///other.db"


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_DATA_DIR", "~/matcher")
    assert load_settings().data_dir == Path.home() / "matcher"


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MATCHER_PORT", "MATCHER_DATABASE_URL", "MATCHER_ENCODER"):
        monkeypatch.setenv(name, "")
    assert load_settings() == Settings()


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("MATCHER_PORT", "abc", "a whole number from 1 to 65535"),
        ("MATCHER_PORT", "0", "a whole number from 1 to 65535"),
        ("MATCHER_PORT", "65536", "a whole number from 1 to 65535"),
        ("MATCHER_MAX_BODY_BYTES", "50 MB", "a whole number of bytes"),
        ("MATCHER_LOG_LEVEL", "loud", "debug, info, warning or error"),
        ("MATCHER_CITY", "../../etc", "the name of a city's folder"),
        ("MATCHER_HOST", "my host", "the address to listen on"),
    ],
)
def test_a_bad_value_is_named_with_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, allowed: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(InvalidInput) as caught:
        load_settings()
    assert f"{variable} is {value!r}" in caught.value.message
    assert allowed in caught.value.message
    assert caught.value.details["variables"] == [variable]


def test_every_bad_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_PORT", "abc")
    monkeypatch.setenv("MATCHER_LOG_LEVEL", "loud")
    with pytest.raises(InvalidInput) as caught:
        load_settings()
    assert caught.value.details["variables"] == ["MATCHER_LOG_LEVEL", "MATCHER_PORT"]


def test_a_password_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_DATABASE_URL", "matcher:segreto@host")
    with pytest.raises(InvalidInput, match="MATCHER_DATABASE_URL") as caught:
        load_settings()
    assert "segreto" not in str(caught.value) + repr(caught.value.details)
    assert "segreto" not in repr(load_settings(database_url="postgresql://matcher:segreto@host/db"))


def test_settings_are_frozen() -> None:
    settings = load_settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 9000  # type: ignore[misc]


def test_variables_that_set_nothing_are_reported() -> None:
    environ = {"MATCHER_PROT": "1", "MATCHER_PORT": "1", "matcher_city": "milan", "PATH": "/bin", "MATCHER_": ""}
    assert unknown_variables(environ) == ["MATCHER_", "MATCHER_PROT"]


def test_importing_reads_no_environment() -> None:
    environ = {**os.environ, "MATCHER_PORT": "abc"}
    done = subprocess.run([sys.executable, "-c", "import matcher.settings"], env=environ, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize(
    "url", ["faiss", "postgresql://anna:pw@db/matcher?options=-csearch_path%3Dv", "qdrant://h:6333/p", "edge:///folder"]
)
def test_an_index_is_named_by_its_url(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("MATCHER_INDEX_URL", url)
    assert load_settings().index_url == url
    assert "pw" not in repr(load_settings())


@pytest.mark.parametrize("url", ["mysql://anna:pw@db", "edge://", "faiss://x", "postgresql://"])
def test_an_index_that_is_none_is_refused_with_examples(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("MATCHER_INDEX_URL", url)
    with pytest.raises(InvalidInput, match="set it to faiss, postgresql://HOST/DATABASE") as caught:
        load_settings()
    assert "pw" not in caught.value.message


def test_a_url_is_shown_without_who_signs_in() -> None:
    assert without_secrets("postgresql://anna:pw@db:5432/matcher?password=pw") == "postgresql://db:5432/matcher"
    assert without_secrets("edge:///folder") == "edge:///folder"
    assert without_secrets("faiss") == "faiss"
