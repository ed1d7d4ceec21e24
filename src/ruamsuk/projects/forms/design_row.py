"""One row of a project's plan as a form of its own, made of the same fields as the proposal's page."""

from copy import deepcopy
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import StandingForm
from ruamsuk.projects.forms.draft import FIELDS, OPTIONAL
from ruamsuk.projects.models import Project

TITLES = {
    "situation": _("Problem"),
    "objective": _("Objective"),
    "indicator": _("Indicator of success"),
    "target": _("Target group"),
    "activity": _("Activity"),
    "line": _("Budget line"),
}
_ZERO = {"times": 1, "other_money_satang": 0}


class DesignRowForm(StandingForm):
    def __init__(self, *args: Any, kind: str, project: Project, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in FIELDS[kind].items():
            self.fields[name] = deepcopy(field)
            self.fields[name].required = name not in OPTIONAL | {"evidence", "output", "outcome", "times"}
            if row is not None:
                self.initial[name] = getattr(row, name)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, zero in _ZERO.items():
            if name in data and data[name] is None:
                data[name] = zero
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day is before the first day. Check both."))
        return data
