"""What a plan says, frozen: every value of the plan and of its rows that is not empty.

Empty values are left out, so that a field which a later version of the system adds does not make old plans look
changed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from ruamsuk.core.calendar import day_text
from ruamsuk.core.money import baht_text
from ruamsuk.evidence.choices import EvidenceKind, read_with
from ruamsuk.issues.models import Indicator
from ruamsuk.plans.choices import CRITERIA
from ruamsuk.plans.models import Plan, PlanEdition, PlanRow

_NOT_SAID = {"id", "uid", "plan", "no", "version"}


def snapshot(plan: Plan) -> dict[str, Any]:
    said: dict[str, Any] = {
        "issue": plan.issue.code,
        "detail": plan.detail,
        "budget_satang": plan.budget_satang,
        "situations": _measured(plan.situations.select_related("indicator")),
        "objectives": _measured(plan.objectives.select_related("indicator", "situation")),
        "measures": _rows(plan.measures.all()),
        "planned_projects": _rows(plan.planned_projects.select_related("support_type", "organization")),
        "score": {name: getattr(plan.score, name) for name in CRITERIA} if hasattr(plan, "score") else {},
    }
    return {name: value for name, value in said.items() if value not in ("", None, [], {})}


def digest(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def has_changed(plan: Plan, edition: PlanEdition) -> bool:
    return digest(snapshot(plan)) != edition.sha256


def _rows(rows: Iterable[PlanRow]) -> list[dict[str, Any]]:
    return [_said(row) for row in rows]


def _measured(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """With the unit of a standard indicator; in Thai, whatever language it is frozen in."""
    return [
        _said(row) | ({"unit": row.indicator.unit_th} if row.indicator and row.indicator.unit_th else {})
        for row in rows
    ]


def _said(row: PlanRow) -> dict[str, Any]:
    said = {}
    fields = [field for field in row._meta.concrete_fields if field.name not in _NOT_SAID]
    for field in (*fields, *row._meta.many_to_many):
        value = _value(field, row)
        if value not in ("", None, []):
            said[field.name] = value
    return said


def _value(field: Any, row: PlanRow) -> object:
    if field.many_to_many:
        return sorted(str(_name_of(one)) for one in getattr(row, field.name).all())
    value = getattr(row, field.name)
    if isinstance(value, models.Model):
        return _name_of(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def _name_of(thing: models.Model) -> object:
    """A row of the plan by its number, another noun by its code or uid."""
    return (
        thing.no
        if isinstance(thing, PlanRow)
        else str(getattr(thing, "code", "") or getattr(thing, "uid", thing.pk))
    )


def lines_of(edition: PlanEdition) -> list[tuple[str, list[str]]]:
    """Sections with their lines in words, for the page of what was judged."""
    said = edition.snapshot
    measured = [*said.get("situations", []), *said.get("objectives", [])]
    codes = {row["indicator"] for row in measured if "indicator" in row}
    known = {one.code: one for one in Indicator.objects.filter(code__in=codes)}
    parts = [
        (_("Situation and problems"), [_situation(row, known) for row in said.get("situations", [])]),
        (_("More about the situation"), [said["detail"]] if said.get("detail") else []),
        (_("Objectives"), [_objective(row, known) for row in said.get("objectives", [])]),
        (
            _("Measures"),
            [_joined(row.get("approach"), row.get("method")) for row in said.get("measures", [])],
        ),
        (_("Budget of this plan (baht)"), [_baht(said["budget_satang"])] if "budget_satang" in said else []),
        (
            _("Projects that should be done"),
            [
                _joined(
                    row.get("title"), _baht(row.get("budget_satang")), row.get("responsible"), row.get("note")
                )
                for row in said.get("planned_projects", [])
            ],
        ),
    ]
    return [(heading, lines) for heading, lines in parts if lines]


Known = Mapping[str, Indicator]


def _situation(row: dict[str, Any], known: Known) -> str:
    kind = EvidenceKind(row["evidence_kind"]).label if row.get("evidence_kind") in EvidenceKind else ""
    day = day_text(date.fromisoformat(row["measured_on"])) if row.get("measured_on") else ""
    counted = f"{row['covered']:,}/{row['total']:,}" if row.get("covered") and row.get("total") else ""
    text = _of_page(row.get("text", ""), row, known, "name")
    return _joined(text, _with_unit(row.get("value"), row, known), str(kind), row.get("agency"), day, counted)


def _objective(row: dict[str, Any], known: Known) -> str:
    values = [value for value in (row.get("baseline"), row.get("target")) if value is not None]
    measure = _of_page(row.get("indicator_text", ""), row, known, "name")
    return _joined(row.get("text"), measure, _with_unit(" → ".join(values) or None, row, known))


def _with_unit(value: str | None, row: dict[str, Any], known: Known) -> str:
    return "" if value is None else read_with(value, _of_page(row.get("unit", ""), row, known, "unit"))


def _of_page(frozen: str, row: dict[str, Any], known: Known, name: str) -> str:
    """What was frozen in Thai, in the language of the page while the catalogue still says it so."""
    indicator = known.get(row.get("indicator", ""))
    is_same = indicator is not None and getattr(indicator, f"{name}_th") == frozen
    return str(getattr(indicator, name)) if is_same else frozen


def _baht(satang: int | None) -> str:
    return "" if satang is None else _("%(baht)s baht") % {"baht": baht_text(satang)}


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
