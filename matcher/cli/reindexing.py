"""`matcher reindex`: rebuild what is derived from the database."""

from __future__ import annotations

from matcher.cli.output import Json, application, counted, out, print_json, progress


def reindex(as_json: Json = False) -> None:
    """Link every stored text anew and encode it with the encoder of the settings, which then answers."""
    with application(as_json=as_json) as app:
        with app.store.unit_of_work() as unit:
            total = unit.profiles.count()
        with progress("Reindexing") as show:
            report = app.reindex(lambda done: show(done, total))
        if as_json:
            print_json({"profiles": report.profiles, "changed": report.changed, "model": app.configured.fingerprint})
        else:
            out.print(f"{counted(report.profiles, 'profile')} reindexed, {report.changed} with new links or districts.")
