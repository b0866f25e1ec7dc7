"""How pages call what the domain knows: kinds and types of profiles, bands, languages."""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale

from api.web.page import Page
from matcher.domain.matches import Band
from matcher.domain.profiles import Kind, OrganisationType, Profile


def kind_name(page: Page, kind: Kind) -> str:
    """What a kind is called."""
    return {
        Kind.ARTISAN: page.gettext("Artisan"),
        Kind.STARTUP: page.gettext("Startup"),
        Kind.ORGANISATION: page.gettext("Organisation"),
    }[kind]


def type_name(page: Page, organisation: OrganisationType) -> str:
    """What a type of organisation is called."""
    return {
        OrganisationType.COMPANY: page.gettext("Company"),
        OrganisationType.FABLAB: page.gettext("Fab lab"),
        OrganisationType.MAKERSPACE: page.gettext("Makerspace"),
        OrganisationType.INCUBATOR: page.gettext("Incubator"),
        OrganisationType.HUB: page.gettext("Hub"),
        OrganisationType.SCHOOL: page.gettext("School"),
        OrganisationType.ASSOCIATION: page.gettext("Association"),
        OrganisationType.PUBLIC_BODY: page.gettext("Public body"),
        OrganisationType.SPACE: page.gettext("Space"),
    }[organisation]


def what_it_is(page: Page, profile: Profile) -> str:
    """The type of an organisation, the kind of anybody else."""
    return kind_name(page, profile.kind) if profile.type is None else type_name(page, profile.type)


def band_name(page: Page, band: Band) -> str:
    """What a band is called."""
    return {
        Band.STRONG: page.gettext("Strong match"),
        Band.GOOD: page.gettext("Good match"),
        Band.FAIR: page.gettext("Fair match"),
        Band.WEAK: page.gettext("Weak match"),
    }[band]


def language_names(page: Page, codes: Iterable[str]) -> list[str]:
    """What languages are called; a code that has no name stays as it is."""
    locale = Locale(page.language)
    return [locale.languages.get(code, code) for code in codes]


def district_name(page: Page, profile: Profile) -> str | None:
    """The neighbourhood a profile works in, or its Municipio; None where neither is known."""
    gazetteer, place = page.app.lexicon.gazetteer, profile.place
    nil = None if place.nil is None else gazetteer.nils.get(place.nil)
    municipio = None if place.municipio is None else gazetteer.municipi.get(place.municipio)
    known = nil or municipio
    return None if known is None else known.name
