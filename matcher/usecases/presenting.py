"""Profiles and matches as plain data, the same for every door that shows them."""

from __future__ import annotations

from typing import Any

from matcher.domain.matches import Interpreted, Match, MatchResult
from matcher.domain.profiles import Facts, Item, Need, Place, Profile
from matcher.lexicon.gazetteer import Gazetteer
from matcher.usecases.importing import ImportReport


def profile_data(profile: Profile) -> dict[str, Any]:
    """The public fields of a profile: never contacts, blocks or who is behind it."""
    return {
        "id": profile.id,
        "kind": profile.kind,
        "type": profile.type,
        "name": profile.name,
        "description": profile.description,
        "offers": [_item_out(item, None) for item in profile.offers],
        "seeks": [_item_out(item, item.need) for item in profile.seeks],
        "place": place_data(profile.place),
        "facts": facts_data(profile.facts),
        "provenance": dict(profile.provenance),
    }


def result_data(result: MatchResult, gazetteer: Gazetteer) -> dict[str, Any]:
    """A page of matches."""
    return {
        "matches": [match_data(match, gazetteer) for match in result.matches],
        "total": result.total,
        "facets": {name: dict(counts) for name, counts in result.facets.items()},
        "interpreted": interpreted_data(result.interpreted) if result.interpreted else None,
        "generation": result.generation,
        "model": result.model,
    }


def match_data(match: Match, gazetteer: Gazetteer) -> dict[str, Any]:
    """One match; its score is the sum of weight times value over the components."""
    place = match.profile.place
    nil = None if place.nil is None else gazetteer.nils.get(place.nil)
    return {
        "profile": profile_data(match.profile),
        "score": match.score,
        "band": match.band,
        "direction": match.direction,
        "one_way": match.one_way,
        "utility": {"to": match.to.utility, "from": match.back.utility},
        "details": {"to": _fields(match.to), "from": _fields(match.back), "wanted": _fields(match.wanted)},
        "components": [_fields(component) for component in match.components],
        "reasons": [_fields(reason) for reason in match.reasons],
        "unmet": [_fields(unmet) for unmet in match.unmet],
        "context": {
            "value": match.context.value,
            "distance_km": match.context.distance_km,
            "district": nil.name if nil else None,
            "municipio": place.municipio,
            "parts": dict(match.context.parts),
        },
    }


def interpreted_data(interpreted: Interpreted) -> dict[str, Any]:
    """What was understood of a query."""
    return {
        "skills": [_fields(skill) for skill in interpreted.skills],
        "districts": [
            {name: getattr(one, name) for name in ("level", "id", "name", "confidence", "words")}
            for one in interpreted.districts
        ],
        "rest": interpreted.rest,
    }


def report_data(report: ImportReport) -> dict[str, Any]:
    """What an import did, with its first problems."""
    return {
        **{name: getattr(report, name) for name in ("created", "updated", "unchanged", "rejected", "dry_run")},
        "errors": [_fields(error) for error in report.errors],
        "error_count": report.error_count,
        "warnings": [_fields(warning) for warning in report.warnings],
        "warning_count": report.warning_count,
        "file": _fields(report.file) | {"columns": dict(report.file.columns)} if report.file else None,
    }


def _item_out(item: Item, need: Need | None) -> dict[str, Any]:
    skills = [{"skill": link.skill, "confidence": link.confidence} for link in item.skills]
    return {"text": item.text, "need": need, "language": item.language, "skills": skills}


def place_data(place: Place) -> dict[str, Any]:
    """Where a profile works."""
    lat, lon = (place.point.lat, place.point.lon) if place.point else (None, None)
    return {
        "address": place.address,
        "cap": place.cap,
        "nil": place.nil,
        "municipio": place.municipio,
        "lat": lat,
        "lon": lon,
    }


def facts_data(facts: Facts) -> dict[str, Any]:
    """What is known beside the items."""
    return {
        "languages": list(facts.languages),
        "run_min": facts.run_min,
        "run_max": facts.run_max,
        "lead_time_days": facts.lead_time_days,
        "available_from": facts.available_from,
    }


def _fields(value: object) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined]
