"""`matcher match`: who fits a profile or a sentence, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from matcher.cli.output import Json, application, counted, err, out, print_json
from matcher.domain.matches import (
    Asker,
    Direction,
    Evidence,
    Filters,
    Interpreted,
    Match,
    MatchRequest,
    MatchResult,
    Near,
    Reason,
    Sort,
)
from matcher.domain.profiles import Kind, OrganisationType, Point
from matcher.errors import InvalidInput

if TYPE_CHECKING:
    from matcher.bootstrap import Application

REASONS_SHOWN, UNMET_SHOWN = 3, 2
BAND_STYLE = {"strong": "bold green", "good": "green", "fair": "yellow", "weak": "dim"}
FIRST = {Sort.SCORE: "The best", Sort.DISTANCE: "The nearest", Sort.NAME: "By name, the first"}
EVIDENCE_WORDS = {
    Evidence.CONCEPT: "same skill",
    Evidence.DENSE: "near in meaning",
    Evidence.ALIGNED: "words aligned",
    Evidence.LEXICAL: "same words",
}


def match(
    query: Annotated[str | None, typer.Argument(help="What is sought, in Italian or English.")] = None,
    profile: Annotated[str | None, typer.Option(help="Id of a stored profile that asks instead.")] = None,
    direction: Annotated[
        Direction | None, typer.Option(help="Default: supply for a query, mutual for a profile.")
    ] = None,
    k: Annotated[int, typer.Option("-k", "--k", min=1, max=100, help="How many matches.")] = 10,
    kind: Annotated[list[Kind] | None, typer.Option(help="Only this kind; repeatable.")] = None,
    type_: Annotated[list[OrganisationType] | None, typer.Option("--type", help="Only this type; repeatable.")] = None,
    municipio: Annotated[
        list[str] | None, typer.Option(help="Only this Municipio, by number or name; repeatable.")
    ] = None,
    nil: Annotated[
        list[str] | None, typer.Option(help="Only this neighbourhood, by number or name; repeatable.")
    ] = None,
    near: Annotated[str | None, typer.Option(help="Only within a distance: LAT,LON,KM.")] = None,
    skill: Annotated[list[str] | None, typer.Option(help="Only with this skill, by id or label; repeatable.")] = None,
    min_score: Annotated[float, typer.Option(min=0, max=1, help="Leave out lower scores.")] = 0.0,
    sort: Annotated[Sort, typer.Option(help="Best first, nearest first or by name.")] = Sort.SCORE,
    as_json: Json = False,
) -> None:
    """Find who fits a sentence or a stored profile, with the reasons."""
    from matcher.usecases.naming import district_id, skill_ids
    from matcher.usecases.presenting import result_data

    with application(as_json=as_json) as app:
        if (query is None) == (profile is None):
            raise InvalidInput("Give either a sentence or --profile ID: matcher match 'cerco un fabbro a Lambrate'.")
        way = direction or (Direction.MUTUAL if query is None else Direction.SUPPLY)
        filters = Filters(
            kinds=frozenset(kind or ()),
            types=frozenset(type_ or ()),
            municipi=frozenset(district_id(one, "municipio", app.lexicon) for one in municipio or ()),
            nils=frozenset(district_id(one, "nil", app.lexicon) for one in nil or ()),
            near=_near(near) if near else None,
            skills_all=skill_ids(skill or (), app.lexicon),
        )
        if app.answering.spec != app.encoder_spec:
            err.print(
                f"[yellow]Note:[/] {escape(app.answering.spec)} answers until {escape(app.encoder_spec)} has encoded "
                "every profile, which `matcher reindex` does now and `matcher serve` in the background."
            )
        result = app.engine.match(
            MatchRequest(_asker(query, profile, way, app), way, filters, k=k, min_score=min_score, sort=sort)
        )
        if as_json:
            print_json(result_data(result, app.lexicon.gazetteer))
        else:
            show(result, app, filtered=filters != Filters(), first=FIRST[sort])


def show(result: MatchResult, app: Application, *, filtered: bool = False, first: str = "The best") -> None:
    """Print what was understood and a table of matches with their reasons."""
    if result.interpreted:
        out.print(understood(result.interpreted))
    if not result.matches:
        out.print(_nobody(app, filtered=filtered))
        return
    table = Table(show_lines=True, expand=True)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("Score", no_wrap=True)
    table.add_column("Who", ratio=2)
    table.add_column("Why", ratio=3)
    for rank, found in enumerate(result.matches, 1):
        table.add_row(str(rank), _score(found, result), _who(found, app), _why(found))
    out.print(table, soft_wrap=False)
    passing = " that pass the filters" if filtered else ""
    out.print(f"[dim]{first} {len(result.matches)} of {counted(result.total, 'profile')}{passing}.[/]")


def _nobody(app: Application, *, filtered: bool) -> str:
    with app.store.unit_of_work() as unit:
        if not unit.profiles.count():
            return "There are no profiles yet: import some with `matcher import FILE`, or see `matcher demo`."
    return "Nobody matches: " + ("loosen a filter." if filtered else "ask for something else, or import more profiles.")


def understood(interpreted: Interpreted) -> str:
    """One line that says how a query was read, and how to undo it."""
    places = [f"[cyan]{escape(one.name)}[/] ({one.level} {one.id})" for one in interpreted.districts]
    skills = [f"[magenta]{escape(one.label)}[/]" for one in interpreted.skills]
    parts = [f"near {', '.join(places)}"] if places else []
    parts += [f"skills {', '.join(skills)}"] if skills else []
    parts += [f"other words “{escape(interpreted.rest)}”"] if interpreted.rest else []
    return "[dim]Understood:[/] " + " · ".join(parts)


def _asker(query: str | None, profile: str | None, direction: Direction, app: Application) -> Asker:
    from matcher.usecases.asking import asker_by_id, asker_by_text

    return asker_by_text(query, direction, app.lexicon) if query is not None else asker_by_id(profile or "", app.engine)


def _near(text: str) -> Near:
    try:
        lat, lon, km = (float(part) for part in text.split(","))
    except ValueError:
        raise InvalidInput(f"--near takes LAT,LON,KM such as 45.4642,9.1900,3; found '{text}'.", field="near") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and km > 0):
        raise InvalidInput(f"--near takes degrees and kilometres above 0; found '{text}'.", field="near")
    return Near(Point(lat, lon), km)


def _score(found: Match, result: MatchResult) -> str:
    one_way = "\n[dim]one way[/]" if found.one_way and result.interpreted is None else ""
    return f"[{BAND_STYLE[found.band]}]{found.score:.2f}\n{found.band}[/]{one_way}"


def _who(found: Match, app: Application) -> str:
    profile = found.profile
    nil = None if profile.place.nil is None else app.lexicon.gazetteer.nils.get(profile.place.nil)
    km = found.context.distance_km
    where = [escape(nil.name if nil else profile.place.address or "")]
    where += [f"{km:.1f} km"] if km is not None else []
    return "\n".join(
        (
            f"[bold]{escape(profile.name)}[/]",
            f"[dim]{escape(profile.id)} · {profile.type or profile.kind}[/]",
            " · ".join(filter(None, where)),
        )
    ).rstrip()


def _why(found: Match) -> Table:
    lines = Table.grid(padding=(0, 1, 0, 0))
    for reason in found.reasons[:REASONS_SHOWN]:
        lines.add_row("[green]•[/]", _reason(reason))
    for unmet in [one for one in found.unmet if one.way == "to"][:UNMET_SHOWN]:
        lines.add_row("[red]–[/]", f"[dim]not met: {escape(unmet.seek)}[/]")
    return lines


def _reason(reason: Reason) -> str:
    seek, offer = escape(reason.seek), escape(reason.offer)
    text = (
        f"you seek “{seek}”, they offer “[bold]{offer}[/]”"
        if reason.way == "to"
        else f"they seek “[bold]{seek}[/]”, you offer “{offer}”"
    )
    return f"{text} [dim]({EVIDENCE_WORDS[reason.kind]}{f': {reason.skill}' if reason.skill else ''})[/]"
