"""`matcher keys` as its user meets it."""

from __future__ import annotations

import pytest

from tests.unit.cli.conftest import Run, only_json

CREATE = ("keys", "create", "--label", "Desk [4]", "--scope", "write", "--scope", "events")


def test_a_key_is_shown_once_and_then_only_listed(matcher: Run) -> None:
    assert "There are no keys yet" in matcher("keys", "list").out
    created = matcher(*CREATE, "--expires", "30")
    assert created.code == 0
    assert "Desk [4]" in created.out
    text = created.out.splitlines()[-1]
    assert text.startswith("matcher_")
    listed = matcher("keys", "list").out
    assert text.split("_", 2)[1] in listed
    assert text.split("_", 2)[2] not in listed
    (key,) = only_json(matcher("keys", "list", "--json"))["keys"]
    assert (key["label"], key["scopes"], key["state"]) == ("Desk [4]", ["events", "write"], "valid")
    assert "text" not in key


def test_a_key_is_rotated_and_revoked(matcher: Run) -> None:
    first = only_json(matcher(*CREATE, "--json"))
    assert first["expires_at"] is None
    second = only_json(matcher("keys", "rotate", first["id"], "--json"))
    assert second["text"] != first["text"]
    assert (second["label"], second["scopes"]) == (first["label"], first["scopes"])
    assert "is revoked." in matcher("keys", "revoke", second["id"]).out
    states = [key["state"] for key in only_json(matcher("keys", "list", "--json"))["keys"]]
    assert states == ["revoked", "revoked"]
    again = matcher("keys", "revoke", second["id"], "--json")
    assert (again.code, only_json(again)["error"]["kind"]) == (1, "Conflict")
    assert matcher("keys", "revoke", "nobody").code == 1


def test_a_key_of_an_organisation_is_rotated_with_grace(matcher: Run) -> None:
    first = only_json(matcher(*CREATE, "--organisation", "Zona 4", "--json"))
    assert first["organisation"] == "Zona 4"
    second = only_json(matcher("keys", "rotate", first["id"], "--grace", "24", "--json"))
    assert second["organisation"] == "Zona 4"
    keys = only_json(matcher("keys", "list", "--json"))["keys"]
    assert [(key["state"], key["expires_at"] is None) for key in keys] == [("valid", False), ("valid", True)]
    assert "Zona 4" in matcher("keys", "list").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("keys", "create", "--label", "Desk", "--scope", "everything"),
        ("keys", "create", "--label", "Desk"),
        ("keys", "create", "--label", " ", "--scope", "read"),
        (*CREATE, "--expires", "0"),
        (*CREATE, "--organisation", " "),
        ("keys", "rotate", "nobody", "--grace", "-1"),
        (*CREATE, "--expires", "99999"),
    ],
)
def test_wrong_use_is_told(matcher: Run, arguments: tuple[str, ...]) -> None:
    assert matcher(*arguments).code == 2
