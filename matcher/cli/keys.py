"""`matcher keys`: who may come in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Column, Table

from matcher.cli.output import Json, application, out, print_json
from matcher.domain.access import AccessKey, Scope

if TYPE_CHECKING:
    from matcher.usecases.keys import IssuedKey

KeyId = Annotated[str, typer.Argument(help="The key's id, as `matcher keys list` shows it.")]

keys = typer.Typer(help="Give out, list and revoke the keys that let people and programs in.", no_args_is_help=True)


@keys.command()
def create(
    label: Annotated[str, typer.Option(help="Whose key this is, or what for.")],
    scope: Annotated[list[Scope], typer.Option(help="What it may do; repeatable. 'admin' may do everything.")],
    expires: Annotated[
        int | None, typer.Option(metavar="DAYS", min=1, help="Days it is valid for; without, until it is revoked.")
    ] = None,
    organisation: Annotated[
        str | None, typer.Option(help="Whom it belongs to, with all that is made with it; without, the platform.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Give out a new key. Its text is shown once and kept nowhere."""
    from matcher.usecases.keys import create_key

    with application(as_json=as_json) as app:
        issued = create_key(label, scope, app.store, days=expires, organisation=organisation)
        _show_issued(issued, as_json=as_json)


@keys.command("list")
def list_(as_json: Json = False) -> None:
    """List the keys there are and were."""
    from matcher.usecases.keys import list_keys

    with application(as_json=as_json) as app:
        known = list_keys(app.store)
    if as_json:
        print_json({"keys": [_key_data(key) for key in known]})
        return
    if not known:
        out.print("There are no keys yet: matcher keys create --help")
        return
    table = Table(Column("Id", no_wrap=True), "Label", "Organisation", "Scopes", "Created", "Expires", "State")
    for key in known:
        expires = "never" if key.expires_at is None else f"{key.expires_at:%Y-%m-%d}"
        scopes = ", ".join(sorted(key.scopes))
        whose = escape(key.organisation or "–")
        table.add_row(key.id, escape(key.label), whose, scopes, f"{key.created_at:%Y-%m-%d}", expires, _state(key))
    out.print(table)


@keys.command()
def revoke(key_id: KeyId, as_json: Json = False) -> None:
    """Revoke a key: from now on it lets nobody in, and who is signed in with it is signed out."""
    from matcher.usecases.keys import revoke_key

    with application(as_json=as_json) as app:
        key = revoke_key(key_id, app.store)
        if as_json:
            print_json(_key_data(key))
        else:
            out.print(f"The key {key.id} ({escape(key.label)}) is revoked.")


@keys.command()
def rotate(
    key_id: KeyId,
    grace: Annotated[
        int, typer.Option(metavar="HOURS", min=0, max=720, help="Hours for which the old one goes on to be valid.")
    ] = 0,
    as_json: Json = False,
) -> None:
    """Give out another key that may do the same, for as long; the old one lets nobody in any more."""
    from matcher.usecases.keys import rotate_key

    with application(as_json=as_json) as app:
        _show_issued(rotate_key(key_id, app.store, grace_h=grace), as_json=as_json)


def _show_issued(issued: IssuedKey, *, as_json: bool) -> None:
    if as_json:
        print_json(_key_data(issued.key) | {"text": issued.text})
        return
    expires = "until it is revoked" if issued.key.expires_at is None else f"until {issued.key.expires_at:%Y-%m-%d}"
    out.print(f"Key {issued.key.id} ({escape(issued.key.label)}), valid {expires}. Keep its text, shown only now:")
    out.print(issued.text, markup=False)


def _key_data(key: AccessKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "label": key.label,
        "organisation": key.organisation,
        "scopes": sorted(key.scopes),
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "state": _state(key),
    }


def _state(key: AccessKey) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "valid" if key.valid_at(datetime.now(UTC)) else "expired"
