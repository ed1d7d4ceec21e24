"""What the page of a project says of other systems, for who exchanges it."""

from typing import Any

from ruamsuk.accounts.access import Reader, may
from ruamsuk.exchanges.models import ExchangeForm, OutsideEntry, ProjectResult
from ruamsuk.exchanges.queries.lists import Compared
from ruamsuk.exchanges.queries.values import values_of
from ruamsuk.exchanges.verbs import EXCHANGE
from ruamsuk.projects.models import Project


def told_of(user: Reader, project: Project) -> dict[str, Any] | None:
    if not may(user, EXCHANGE) or not project.fund_id or not project.fiscal_year:
        return None
    if not Project.objects.visible_to(user, EXCHANGE).filter(pk=project.pk).exists():
        return None
    entries = list(OutsideEntry.objects.filter(project=project).select_related("form"))
    forms = ExchangeForm.objects.whole().in_bulk({entry.form_id for entry in entries})
    values = values_of([project])[project.pk] if entries else {}
    return {
        "project": project,
        "result": ProjectResult.objects.filter(project=project).first(),
        "beside": [(entry, Compared(project, forms[entry.form_id], values, entry)) for entry in entries],
    }
