"""The menu: one explicit list. An entry shows to those whose role can use the page behind it."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader, may
from ruamsuk.accounts.choices import Can


@dataclass(frozen=True)
class Entry:
    label: str | Promise
    icon: str
    url_name: str
    can: Can | None = None  # None: everyone signed in

    @property
    def app(self) -> str:
        return self.url_name.split(":")[0]

    @property
    def url(self) -> str:
        return reverse(self.url_name)


HOME = Entry(_("My tasks"), "home", "web:home")
COUNTS = Entry(_("Areas"), "chart-bar", "dashboards:counts")
FUNDS = Entry(_("Funds"), "building-bank", "funds:fund_list")
PLANS = Entry(_("Plans"), "clipboard-list", "plans:plan_list")
PROPOSALS = Entry(_("Proposals"), "file-text", "projects:proposal_list")
PROJECTS = Entry(_("Projects"), "folders", "projects:project_list")
REPORTS = Entry(_("Reports"), "report-analytics", "projects:report_list")
MORE = Entry(_("More"), "menu-2", "web:more")

PEOPLE = Entry(_("People and roles"), "users", "accounts:user_list", Can.INVITE)

WORK = [HOME, COUNTS, FUNDS, PLANS, PROPOSALS, PROJECTS, REPORTS]
BOTTOM = [HOME, PROJECTS, FUNDS, COUNTS, MORE]
KEEPING = [
    Entry(_("Issues and indicators"), "target", "issues:issue_list"),
    Entry(_("Organisations"), "building-community", "organizations:organization_list"),
    Entry(_("Area register"), "map-pin", "areas:area_list"),
    PEOPLE,
    Entry(_("Handover"), "users-group", "accounts:handover", Can.HAND_OVER),
    Entry(_("Import"), "database-import", "transfer:batch_list", Can.IMPORT),
]


def shown(entries: list[Entry], user: Reader) -> list[Entry]:
    return [entry for entry in entries if (entry.can is None or may(user, entry.can)) and _exists(entry)]


def _exists(entry: Entry) -> bool:
    try:
        return bool(entry.url)
    except NoReverseMatch:
        return False
