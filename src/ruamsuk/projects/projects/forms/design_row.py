"""One row of a project's plan as a form of its own, made of the same fields as the proposal's page."""

from copy import deepcopy
from typing import Any

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.forms import StandingForm, check_near
from ruamsuk.drafts.forms import field_of
from ruamsuk.projects.proposals.specs import PROPOSAL

TITLES = {
    "situation": _("Problem"),
    "objective": _("Objective"),
    "indicator": _("Indicator of success"),
    "target": _("Target group"),
    "activity": _("Activity"),
    "line": _("Budget line"),
}
_MAY_WAIT = ("output", "outcome", "times")


class DesignRowForm(StandingForm):
    def __init__(self, *args: Any, kind: str, year: int | None, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part = PROPOSAL.rows(kind)
        self._own, self._year = part.fields if part else (), year
        for field in self._own:
            self.fields[field.name] = deepcopy(field_of(field))
            self.fields[field.name].required = not field.is_optional and field.name not in _MAY_WAIT
            if row is not None:
                self.initial[field.name] = getattr(row, field.name)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        check_near(self, self._year, *({"starts_on", "ends_on"} & {*self.fields}))
        for field in self._own:
            if data.get(field.name) is None:
                data[field.name] = field.kind.empty
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day is before the first day. Check both."))
        return data
