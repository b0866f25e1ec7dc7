"""Indicators as plain data, the same for every door that shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcher.insights.districts import District, name_of
from matcher.insights.meetings import EventCount, MeetingCount
from matcher.insights.presence import DistrictCount, KindCount
from matcher.insights.requests import RequestCount
from matcher.insights.skills import Balance, Gap
from matcher.lexicon.annotation import Lexicon
from matcher.usecases.insights.counting import Indicators


def indicators_data(indicators: Indicators, lexicon: Lexicon, limit: int | None = None) -> dict[str, Any]:
    """All indicators; `limit` is the most skills listed of each district, None for all."""
    presence, gaps, meetings = indicators.presence, indicators.gaps, indicators.meetings
    return {
        "generation": indicators.generation,
        "profiles": {
            "everyone": _kind(presence.everyone),
            "by_kind": [{"kind": one.kind} | _kind(one) for one in presence.by_kind],
            "by_district": [_district_count(one, lexicon) for one in presence.by_district],
        },
        "skills": {
            "by_district": [_balance(one, lexicon) for one in gaps.balances],
            "sought_not_offered": _gaps(gaps.not_offered, lexicon, limit),
            "offered_not_sought": _gaps(gaps.not_sought, lexicon, limit),
        },
        "events": {
            "overall": count_data(meetings.overall),
            "by_event": [_event(one) for one in meetings.by_event],
        },
        "contact_requests": _requests(indicators.requests),
    }


def count_data(count: MeetingCount) -> dict[str, Any]:
    """What came of events, with shares in [0, 1]; null where there is nothing to divide by."""
    return _fields(count) | {
        "peripheries_share": share(count.peripheries, count.participants),
        "newcomers_share": share(count.newcomers, count.participants),
        "peripheral_share": share(count.peripheral, count.meetings),
    }


def share(part: int | None, whole: int | None) -> float | None:
    """A part of a whole, in [0, 1]; None where either is not known or the whole is nothing."""
    return part / whole if part is not None and whole else None


def district_data(district: District, lexicon: Lexicon) -> dict[str, Any]:
    """Level, id and name of a district; the city has neither id nor name."""
    return {"level": district.level, "id": district.id or None, "name": name_of(district, lexicon.gazetteer)}


def _kind(count: KindCount) -> dict[str, Any]:
    return {name: value for name, value in _fields(count).items() if name != "kind"}


def _district_count(count: DistrictCount, lexicon: Lexicon) -> dict[str, Any]:
    counted = {"periphery": count.periphery, "profiles": count.profiles, "by_kind": dict(count.by_kind)}
    return district_data(count.district, lexicon) | counted


def _balance(balance: Balance, lexicon: Lexicon) -> dict[str, Any]:
    counted = {name: value for name, value in _fields(balance).items() if name != "district"}
    return district_data(balance.district, lexicon) | counted


def _gaps(gaps: Sequence[Gap], lexicon: Lexicon, limit: int | None) -> list[dict[str, Any]]:
    listed: dict[District, list[Gap]] = {}
    for gap in gaps:
        listed.setdefault(gap.district, []).append(gap)
    return [
        district_data(gap.district, lexicon)
        | {
            "skill": gap.skill,
            "labels": dict(lexicon.skills[gap.skill].labels),
            "profiles": gap.profiles,
            "elsewhere": gap.elsewhere,
        }
        for some in listed.values()
        for gap in some[:limit]
    ]


def _event(event: EventCount) -> dict[str, Any]:
    return {"id": event.id, "name": event.name, "start": event.start, **count_data(event.count)}


def _requests(count: RequestCount) -> dict[str, Any]:
    return {
        "total": count.total,
        "by_state": dict(count.by_state),
        "answered": count.answered,
        "acceptance": count.acceptance,
    }


def _fields(value: object) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined]
