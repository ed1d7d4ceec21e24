"""One canonical JSON of a proposal, and the readable difference between two of them.

Schema 1: plain values, rows with their uid, money in satang, days in ISO. Persons are left out: the snapshot is
read by everyone signed in.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ruamsuk.core.calendar import day_text
from ruamsuk.core.money import baht_text
from ruamsuk.projects.choices import SECTIONS
from ruamsuk.projects.models import Proposal
from ruamsuk.projects.models.design import WITH_CATEGORY

SCHEMA = 1


def snapshot(proposal: Proposal) -> dict[str, Any]:
    design = proposal.design
    area = proposal.home_area
    return {
        "schema": SCHEMA,
        "title": proposal.title,
        "fiscal_year": proposal.fiscal_year,
        "fund": {"code": proposal.fund.code, "name": proposal.fund.name} if proposal.fund else None,
        "applicant": proposal.applicant,
        "applicant_kind": design.applicant_kind,
        "persons": proposal.applicants.exclude(name="").count(),
        "area": {"code": area.code, "name": area.name_th} if area else None,
        "setting": design.setting,
        "support_type": design.support_type.code if design.support_type else None,
        "issues": sorted(design.issues.values_list("code", flat=True)),
        "situations": [
            _row(r, text=r.text, size=_number(r.size), unit=r.unit, evidence=r.evidence)
            for r in design.situations.all()
        ],
        "rationale": design.rationale,
        "objectives": [_row(r, no=r.no, text=r.text) for r in design.objectives.all()],
        "indicators": [
            _row(
                r,
                no=r.no,
                objective=r.objective.no,
                text=r.text,
                unit=r.unit,
                baseline=_number(r.baseline),
                target=_number(r.target),
            )
            for r in design.indicators.select_related("objective")
        ],
        "targets": [
            _row(r, group=r.group.name_th if r.group else "", detail=r.detail, people=r.people)
            for r in design.targets.select_related("group")
        ],
        "starts_on": _day(design.starts_on),
        "ends_on": _day(design.ends_on),
        "approach": design.approach,
        "activities": [
            _row(
                r,
                no=r.no,
                name=r.name,
                starts_on=_day(r.starts_on),
                ends_on=_day(r.ends_on),
                detail=r.detail,
                output=r.output,
                outcome=r.outcome,
                resources=r.resources,
                partners=r.partners,
                other_money_satang=r.other_money_satang,
                other_money_source=r.other_money_source,
                objectives=sorted(o.no for o in r.objectives.all()),
                budget_satang=r.budget_satang,
                lines=[
                    _row(
                        line,
                        category=line.category.name_th if line.category else "",
                        detail=line.detail,
                        quantity=_number(line.quantity),
                        unit=line.unit,
                        unit_cost_satang=line.unit_cost_satang,
                        times=line.times,
                        amount_satang=line.amount_satang,
                    )
                    for line in r.lines.all()
                ],
            )
            for r in design.activities.prefetch_related("objectives", WITH_CATEGORY)
        ],
        "budget_satang": design.budget_satang,
        "remark": design.remark,
        "expected_results": design.expected_results,
    }


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical text: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _row(row: Any, **values: Any) -> dict[str, Any]:
    return {"uid": str(row.uid), **values}


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same in two submissions, as a person reads it."""

    section: str
    label: str
    before: str
    after: str


_SECTION = {
    **dict.fromkeys(
        "title fund applicant applicant_kind persons area setting support_type fiscal_year".split(), 1
    ),
    "issues": 2,
    **dict.fromkeys(("situations", "rationale"), 3),
    **dict.fromkeys(("objectives", "indicators"), 4),
    "targets": 5,
    **dict.fromkeys(("starts_on", "ends_on"), 6),
    **dict.fromkeys(("approach", "activities"), 7),
    **dict.fromkeys(("budget_satang", "remark"), 8),
    "expected_results": 9,
}


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """What changed from one snapshot to the next, in the order of the form."""
    found: list[tuple[int, Difference]] = []
    for key, no in _SECTION.items():
        section = f"{no}. {SECTIONS[no - 1].label}"
        for label, old, new in _changes(key, before.get(key), after.get(key)):
            found.append((no, Difference(section, label, old, new)))
    return [difference for _no, difference in sorted(found, key=lambda pair: pair[0])]


