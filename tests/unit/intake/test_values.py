from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from matcher.domain.profiles import Kind, OrganisationType
from matcher.intake import values
from matcher.intake.problems import BadValue
from matcher.intake.words import language_code, nearest_sort, sort_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1000", 1000),
        ("1.000", 1000),
        ("1,000", 1000),
        ("1 000", 1000),
        ("1'000", 1000),
        ("1.000.000", 1_000_000),
        ("1.000,00", 1000),
        ("1,000.0", 1000),
        ("20.0", 20),
        ("20121.0", 20121),
        ("20,00", 20),
        ("1.0000", 1),
        ("1E+05", 100_000),
        ("2,5e3", 2500),
        ("0", 0),
        ("2147483647", 2**31 - 1),
    ],
)
def test_whole_numbers_however_a_spreadsheet_wrote_them(text: str, number: int) -> None:
    assert values.whole_number(text) == number


@pytest.mark.parametrize("text", ["2,5", "1.5", "-3", "dieci", "10-20", "2147483648", "1.000.00", "1.0001"])
def test_other_numbers_are_refused(text: str) -> None:
    with pytest.raises(BadValue, match="bad-number"):
        values.whole_number(text)


@pytest.mark.parametrize(("text", "count"), [("50", 50), ("50 pezzi", 50), ("1.000 pz.", 1000), ("20 pcs", 20)])
def test_pieces(text: str, count: int) -> None:
    assert values.pieces(text) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [("15", 15), ("15 giorni", 15), ("15gg", 15), ("1 day", 1), ("2 settimane", 14), ("1 mese", 30), ("0", 0)],
)
def test_days(text: str, count: int) -> None:
    assert values.days(text) == count


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-03-31 00:00:00", date(2026, 3, 31)),
        ("2026-03-31T10:30:00Z", date(2026, 3, 31)),
        ("31/03/2026", date(2026, 3, 31)),
        ("1/3/2026", date(2026, 3, 1)),
        ("31.3.26", date(2026, 3, 31)),
        ("31-03-2026", date(2026, 3, 31)),
        ("46112", date(2026, 3, 31)),  # days since 30 December 1899, as Excel counts
        ("46112.0", date(2026, 3, 31)),
    ],
)
def test_days_of_the_calendar(text: str, day: date) -> None:
    assert values.day(text) == day


def test_excels_day_number_counts_from_1900() -> None:
    assert (date(2026, 3, 31) - date(1899, 12, 30)).days == 46112


@pytest.mark.parametrize(
    ("text", "number"),
    [("45.4642", 45.4642), ("45,4642", 45.4642), ("-9,19", -9.19), ("9", 9.0), ("45.4642°", 45.4642), ("90", 90.0)],
)
def test_degrees(text: str, number: float) -> None:
    assert values.degrees(text, 90, "45.46") == number


@pytest.mark.parametrize("text", ["sì", "SI", "Sì!", "yes", "Y", "true", "VERO", "1", "1.0", "x", "X", "✓", "ok"])
def test_yes(text: str) -> None:
    assert values.truth(text, "bad-consent") is True


