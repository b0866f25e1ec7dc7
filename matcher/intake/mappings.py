"""From the header of a file to its plan of columns: what a person said, what is remembered, what is guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcher.intake.columns import ColumnPlan, nearest_header, plan_columns, signature
from matcher.intake.folding import fold
from matcher.intake.headers import FIELDS, REPEATABLE
from matcher.intake.messages import sentence
from matcher.intake.problems import file_error, note
from matcher.ports import MappingRepository

EXAMPLE = "nome;indirizzo;cap;offre;cerca"
EXAMPLE_EN = "name;address;postcode;offers;seeks"
_DESCRIBING = ("offers", "seeks", "description")


def plan_for(
    header: Sequence[str], mapping: Mapping[str, str], mappings: MappingRepository | None, name: str, language: str
) -> tuple[ColumnPlan, tuple[str, ...]]:
    """The plan of the columns, and notes on what was assumed.

    A `mapping` (header → field, "" to ignore) is checked; without one, what was remembered for a header of this
    signature is used.

    Raises:
        InvalidInput: the mapping names a column or a field that does not exist, or a field twice.
    """
    notes = []
    chosen = {fold(head): target for head, target in mapping.items()}
    if chosen:
        _check(mapping, header, name, language)
    elif mappings is not None and (remembered := mappings.get(signature(header))):
        chosen = dict(remembered)
        notes.append(note("remembered-mapping", language))
    plan = plan_columns(header, chosen)
    notes += [note(one.code, language, **one.facts) for one in plan.assumptions]
    if not {"kind", "type"} & set(plan.fields):
        notes.append(note("assumed-kind", language))
    return plan, tuple(notes)


def remember(mapping: Mapping[str, str], header: Sequence[str], mappings: MappingRepository) -> None:
    """Keep a mapping for the next file with such a header; one that is known already writes nothing."""
    chosen = {fold(head): target for head, target in mapping.items()}
    if chosen and mappings.get(signature(header)) != chosen:
        mappings.put(signature(header), chosen)


def check_needed(plan: ColumnPlan, name: str, language: str) -> None:
    """See that a row can be a profile at all.

    Raises:
        InvalidInput: there is no column for the name, or none for what is offered, sought or described.
    """
    has_name, describes = "name" in plan.fields, any(field in plan.fields for field in _DESCRIBING)
    if has_name and describes:
        return
    lacking = [part for part, present in (("name", has_name), ("items", describes)) if not present]
    wanted = (() if has_name else ("name",)) + (() if describes else _DESCRIBING)
    near = nearest_header([head for head, field in zip(plan.header, plan.fields, strict=True) if field is None], wanted)
    raise file_error(
        "missing-columns",
        language,
        name=name,
        missing=sentence("missing", "-and-".join(lacking), language),
        found=_listed(plan.header),
        nearest="" if near is None else sentence("missing", "nearest", language).format(column=near[0], alias=near[1]),
        example=EXAMPLE if language == "it" else EXAMPLE_EN,
    )


def _check(mapping: Mapping[str, str], header: Sequence[str], name: str, language: str) -> None:
    known = {fold(head) for head in header}
    targets: dict[str, str] = {}
    for head, target in mapping.items():
        if fold(head) not in known:
            raise file_error("mapping-unknown-column", language, column=head, name=name, found=_listed(header))
        if target and target not in FIELDS:
            raise file_error("mapping-unknown-field", language, column=head, field=target, fields=", ".join(FIELDS))
        if target in targets and target not in (*REPEATABLE, ""):
            raise file_error("mapping-field-twice", language, field=target, repeatable=", ".join(REPEATABLE))
        targets[target] = head


def _listed(header: Sequence[str]) -> str:
    return ", ".join(f"“{head}”" for head in header if head)