def _changes(key: str, old: Any, new: Any) -> list[tuple[str, str, str]]:
    if old == new:
        return []
    is_rows = any(isinstance(v, list) and v and isinstance(v[0], dict) for v in (old, new))
    if not is_rows:
        return [(_label(key), _text(key, old), _text(key, new))]
    olds, news = ({row["uid"]: row for row in side or []} for side in (old, new))
    found = []
    for uid in dict.fromkeys([*olds, *news]):
        a, b = olds.get(uid), news.get(uid)
        name = _row_name(key, b or a or {})
        if a is None or b is None:
            found.append((name, _row_text(a), _row_text(b)))
            continue
        for field in b:
            for label, x, y in _changes(field, a.get(field), b[field]):
                found.append((f"{name} · {label}", x, y))
    return found


def _row_name(key: str, row: dict[str, Any]) -> str:
    name = (
        row.get("name")
        or row.get("text")
        or row.get("detail")
        or row.get("group")
        or row.get("category")
        or ""
    )
    return f"{_label(key)} {row.get('no', '')} {name[:60]}".replace("  ", " ").strip()


def _row_text(row: dict[str, Any] | None) -> str:
    if row is None:
        return ""
    return " · ".join(
        _text(k, v) for k, v in row.items() if k not in ("uid", "no") and v not in (None, "", [], 0)
    )


def _text(key: str, value: Any) -> str:
    if value is None:
        return ""
    if key.endswith("_satang"):
        return f"{baht_text(value)} {_('baht')}"
    if key.endswith("_on"):
        return day_text(date.fromisoformat(value))
    if isinstance(value, dict):
        return " ".join(str(v) for v in value.values())
    if isinstance(value, list):
        return ", ".join(_row_text(v) if isinstance(v, dict) else str(v) for v in value)
    return str(value)


def _label(key: str) -> str:
    return {
        "title": _("Name"),
        "fund": _("Fund"),
        "fiscal_year": _("Fiscal year"),
        "applicant": _("Applicant"),
        "applicant_kind": _("Kind of applicant"),
        "persons": _("Persons of the group"),
        "area": _("Area"),
        "setting": _("Place"),
        "support_type": _("Type of support"),
        "issues": _("Issues"),
        "situations": _("Situation"),
        "rationale": _("Reasons"),
        "objectives": _("Objective"),
        "objective": _("Objective"),
        "indicators": _("Indicator"),
        "targets": _("Target group"),
        "starts_on": _("First day"),
        "ends_on": _("Last day"),
        "approach": _("Approach and main methods"),
        "activities": _("Activity"),
        "budget_satang": _("Budget"),
        "remark": _("Remark"),
        "expected_results": _("Expected results"),
        "text": _("Text"),
        "size": _("Size"),
        "unit": _("Unit"),
        "evidence": _("Evidence"),
        "baseline": _("Today's value"),
        "target": _("Target"),
        "group": _("Group"),
        "detail": _("Details"),
        "people": _("People"),
        "name": _("Name"),
        "output": _("Output"),
        "outcome": _("Outcome"),
        "resources": _("Other resources"),
        "partners": _("Partners"),
        "other_money_satang": _("Other money"),
        "other_money_source": _("Source of other money"),
        "lines": _("Budget line"),
        "category": _("Kind of expense"),
        "quantity": _("Quantity"),
        "unit_cost_satang": _("Unit cost"),
        "times": _("Times"),
        "amount_satang": _("Amount"),
        "no": _("Number"),
    }.get(key, key)
