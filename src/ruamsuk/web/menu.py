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
FUNDS = Entry(_("Funds"), "building-bank", "funds:funds")
PLANS = Entry(_("Plans"), "clipboard-list", "plans:plans")
PROPOSALS = Entry(_("Proposals"), "file-text", "projects:proposals")
PROJECTS = Entry(_("Projects"), "folders", "projects:projects")
REPORTS = Entry(_("Reports"), "report-analytics", "projects:reports")
PEOPLE = Entry(_("People and roles"), "users", "accounts:people", Can.INVITE)
MORE = Entry(_("More"), "menu-2", "web:more")

WORK = [HOME, COUNTS, FUNDS, PLANS, PROPOSALS, PROJECTS, REPORTS]
BOTTOM = [HOME, PROJECTS, FUNDS, COUNTS, MORE]
REGISTERS = [
    Entry(_("Issues and indicators"), "target", "issues:issues"),
    Entry(_("Organisations"), "building-community", "organizations:index"),
    Entry(_("Area register"), "map-pin", "areas:area_list"),
    PEOPLE,
    Entry(_("Import"), "database-import", "transfer:batches", Can.IMPORT),
    Entry(_("Background work"), "settings", "jobs:jobs", Can.OPERATE),
]


def shown(entries: list[Entry], user: Reader) -> list[Entry]:
    return [entry for entry in entries if (entry.can is None or may(user, entry.can)) and _exists(entry)]


def _exists(entry: Entry) -> bool:
    try:
        return bool(entry.url)
    except NoReverseMatch:
        return False
