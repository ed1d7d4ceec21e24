"""Projects from paper and their funders, as a step that waits keeps them and a second person reads them."""

from datetime import date

from django.utils.translation import gettext as _

from ruamsuk.accounts.models import User
from ruamsuk.areas.queries import placed_label
from ruamsuk.core.calendar import day_text
from ruamsuk.core.money import baht_text
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import Issue, SupportType
from ruamsuk.projects.own_steps.choices import OwnAct
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.own_steps.queries import OwnWork, own_work
from ruamsuk.projects.projects.choices import ProjectKind
from ruamsuk.projects.projects.models import Project

PAPER_DAYS = ("approved_on", "starts_on", "ends_on", "report_due_on")  # as JSON keeps them


def own_paper(fund: Fund | None, user: User) -> OwnWork | None:
    """What a person is told who is about to enter a project from paper for this fund."""
    return own_work(Project(fund=fund), OwnAct.PAPER, user)


def paper_mark(project: Project) -> OwnStep | None:
    """That one person entered the project from paper, and who confirmed it."""
    return next((row for row in project.own_steps.all() if row.act == OwnAct.PAPER), None)


def entered_lines(step: OwnStep) -> list[tuple[str, str]]:
    """What was entered of a project from paper, as people read it."""
    given = step.entered
    if not given:
        return []
    days = [day_text(date.fromisoformat(given[name])) if given[name] else "" for name in PAPER_DAYS]
    issues = Issue.objects.filter(code__in=given["issues"]).order_by("sort_no", "code")
    support_type = SupportType.objects.filter(code=given["support_type"]).first()
    above = Project.objects.filter(uid=given["parent"]).first() if given["parent"] else None
    lines = [
        (_("Name of the project or activity"), given["title"]),
        (_("Fiscal year"), str(step.fiscal_year)),
        (_("Organisation that carries it out"), given["owner_name"]),
        (_("Where it is counted"), placed_label(step.home_area)),
        (_("Type of support"), support_type.name if support_type else ""),
        (_("Issues it answers to"), ", ".join(issue.name for issue in issues)),
        (_("Budget"), _baht(given["budget_satang"])),
        (_("Day of approval"), days[0]),
        (_("Time"), " – ".join(day for day in days[1:3] if day)),
        (_("Report due on"), days[3]),
        (_("Agreement number"), given["agreement_no"]),
        (_("Project code on paper"), given["typed_code"]),
        (_("Kind"), str(ProjectKind(given["kind"]).label)),
        (_("Belongs to"), f"{above.code} {above.title}".strip() if above else ""),
        (_("Situation and reasons"), given["rationale"]),
    ]
    return [(name, text) for name, text in lines if text]


def funders_entered(step: OwnStep) -> list[tuple[str, str]]:
    """Funders with their amounts; while it waits, beside what each of them gives now."""
    given = step.entered.get("fundings", ())
    if not step.is_waiting or step.project is None:
        return [(one["name"], _baht(one["amount_satang"])) for one in given]
    entered = [(one["fund"] or one["organization"], one["name"], one["amount_satang"]) for one in given]
    rows = step.project.fundings.select_related("fund", "organization")
    standing = [(str(row.giver.uid), row.giver.name, row.amount_satang) for row in rows if row.giver]
    new, old = ({uid: amount for uid, _name, amount in some} for some in (entered, standing))
    names = {uid: name for uid, name, _amount in (*entered, *standing)}
    return [
        (name, _("{new} (now {old})").format(new=_baht(new.get(uid, 0)), old=_baht(old.get(uid, 0))))
        for uid, name in names.items()
    ]


def _baht(satang: int) -> str:
    return _("{amount} baht").format(amount=baht_text(satang))
