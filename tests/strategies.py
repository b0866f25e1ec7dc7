"""Hypothesis strategies for the domain: every value that may be stored."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from matcher.domain.profiles import (
    Contacts,
    Facts,
    Item,
    Kind,
    Need,
    OrganisationType,
    Place,
    Point,
    Profile,
    SkillLink,
)

# Half a surrogate pair has no UTF-8, and PostgreSQL keeps no NUL.
_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_COUNTS = st.integers(0, 2**31 - 1)


def texts(min_size: int = 0, max_size: int = 30) -> SearchStrategy[str]:
    """Any text a database keeps."""
    return st.text(_CHARACTERS, min_size=min_size, max_size=max_size)


def ids() -> SearchStrategy[str]:
    """Identifiers in any script; short ones, so that they meet."""
    return texts(min_size=1, max_size=4)


def skill_links() -> SearchStrategy[SkillLink]:
    confidences = st.floats(0, 1, exclude_min=True)
    return st.builds(SkillLink, st.sampled_from(["laser-cutting", "wood", "bookbinding"]), confidences, texts())


def items() -> SearchStrategy[Item]:
    return st.builds(
        Item,
        text=texts(min_size=1),
        need=st.sampled_from(Need),
        language=st.sampled_from(["it", "en", None]),
        skills=st.lists(skill_links(), max_size=3).map(tuple),
    )


def points() -> SearchStrategy[Point]:
    return st.builds(Point, lat=st.floats(-90, 90), lon=st.floats(-180, 180))


def places() -> SearchStrategy[Place]:
    return st.builds(
        Place,
        address=st.none() | texts(),
        cap=st.none() | texts(max_size=5),
        nil=st.none() | st.integers(1, 88),
        municipio=st.none() | st.integers(1, 9),
        point=st.none() | points(),
    )


def facts() -> SearchStrategy[Facts]:
    return st.builds(
        Facts,
        languages=st.lists(st.sampled_from(["it", "en", "fr"]), unique=True).map(tuple),
        run_min=st.none() | _COUNTS,
        run_max=st.none() | _COUNTS,
        lead_time_days=st.none() | _COUNTS,
        available_from=st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
    )


def contacts() -> SearchStrategy[Contacts]:
    part = st.none() | texts(min_size=1)
    return st.builds(Contacts, email=part, phone=part, person=part, website=part)


@st.composite
def profiles(draw: st.DrawFn, *, profile_ids: SearchStrategy[str] | None = None) -> Profile:
    """Profiles of every kind, each fact known or unknown."""
    kind = draw(st.sampled_from(Kind))
    sides = st.lists(items(), max_size=3).map(tuple)
    return Profile(
        id=draw(ids() if profile_ids is None else profile_ids),
        kind=kind,
        name=draw(texts()),
        type=draw(st.sampled_from(OrganisationType)) if kind is Kind.ORGANISATION else None,
        description=draw(st.none() | texts()),
        offers=draw(sides),
        seeks=draw(sides),
        place=draw(places()),
        facts=draw(facts()),
        organisation=draw(st.none() | texts(min_size=1)),
        blocks=draw(st.frozensets(ids(), max_size=3)),
        consent=draw(st.booleans()),
        provenance=draw(st.dictionaries(texts(), texts(), max_size=3)),
    )
