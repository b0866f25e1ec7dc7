"""Keep profiles: store, replace and erase them, so that the next match reflects it."""

from __future__ import annotations

from matcher.domain.profiles import Contacts, Profile
from matcher.errors import InvalidInput, NotFound
from matcher.lexicon.annotation import Lexicon
from matcher.ports import Change, Store, Stored
from matcher.usecases.following import Follower

MAX_ITEMS = 50
"""Items on one side of a profile."""
MAX_ITEM = 500
"""Characters of one item."""


def save_profile(
    profile: Profile, contacts: Contacts | None, *, store: Store, lexicon: Lexicon, follower: Follower
) -> tuple[Change, Stored]:
    """Annotate and store a profile, replacing one with the same id; contacts None leaves stored ones as they are.

    Raises:
        InvalidInput: the profile breaks a rule; nothing is stored.
    """
    check(profile)
    with store.unit_of_work() as unit:
        change = unit.profiles.put(lexicon.annotate(profile), contacts)
        unit.commit()
    follower.catch_up()
    return change, find_profile(profile.id, store=store)


def find_profile(profile_id: str, *, store: Store) -> Stored:
    """The stored profile.

    Raises:
        NotFound: there is none with this id.
    """
    with store.unit_of_work() as unit:
        stored = unit.profiles.get(profile_id)
    if stored is None:
        raise NotFound(f"There is no profile '{profile_id}'.", field="profile_id", found=profile_id)
    return stored


def erase_profile(profile_id: str, *, store: Store, follower: Follower) -> None:
    """Erase a profile with its items and contacts.

    Raises:
        NotFound: there is none with this id.
    """
    with store.unit_of_work() as unit:
        erased = unit.profiles.delete(profile_id)
        unit.commit()
    if not erased:
        raise NotFound(f"There is no profile '{profile_id}' to delete.", field="profile_id", found=profile_id)
    follower.catch_up()


def check(profile: Profile) -> None:
    """The rules that hold whatever door a profile comes through.

    Raises:
        InvalidInput: an item is blank or too long, a side has too many, or kind and type contradict each other.
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
            if not item.text.strip() or len(item.text) > MAX_ITEM:
                raise InvalidInput(
                    f"Item {place + 1} of '{side}' has {len(item.text)} characters; write between 1 and {MAX_ITEM}.",
                    field=f"{side}[{place}].text",
                    found=len(item.text),
                    expected=MAX_ITEM,
                )
    if (profile.type is not None) != (profile.kind == "organisation"):
        raise InvalidInput(
            "An organisation needs a 'type' (company, fablab, makerspace, …), and only an organisation has one.",
            field="type",
            found=profile.type,
        )
