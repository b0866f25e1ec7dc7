"""Keep profiles: store and replace them, so that the next match reflects it."""

from __future__ import annotations

from collections.abc import Callable

from matcher.domain.access import reaches
from matcher.domain.profiles import LONGEST_ITEM, MAX_ITEMS, Contacts, Profile
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.lexicon.annotation import Lexicon
from matcher.lexicon.gazetteer import Gazetteer
from matcher.ports import Change, Store, Stored, UnitOfWork
from matcher.usecases.asking import says_something
from matcher.usecases.following import Follower
from matcher.usecases.naming import unknown_id
from matcher.usecases.terms import ANY, Terms


def save_profile(
    profile: Profile,
    contacts: Contacts | None,
    *,
    store: Store,
    lexicon: Lexicon,
    follower: Follower,
    replacing: bool = True,
    terms: Terms = ANY,
) -> tuple[Change, Stored]:
    """Annotate and store a profile, `replacing` one with the same id; contacts None leaves stored ones as they are.

    A new one belongs to the organisation of the `terms`.

    Raises:
        InvalidInput: the profile breaks a rule; nothing is stored.
        NotFound: there is one with this id, and it belongs to somebody else.
        Conflict: there is one with this id, and it is not to be replaced.
        Outdated: the terms name another state than that of what is stored.
    """
    check(profile, lexicon.gazetteer)
    annotated = lexicon.annotate(profile)
    with store.unit_of_work(write=True) as unit:
        before = unit.profiles.get(profile.id)
        if not replacing and before is not None:
            raise Conflict(f"There is a profile '{profile.id}' already: give this one another id.", field="id")
        if before is not None:
            existing_profile(unit, profile.id, terms.organisation)
        terms.check(None if before is None else profile_tag(before))
        change = unit.profiles.put(annotated, contacts)
        if before is None and terms.organisation is not None:
            unit.owners.give_profiles([profile.id], terms.organisation)
        stored = existing_profile(unit, profile.id)
        unit.commit()
    follower.catch_up()
    return change, stored


def change_profile(
    profile_id: str,
    change: Callable[[Profile], Profile],
    contacts: Contacts | None,
    *,
    store: Store,
    lexicon: Lexicon,
    follower: Follower,
    terms: Terms = ANY,
) -> Stored:
    """Replace a stored profile by what `change` makes of it, while nobody else can; contacts as in `save_profile`.

    Raises:
        NotFound: there is none with this id, or it belongs to somebody else.
        InvalidInput: the changed profile breaks a rule; nothing is stored.
        Outdated: the terms name another state than that of what is stored.
    """
    with store.unit_of_work(write=True) as unit:
        before = existing_profile(unit, profile_id, terms.organisation)
        terms.check(profile_tag(before))
        changed = change(before.profile)
        check(changed, lexicon.gazetteer)
        unit.profiles.put(lexicon.annotate(changed), contacts)
        stored = existing_profile(unit, profile_id)
        unit.commit()
    follower.catch_up()
    return stored


def find_profile(profile_id: str, *, store: Store, seen_by: str | None = None) -> Stored:
    """The stored profile, `seen_by` an organisation where it takes part or belongs to it.

    Raises:
        NotFound: there is none with this id, or it is not to be seen.
    """
    with store.unit_of_work() as unit:
        stored = existing_profile(unit, profile_id)
        return stored if stored.profile.consent else existing_profile(unit, profile_id, seen_by)


def require_profile(profile_id: str, organisation: str | None, store: Store) -> None:
    """Let a profile be changed that belongs to the organisation, or with None to anybody.

    Raises:
        NotFound: there is none.
    """
    with store.unit_of_work() as unit:
        existing_profile(unit, profile_id, organisation)


def profile_tag(stored: Stored) -> str:
    """What tells a state of a profile and its contacts from every other, before and after it was erased too."""
    return str(stored.change)


def check(profile: Profile, gazetteer: Gazetteer) -> None:
    """The rules that hold whatever door a profile comes through.

    Raises:
        InvalidInput: an item has no word or is too long, a side has too many, kind and type or the bounds of an order
            contradict each other, or a district is unknown.
    """
    for side, items in (("offers", profile.offers), ("seeks", profile.seeks)):
        if len(items) > MAX_ITEMS:
            raise InvalidInput(
                f"'{side}' has {len(items)} items; at most {MAX_ITEMS} are kept. Join the similar ones.",
                field=side,
                found=len(items),
                expected=MAX_ITEMS,
            )
        for place, item in enumerate(items):
            if not says_something(item.text) or len(item.text) > LONGEST_ITEM:
                raise InvalidInput(
                    f"Item {place + 1} of '{side}' has {len(item.text)} characters; "
                    f"write words, at most {LONGEST_ITEM}.",
                    field=f"{side}[{place}].text",
                    found=len(item.text),
                    expected=LONGEST_ITEM,
                )
    if (profile.type is not None) != (profile.kind == "organisation"):
        raise InvalidInput(
            "An organisation needs a 'type' (company, fablab, makerspace, …), and only an organisation has one.",
            field="type",
            found=profile.type,
        )
    run_min, run_max = profile.facts.run_min, profile.facts.run_max
    if run_min is not None and run_max is not None and run_min > run_max:
        raise InvalidInput(
            f"'run_min' is {run_min} and 'run_max' {run_max}: the smallest order cannot be larger than the largest.",
            field="facts.run_max",
            found=run_max,
            expected=run_min,
        )
    for level, known in (("nil", gazetteer.nils), ("municipio", gazetteer.municipi)):
        district = getattr(profile.place, level)
        if district is not None and district not in known:
            raise unknown_id(level, district, known, field=f"place.{level}")


def existing_profile(unit: UnitOfWork, profile_id: str, organisation: str | None = None) -> Stored:
    """The profile; with an `organisation` only one that belongs to it.

    Raises:
        NotFound: there is none.
    """
    stored = unit.profiles.get(profile_id)
    owners = {} if organisation is None else unit.owners.profiles([profile_id])
    if stored is None or not reaches(organisation, owners.get(profile_id)):
        raise NotFound(
            f"There is no profile '{profile_id}'. GET /profiles lists those there are.",
            field="profile_id",
            found=profile_id,
        )
    return stored
