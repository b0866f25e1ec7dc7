"""Words for what profiles are and how well they fit, in the visitor's language."""

from __future__ import annotations

from babel import Locale

from api.web.page import Page
from matcher.domain.matches import Band, Evidence
from matcher.domain.profiles import Kind, OrganisationType, Profile


def kind_name(page: Page, kind: Kind) -> str:
    """What a profile is."""
    return {
        Kind.ARTISAN: page.gettext("Artisan"),
        Kind.STARTUP: page.gettext("Startup"),
        Kind.ORGANISATION: page.gettext("Organisation"),
    }[kind]


def type_name(page: Page, type_: OrganisationType) -> str:
    """What sort of organisation a profile is."""
    return {
        OrganisationType.COMPANY: page.gettext("Company or shop"),
        OrganisationType.FABLAB: page.gettext("Fab lab"),
        OrganisationType.MAKERSPACE: page.gettext("Makerspace"),
        OrganisationType.INCUBATOR: page.gettext("Incubator"),
        OrganisationType.HUB: page.gettext("Hub"),
        OrganisationType.SCHOOL: page.gettext("School"),
        OrganisationType.ASSOCIATION: page.gettext("Association"),
        OrganisationType.PUBLIC_BODY: page.gettext("Public body"),
        OrganisationType.SPACE: page.gettext("Space to work in"),
    }[type_]


def role_name(page: Page, profile: Profile) -> str:
    """The sort of organisation, or else the kind, of a profile."""
    return type_name(page, profile.type) if profile.type else kind_name(page, profile.kind)


def band_name(page: Page, band: Band) -> str:
    """How good a fit is."""
    return {
        Band.STRONG: page.gettext("Strong fit"),
        Band.GOOD: page.gettext("Good fit"),
        Band.FAIR: page.gettext("Fair fit"),
        Band.WEAK: page.gettext("Weak fit"),
    }[band]


def evidence_name(page: Page, kind: Evidence) -> str:
    """What made two texts meet."""
    return {
        Evidence.CONCEPT: page.gettext("same skill"),
        Evidence.DENSE: page.gettext("near in meaning"),
        Evidence.ALIGNED: page.gettext("word for word"),
        Evidence.LEXICAL: page.gettext("spelt alike"),
    }[kind]


def language_name(page: Page, code: str) -> str:
    """A spoken language by its code, such as `fr`; the code itself where it names none."""
    name: str = Locale(page.language).languages.get(code, code)
    return name


def district_name(page: Page, profile: Profile) -> str | None:
    """The neighbourhood a profile works in, or else its Municipio; None where neither is known."""
    place, gazetteer = profile.place, page.app.lexicon.gazetteer
    nil = gazetteer.nils.get(place.nil) if place.nil is not None else None
    municipio = gazetteer.municipi.get(place.municipio) if place.municipio is not None else None
    known = nil or municipio
    return known.name if known else None
