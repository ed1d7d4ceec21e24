"""A fund's year at a glance: its sums, and a line for each project."""

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.money import baht_text
from ruamsuk.funds.access import fund_for
from ruamsuk.funds.models import Fund
from ruamsuk.papers.documents.base import Document, Told, Words
from ruamsuk.papers.documents.plan import WORDS_OF_YEAR, of_year
from ruamsuk.projects.projects.choices import ProjectStatus
from ruamsuk.projects.projects.models import Project


def tell(user: User, fund: Fund, year: int | None) -> Told:
    assert year, "an overview is of a year"
    projects = Project.objects.visible_to(user).filter(fund=fund, fiscal_year=year)
    sums = projects.aggregate(number=Count("pk"), satang=Sum("budget_satang"))
    rows = projects.select_related("organization").order_by("code", "pk")
    return Told(
        name=f"{_('Overview of the year')} {year} {fund.name}",
        office=f"{fund.name} ({fund.code})",
        fiscal_year=year,
        words=of_year(fund, year)
        | {"projects": f"{sums['number']:,}", "budget": baht_text(sums["satang"] or 0)},
        context={
            "projects": rows,
            "satang": sums["satang"] or 0,
            "statuses": [
                (ProjectStatus(row["status"]).label, row["number"], row["satang"])
                for row in projects.order_by("status")
                .values("status")
                .annotate(number=Count("pk"), satang=Sum("budget_satang"))
            ],
        },
    )


def words() -> dict[str, Words]:
    return WORDS_OF_YEAR | {
        "projects": _("How many projects"),
        "budget": _("Money of all projects (baht)"),
    }


OVERVIEW = Document(
    name="fund-year",
    label=_("Overview of the year"),
    hub="fund_year",
    address="papers:fund-year",
    thing_for=lambda user, uid: fund_for(user, uid, READ),
    tell=tell,
    shows=lambda user, fund: frozenset(),
    words=words,
    parts={
        "statuses": (_("Projects by status"), "papers/_year_statuses.html"),
        "projects_table": (_("All projects, a line each"), "papers/_year_projects.html"),
    },
    is_of_year=True,
)
