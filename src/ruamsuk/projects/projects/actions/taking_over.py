"""A fund takes over what was imported from older systems: from then on its figures count it (docs/adr/0076)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.funds.actions import fund_year
from ruamsuk.funds.models import Fund
from ruamsuk.projects.projects.models import Project, TakeOver
from ruamsuk.projects.projects.problems import NothingToTakeOver, TakenBackAlready
from ruamsuk.projects.projects.queries.taking_over import open_projects
from ruamsuk.projects.tallies.actions import recount


@action(_("took over imported projects"), on="fund")
def take_over(*, fund: Fund, fiscal_year: int, by: User, at: datetime = NOW) -> TakeOver:
    """All imported projects of the fund's year that are not counted yet, but for those that look like counted ones."""
    fund_year(fund, fiscal_year)  # the lock: pressed twice, the second finds nothing
    found = open_projects(fund, fiscal_year).ready
    if not found:
        raise NothingToTakeOver(fund=fund.name, year=fiscal_year)
    made = TakeOver.objects.create(fund=fund, fiscal_year=fiscal_year, by=by, at=at)
    Project.objects.filter(pk__in=[project.pk for project in found]).update(taken_over=made, updated_at=at)
    _count(found)
    return made


@action(_("took back that imported projects count"), on="fund")
def take_back(*, fund: Fund, take: TakeOver, by: User, at: datetime = NOW) -> TakeOver:
    """They stay, and are no longer counted."""
    fund_year(fund, take.fiscal_year)
    take = TakeOver.objects.select_for_update().get(pk=take.pk)
    if take.back_at is not None:
        raise TakenBackAlready
    found = list(take.projects.select_related("fund", "home_area"))
    Project.objects.filter(taken_over=take).update(taken_over=None, updated_at=at)
    take.back_by, take.back_at = by, at
    take.save(update_fields=["back_by", "back_at"])
    _count(found)
    return take


def _count(projects: list[Project]) -> None:
    recount(*{(project.fund, project.fiscal_year, project.home_area) for project in projects})
