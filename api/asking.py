"""From the body of a question to a request to the engine."""

from __future__ import annotations

from api.cursors import read_cursor
from api.schemas.questions import FiltersIn, MatchIn
from matcher.bootstrap import Application
from matcher.domain.matches import Asker, Direction, Filters, MatchRequest, Near
from matcher.domain.profiles import Point
from matcher.lexicon.annotation import Lexicon
from matcher.usecases.asking import INLINE_ID, asker_by_id, asker_by_text
from matcher.usecases.keeping import check
from matcher.usecases.naming import district_id, skill_ids


def request_of(body: MatchIn, app: Application) -> MatchRequest:
    """The request a question stands for.

    Raises:
        InvalidInput: a filter names what does not exist, the query is unusable, or the cursor is not this question's.
        NotFound: no profile with this id takes part.
    """
    direction = body.direction or (Direction.SUPPLY if body.query is not None else Direction.MUTUAL)
    return MatchRequest(
        asker=_asker(body, direction, app),
        direction=direction,
        filters=filters_of(body.filters, app.lexicon),
        k=body.k,
        offset=read_cursor(body),
        facets=tuple(body.facets),
        explain=body.explain,
        min_score=body.min_score,
        sort=body.sort,
    )


def filters_of(body: FiltersIn, lexicon: Lexicon) -> Filters:
    """The filters, names of districts and skills resolved to ids."""
    near = body.near
    return Filters(
        kinds=frozenset(body.kind),
        types=frozenset(body.type),
        municipi=frozenset(district_id(one, "municipio", lexicon) for one in body.municipio),
        nils=frozenset(district_id(one, "nil", lexicon) for one in body.nil),
        near=Near(Point(near.lat, near.lon), near.km) if near else None,
        skills_all=skill_ids(body.skills.all, lexicon),
        skills_any=skill_ids(body.skills.any, lexicon),
        skills_none=skill_ids(body.skills.none, lexicon),
        languages=frozenset(body.languages),
        exclude=frozenset(body.exclude),
    )


def _asker(body: MatchIn, direction: Direction, app: Application) -> Asker:
    if body.query is not None:
        return asker_by_text(body.query, direction, app.lexicon, body.undo)
    if body.profile is not None:
        profile = body.profile.to_domain(INLINE_ID)
        check(profile, app.lexicon.gazetteer)
        return Asker(app.lexicon.annotate(profile))
    return asker_by_id(body.profile_id or "", app.engine)