@pytest.mark.parametrize("text", ["no", "NO.", "n", "false", "Falso", "0", "0.0"])
def test_no(text: str) -> None:
    assert values.truth(text, "bad-consent") is False


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("example.org", "https://example.org"),
        ("www.example.org/chi-siamo?x=1", "https://www.example.org/chi-siamo?x=1"),
        ("http://example.org", "http://example.org"),
        ("HTTPS://Example.org", "https://Example.org"),
        ("è-bottega.it", "https://è-bottega.it"),
        ("javascript:alert(1)", None),
        ("javascript://example.org/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("@bottega", None),
        ("non ce l'ho", None),
        ("https://", None),
        ("example.org/" + "x" * 600, None),
    ],
)
def test_web_addresses(text: str, address: str | None) -> None:
    assert values.website(text) == address


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (values.pieces, "0", "bad-number"),
        (values.pieces, "molti", "bad-number"),
        (values.days, "10-15 giorni", "bad-days"),
        (values.days, "2 lustri", "bad-days"),
        (values.days, "1.5 settimane", "bad-days"),
        (values.days, "20 anni", "bad-days"),
        (values.days, "500 settimane", None),
        (values.days, "4000", "bad-days"),
        (values.day, "31/02/2026", "bad-date"),
        (values.day, "03/31/2026", "bad-date"),
        (values.day, "2026-13-01", "bad-date"),
        (values.day, "domani", "bad-date"),
        (values.day, "7", "bad-date"),
        (values.identifier, "a/b", "bad-id"),
        (values.identifier, "-a", "bad-id"),
        (values.identifier, "caffè", "bad-id"),
        (values.identifier, "x" * 201, "bad-id"),
        (values.email, "ada", "bad-email"),
        (values.email, "ada@example", "bad-email"),
        (values.email, "a@example.org, b@example.org", "bad-email"),
        (values.email, "Ada <a@example.org>", "bad-email"),
        (values.phone, "3,33123E+09", "bad-phone"),
        (values.phone, "123", "bad-phone"),
        (values.phone, "chiedere in bottega", "bad-phone"),
    ],
)
def test_what_cannot_be_read_says_why(read: Callable[[str], object], text: str, code: str | None) -> None:
    if code is None:
        assert read(text) == 3500
        return
    with pytest.raises(BadValue, match=f"^{code}$"):
        read(text)


@pytest.mark.parametrize("text", ["45.465.806", "91", "1e2", "nan", "inf", "45° 27' 50\"", "quarantacinque", "--1"])
def test_mangled_degrees_are_refused(text: str) -> None:
    with pytest.raises(BadValue, match="bad-coordinate"):
        values.degrees(text, 90, "45.46")


@pytest.mark.parametrize(
    ("text", "kept"),
    [("p 12", "p-12"), ("12.0", "12"), ("MI-123_a.b:c@d", "MI-123_a.b:c@d")],
)
def test_identifiers(text: str, kept: str) -> None:
    assert values.identifier(text) == kept


def test_telephone_numbers_are_kept_as_written() -> None:
    assert values.phone("+39 02 1234567 (Ada)") == "+39 02 1234567 (Ada)"
    assert values.phone("3331234567.0") == "3331234567"


@pytest.mark.parametrize(
    ("word", "kind", "type_"),
    [
        ("artigiana", Kind.ARTISAN, None),
        ("Bottega storica", Kind.ARTISAN, None),
        ("Artigano", Kind.ARTISAN, None),
        ("start-up", Kind.STARTUP, None),
        ("Organizzazione", Kind.ORGANISATION, None),
        ("Azienda", Kind.ORGANISATION, OrganisationType.COMPANY),
        ("FabLab", Kind.ORGANISATION, OrganisationType.FABLAB),
        ("maker space", Kind.ORGANISATION, OrganisationType.MAKERSPACE),
        ("incubatore", Kind.ORGANISATION, OrganisationType.INCUBATOR),
        ("hub", Kind.ORGANISATION, OrganisationType.HUB),
        ("Università", Kind.ORGANISATION, OrganisationType.SCHOOL),
        ("associazone", Kind.ORGANISATION, OrganisationType.ASSOCIATION),
        ("public_body", Kind.ORGANISATION, OrganisationType.PUBLIC_BODY),
        ("ente pubblico", Kind.ORGANISATION, OrganisationType.PUBLIC_BODY),
        ("spazio", Kind.ORGANISATION, OrganisationType.SPACE),
    ],
)
def test_words_for_kinds_and_types(word: str, kind: Kind, type_: OrganisationType | None) -> None:
    assert sort_of(word) == (kind, type_)


def test_every_type_goes_by_its_own_name() -> None:
    for type_ in OrganisationType:
        assert sort_of(type_.value) == (Kind.ORGANISATION, type_)


@pytest.mark.parametrize("word", ["", "cantante", "pub", "arte", "entità"])
def test_other_words_are_no_kind(word: str) -> None:
    assert sort_of(word) is None


def test_the_nearest_kind_is_named() -> None:
    assert nearest_sort("artista") == "artisan"
    assert nearest_sort("xyz") == ""


@pytest.mark.parametrize(
    ("name", "code"),
    [("Italiano", "it"), ("inglese B2", "en"), ("EN", "en"), ("Français", "fr"), ("klingon", None), ("", None)],
)
def test_languages(name: str, code: str | None) -> None:
    assert language_code(name) == code
