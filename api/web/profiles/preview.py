"""What the engine makes of a profile that is not saved yet: what it understood, and who would find it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from api.web.page import Page
from api.web.profiles.form import ProfileForm, moved, readable
from api.web.wording import band_name, district_name, role_name
from matcher.domain.matches import Asker, Band, Direction, Filters, Match, MatchRequest
from matcher.domain.profiles import Item, Kind, Profile
from matcher.usecases.asking import INLINE_ID

SHOWN = 5
"""Matches in a preview."""
REASONS = 2
"""Reasons shown for each."""
_TONES = {Band.STRONG: "good", Band.GOOD: "accent", Band.FAIR: "warn"}


@dataclass(frozen=True, slots=True)
class Found:
    """A profile that would find this one, or that this one would find, and why: (what is sought, what is offered)."""

    id: str
    name: str
    what: str
    district: str | None
    band: str
    tone: str
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """`skills` are those recognised in each row, by the id of its field; `found` is None where nothing can be asked."""

    skills: Mapping[str, Sequence[str]]
    district: str | None = None
    direction: str | None = None
    found: tuple[Found, ...] | None = None


def preview_of(page: Page, form: ProfileForm, before: Profile | None = None) -> Preview:
    """What is understood of a form, and the best matches: who seeks what it offers, or offers what it seeks."""
    skills = {
        f"{side}-{number}": _labels(page, item)
        for side in ("offers", "seeks")
        for number, item in enumerate(_annotated(page, form.items(side)))
    }
    profile = _draft(page, form, before)
    if profile is None:
        return Preview(skills)
    direction = Direction.DEMAND if profile.offers else Direction.SUPPLY
    return Preview(skills, district_name(page, profile), direction, _found(page, profile, direction))


def _found(page: Page, profile: Profile, direction: Direction) -> tuple[Found, ...]:
    page.app.follower.refresh()
    asked = MatchRequest(Asker(profile), direction, Filters(exclude=frozenset({profile.id})), k=SHOWN)
    return tuple(
        _shown(page, match, direction) for match in page.app.engine.match(asked).matches if match.band in _TONES
    )


def _shown(page: Page, match: Match, direction: Direction) -> Found:
    way = "from" if direction is Direction.DEMAND else "to"
    return Found(
        id=match.profile.id,
        name=match.profile.name,
        what=role_name(page, match.profile),
        district=district_name(page, match.profile),
        band=band_name(page, match.band),
        tone=_TONES[match.band],
        reasons=tuple((one.seek, one.offer) for one in match.reasons if one.way == way)[:REASONS],
    )


def _draft(page: Page, form: ProfileForm, before: Profile | None) -> Profile | None:
    """As much of a profile as the form says rightly; None where it offers and seeks nothing."""
    row, _ = readable(page, form.cells())
    if row is None or not (row.profile.offers or row.profile.seeks):
        return None
    profile = replace(row.profile, id=before.id if before else INLINE_ID, blocks=form.blocked)
    if before is not None:
        profile = replace(profile, place=moved(page, profile.place, before.place))
    return page.app.lexicon.annotate(profile)


def _annotated(page: Page, items: tuple[Item, ...]) -> tuple[Item, ...]:
    nobody = Profile(INLINE_ID, Kind.ARTISAN, "", offers=items)
    return page.app.lexicon.annotate(nobody).offers


def _labels(page: Page, item: Item) -> list[str]:
    """The names of the skills in an item, the surest first."""
    skills = page.app.lexicon.skills
    links = sorted(item.skills, key=lambda link: -link.confidence)
    return [skills.label(link.skill, page.language) for link in links if link.skill in skills]
