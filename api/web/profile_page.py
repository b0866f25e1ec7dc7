"""The page of a profile: who it is, what it offers and seeks, whom it fits, and what it leaves unsaid."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Response

from api.web.cards import Card, card_of
from api.web.page import Page, PageDep
from api.web.wording import district_name, language_name, role_name
from matcher.domain.matches import Asker, Direction, MatchRequest
from matcher.domain.profiles import Contacts, Item, Profile, Purpose, today
from matcher.errors import NotFound
from matcher.usecases.completeness import Gap, Lack, gaps
from matcher.usecases.keeping import find_profile, require_profile

router = APIRouter()
SHOWN = 5
"""Matches on the page."""
LONGEST_NEED = 2000
"""Characters of the need that is handed on to a request for contact."""


@router.get("/profiles/{profile_id}")
def show_profile(page: PageDep, profile_id: str, direction: Direction | None = None, need: str = "") -> Response:
    """Show a profile with its best matches; without consent only to those who may change it."""
    try:
        stored = find_profile(profile_id, store=page.app.store).profile
        profile = stored.seen_for(Purpose.MATCHING, today())
    except NotFound:
        raise HTTPException(404) from None
    staff = page.visitor.may("write") and _is_own(page, profile_id)
    if not profile.consent and not staff:
        raise HTTPException(404)
    directions = _directions(profile)
    if direction not in directions:
        direction = directions[0] if directions else None
    return page.render(
        "profile/show.html",
        profile=profile,
        askable=stored.allows(Purpose.CONTACT, today()),
        role=role_name(page, profile),
        district=district_name(page, profile),
        facts=_facts(page, profile),
        offers=_items(page, profile.offers),
        seeks=_items(page, profile.seeks),
        invented=profile.provenance.get("synthetic") == "true",
        directions=[(each, _direction_name(page, each)) for each in directions],
        direction=direction,
        matches=_matches(page, profile, direction),
        hints=_hints(page, profile) if staff else [],
        staff=staff,
        need=need[:LONGEST_NEED],
    )


def _is_own(page: Page, profile_id: str) -> bool:
    try:
        require_profile(profile_id, page.organisation, page.app.store)
    except NotFound:
        return False
    return True


def _directions(profile: Profile) -> list[Direction]:
    """The ways in which a profile can be matched, the most telling first."""
    if not profile.consent:
        return []
    ways = [Direction.SUPPLY] if profile.seeks else []
    ways += [Direction.DEMAND] if profile.offers else []
    return [Direction.MUTUAL, *ways] if len(ways) > 1 else ways


def _direction_name(page: Page, direction: Direction) -> str:
    return {
        Direction.MUTUAL: page.gettext("Useful to each other"),
        Direction.SUPPLY: page.gettext("Who offers what is sought here"),
        Direction.DEMAND: page.gettext("Who seeks what is offered here"),
    }[direction]


def _matches(page: Page, profile: Profile, direction: Direction | None) -> list[Card]:
    if direction is None:
        return []
    page.app.follower.refresh()
    result = page.app.engine.match(MatchRequest(Asker(profile), direction, k=SHOWN))
    return [card_of(page, match.profile, match, match.context.distance_km) for match in result.matches]


def _items(page: Page, items: tuple[Item, ...]) -> list[tuple[Item, list[str]]]:
    """Items with the names of the skills recognised in them, surest first."""
    skills = page.app.lexicon.skills
    return [
        (
            item,
            [
                skills.label(link.skill, page.language)
                for link in sorted(item.skills, key=lambda one: -one.confidence)
                if link.skill in skills
            ],
        )
        for item in items
    ]


def _facts(page: Page, profile: Profile) -> list[tuple[str, str]]:
    """What is known beside the items, as (name, value)."""
    place, facts = profile.place, profile.facts
    known = [
        (page.gettext("Address"), ", ".join(filter(None, (place.address, place.cap)))),
        (page.gettext("Languages"), ", ".join(language_name(page, code) for code in facts.languages)),
        (page.gettext("Size of an order"), _run(page, facts.run_min, facts.run_max)),
        (page.gettext("Lead time"), _days(page, facts.lead_time_days)),
    ]
    return [(name, value) for name, value in known if value]


def _run(page: Page, least: int | None, most: int | None) -> str:
    if least is not None and most is not None:
        return page.gettext("from %(least)s to %(most)s pieces", least=least, most=most)
    if least is not None:
        return page.ngettext("from %(num)s piece", "from %(num)s pieces", least)
    return "" if most is None else page.ngettext("up to %(num)s piece", "up to %(num)s pieces", most)


def _days(page: Page, days: int | None) -> str:
    return "" if days is None else page.ngettext("%(num)s day", "%(num)s days", days)


def _hints(page: Page, profile: Profile) -> list[tuple[str, Gap]]:
    """What would help the profile to be found, in words."""
    with page.app.store.unit_of_work() as unit:
        contacts: Contacts | None = unit.profiles.contacts(profile.id)
    return [(_hint(page, gap.lack), gap) for gap in gaps(profile, contacts)]


def _hint(page: Page, lack: Lack) -> str:
    return {
        Lack.CONSENT: page.gettext(
            "There is no consent: nobody finds this profile, and it cannot be asked for contact."
        ),
        Lack.OFFERS: page.gettext("It does not say what it offers: nobody who seeks something finds it."),
        Lack.SEEKS: page.gettext("It does not say what it seeks: nobody can be suggested to it."),
        Lack.SKILLS_OFFERED: page.gettext(
            "In some of what it offers no skill was recognised. Name the trade, technique or product:"
        ),
        Lack.SKILLS_SOUGHT: page.gettext(
            "In some of what it seeks no skill was recognised. Name the trade, technique or product:"
        ),
        Lack.DISTRICT: page.gettext("No district is known: nearness counts for nothing."),
        Lack.CONTACTS: page.gettext("No contacts are kept: whoever accepts a request has to write them each time."),
        Lack.LANGUAGES: page.gettext("No languages are known: those who look for one pass it by."),
        Lack.RUN: page.gettext("The size of an order is unknown: write the fewest and the most pieces."),
        Lack.LEAD_TIME: page.gettext("The lead time is unknown: write how many days an order takes, or may take."),
        Lack.DESCRIPTION: page.gettext("There is no description: write two sentences on who this is."),
    }[lack]
