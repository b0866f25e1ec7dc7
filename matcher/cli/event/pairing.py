"""`matcher event interests` and `matcher event pairs`: who meets whom."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from matcher.cli.event.creating import EventId
from matcher.cli.importing import PROBLEMS_SHOWN
from matcher.cli.output import Json, application, counted, err, out, print_json
from matcher.domain.events import EventParticipant, Pair, PairRule
from matcher.errors import InvalidInput

Twos = Annotated[list[str] | None, typer.Option(help="A,B; repeatable.")]


def interests(
    event_id: EventId,
    file: Annotated[Path, typer.Argument(help="CSV or XLSX: a, b, score, or participant, wanted, or those and rank.")],
    as_json: Json = False,
) -> None:
    """Take scores or wish lists in place of what profiles say."""
    from matcher.intake import describe
    from matcher.usecases.events.presenting import interests_data

    with application(as_json=as_json) as app:
        report = app.events.give_interests(event_id, file)
        if as_json:
            print_json(interests_data(report))
            return
        rejected = f", {counted(len(report.errors), 'problem')}" if report.errors else ""
        out.print(f"[bold]{escape(file.name)}[/]: {counted(report.interests, 'interest')}{rejected}")
        for issue in report.errors[:PROBLEMS_SHOWN]:
            err.print(f"  {escape(describe(issue))}")


def pairs(
    event_id: EventId,
    show: Annotated[bool, typer.Option("--show", help="Only list the chosen pairs.")] = False,
    must: Twos = None,
    forbid: Twos = None,
    add: Twos = None,
    drop: Twos = None,
    lock: Twos = None,
    as_json: Json = False,
) -> None:
    """Choose who meets whom; with --must, --forbid, --add, --drop or --lock decide about pairs instead."""
    from matcher.usecases.events.keeping import find_event
    from matcher.usecases.events.pairs import PairEdit, change_pairs, find_pairs
    from matcher.usecases.events.presenting import pair_data

    with application(as_json=as_json) as app:
        edits = [
            *(PairEdit(*two, rule=PairRule.MUST) for two in _twos(must)),
            *(PairEdit(*two, rule=PairRule.FORBIDDEN) for two in _twos(forbid)),
            *(PairEdit(*two, chosen=False) for two in _twos(drop)),
            *(PairEdit(*two, chosen=True) for two in _twos(add)),
            *(PairEdit(*two, locked=True) for two in _twos(lock)),
        ]
        if edits:
            found = change_pairs(event_id, edits, app.store)
        elif show:
            found = find_pairs(event_id, app.store)
        else:
            found = app.events.propose_pairs(event_id)
        chosen = sorted((pair for pair in found if pair.chosen), key=lambda pair: (-pair.utility, pair.a, pair.b))
        if as_json:
            print_json({"pairs": [pair_data(pair) for pair in chosen]})
        else:
            _print(chosen, find_event(event_id, app.store)[1])


def fairness(event_id: EventId, as_json: Json = False) -> None:
    """Say who got what from the chosen pairs, newcomers and peripheries beside the others."""
    from matcher.usecases.events.presenting import fairness_data

    with application(as_json=as_json) as app:
        report = app.events.fairness(event_id)
        if as_json:
            print_json(fairness_data(report))
            return
        table = Table("Who", "People", "Meetings: least", "median", "Utility: least", "median")
        rows = [("everyone", report.everyone)]
        for name, shares in report.groups.items():
            rows += [(name, shares.group), (f"not {name}", shares.others)]
        for name, share in rows:
            if share is not None:
                meetings = (str(share.meetings_least), f"{share.meetings_median:g}")
                utility = (f"{share.utility_least:.2f}", f"{share.utility_median:.2f}")
                table.add_row(name, str(share.people), *meetings, *utility)
        out.print(table)
        verb = "envies" if report.envious == 1 else "envy"
        out.print(f"Gini {report.gini:.2f} (0: all alike); {report.envious} {verb} somebody else's partners.")


def _print(chosen: Sequence[Pair], people: Sequence[EventParticipant]) -> None:
    if not chosen:
        out.print("No pair is chosen: matcher event pairs EVENT chooses.")
        return
    names = {person.id: person.name for person in people}
    table = Table("Who", "Whom", "Utility", "Why", show_lines=True, expand=True)
    for pair in chosen:
        why = [f"{names.get(one.seeker, one.seeker)} seeks “{one.seek}”: “{one.offer}”" for one in pair.reasons]
        marks = [mark for mark, is_so in (("must", pair.rule is PairRule.MUST), ("locked", pair.locked)) if is_so]
        table.add_row(
            escape(f"{names.get(pair.a, pair.a)} ({pair.a})"),
            escape(f"{names.get(pair.b, pair.b)} ({pair.b})"),
            " ".join([f"{pair.utility:.2f}", *marks]),
            escape("\n".join(why)),
        )
    out.print(table, soft_wrap=False)
    out.print(f"[dim]{counted(len(chosen), 'pair')}.[/]")


def _twos(texts: Sequence[str] | None) -> list[tuple[str, str]]:
    twos = []
    for text in texts or ():
        a, comma, b = (part.strip() for part in text.partition(","))
        if not (a and comma and b):
            raise InvalidInput(f"Two participants are written as A,B, by their ids; found '{text}'.")
        twos.append((a, b))
    return twos
