"""`matcher reindex`: rebuild what is derived from the database."""

from __future__ import annotations

from matcher.cli.output import Json, application, counted, out, print_json, progress


def reindex(as_json: Json = False) -> None:
    """Link every stored text anew and rebuild vectors and index from the database."""
    with application(as_json=as_json) as app:
        with app.store.unit_of_work() as unit:
            total = unit.profiles.count()
        with progress("Reindexing") as show:
            report = app.reindex(lambda done: show(done, total))
        if as_json:
            print_json({"profiles": report.profiles, "changed": report.changed, "model": app.encoder.fingerprint})
        else:
            out.print(f"{counted(report.profiles, 'profile')} reindexed, {report.changed} with new links or districts.")
