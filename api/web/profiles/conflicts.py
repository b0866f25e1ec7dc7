"""Two versions of one profile side by side, where two people have changed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.web.page import Page
from api.web.profiles.form import ProfileForm
from matcher.domain.profiles import Need


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, what is stored of it now, and what was typed."""

    label: str
    stored: str
    typed: str


def differences(page: Page, stored: ProfileForm, typed: ProfileForm) -> list[Difference]:
    """The fields that are not the same in both."""
    theirs, mine = _shown(page, stored), _shown(page, typed)
    return [
        Difference(label, theirs[name], mine[name])
        for name, label in field_labels(page).items()
        if theirs[name] != mine[name]
    ]


def field_labels(page: Page) -> dict[str, str]:
    """What fields are called, in the order of the form."""
    return {
        "name": page.gettext("Name"),
        "kind": page.gettext("What it is"),
        "type": page.gettext("Type of organisation"),
        "description": page.gettext("Description"),
        "offers": page.gettext("Offers"),
        "seeks": page.gettext("Seeks"),
        "address": page.gettext("Address"),
        "cap": page.gettext("Postcode"),
        "nil": page.gettext("Neighbourhood"),
        "municipio": page.gettext("Municipio"),
        "languages": page.gettext("Languages"),
        "run_min": page.gettext("Smallest order"),
        "run_max": page.gettext("Largest order"),
        "lead_time_days": page.gettext("Lead time"),
        "available_from": page.gettext("Available from"),
        "email": page.gettext("E-mail"),
        "phone": page.gettext("Phone"),
        "person": page.gettext("Contact person"),
        "website": page.gettext("Website"),
        "consent": page.gettext("Consent"),
        "organisation": page.gettext("Body behind it"),
        "blocks": page.gettext("Never to be matched with"),
    }


def _shown(page: Page, form: ProfileForm) -> Mapping[str, str]:
    must = page.gettext("(indispensable)")
    seeks = [f"{text} {must}" if need == Need.MUST else text for text, need in form.seeks]
    consent = page.gettext("Yes") if form.texts["consent"] else page.gettext("No")
    rows = {"offers": "\n".join(form.offers), "seeks": "\n".join(seeks), "blocks": "\n".join(sorted(form.blocked))}
    return {**form.texts, **rows, "consent": consent}
