"""What was read of a record, in words for people."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ruamsuk.areas.models import Area
from ruamsuk.areas.queries.tree import UPWARDS, short_path
from ruamsuk.core.calendar import day_text
from ruamsuk.funds.models import Fund
from ruamsuk.imports.importers import Shown
from ruamsuk.issues.models import Issue
from ruamsuk.projects.designs.choices import ApplicantKind
from ruamsuk.projects.projects.choices import ProjectStatus


def in_words() -> Callable[[str, object], str | None]:
    """Days, amounts, names instead of codes, as people write them."""
    issues = {issue.code: issue.name for issue in Issue.objects.all()}

    def told(name: str, value: Any) -> str | None:
        if name.endswith("_on"):
            return day_text(date.fromisoformat(value))
        if name == "budget":
            return f"{Decimal(value):,.2f}"
        if name == "instalments":
            return "; ".join(f"{Decimal(one):,.2f}" for one in value)
        if name == "partners":
            return "; ".join(value)
        if name == "status":
            return str(ProjectStatus(value).label)
        if name == "applicant_kind":
            return str(ApplicantKind(value).label)
        if name == "funds":
            return "; ".join(f"{one['code']} {one['name']}" for one in value)
        if name == "issues":
            return "; ".join(issues.get(one, one) for one in value)
        return None

    return told


def shown(understood: dict[str, Any]) -> Shown:
    """The place in the reader's language, and the funds of a table as links instead of as a value."""
    found = dict(understood)
    if place := _known_place(found):
        found["home_area"] = short_path(place)
    codes = [one["code"] for one in found.get("funds", [])]
    funds = Fund.objects.filter(code__in=codes).order_by("code")
    links = [(f"{fund.code} {fund.name}", reverse("funds:fund", args=[fund.uid])) for fund in funds]
    if links:
        del found["funds"]
    return Shown(found, _("Funds"), tuple(links))


def _known_place(understood: dict[str, Any]) -> Area | None:
    """The place of a reading, which keeps its name in the words of whoever sent the file."""
    code = understood.get("home_area", {}).get("code")
    return Area.objects.filter(code=code).select_related(*UPWARDS).first() if code else None
