"""The menu: one explicit list. An entry shows to those whose role can use the page behind it."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader, may
from ruamsuk.accounts.verbs import HAND_OVER, INVITE, Verb
from ruamsuk.exchanges.verbs import EXCHANGE
from ruamsuk.imports.verbs import IMPORT
from ruamsuk.issues.verbs import EDIT_CATALOGUE
from ruamsuk.jobs.verbs import OPERATE
from ruamsuk.notices.verbs import READ_TRAIL
from ruamsuk.papers.verbs import EDIT_LAYOUTS
from ruamsuk.projects.verbs import WRITE_REPORT
from ruamsuk.workbooks.verbs import SET_UP


@dataclass(frozen=True)
class Entry:
    label: str | Promise
    icon: str
    url_name: str
    can: Verb | None = None  # None: everyone signed in

    @cached_property
    def url(self) -> str:
        return reverse(self.url_name)


HOME = Entry(_("My tasks"), "home", "web:home")
COUNTS = Entry(_("Area overview"), "chart-bar", "dashboards:counts")
AREA = Entry(_("Area"), "chart-bar", "dashboards:counts")  # the same page, in the words of the phone's bar
FUNDS = Entry(_("Funds"), "building-bank", "funds:index")
PLANS = Entry(_("Plans"), "clipboard-list", "plans:funds")
PROPOSALS = Entry(_("Proposals"), "file-text", "projects:proposals")
PROJECTS = Entry(_("Projects"), "folders", "projects:projects")
GRADES = Entry(_("Grades"), "clipboard-check", "grades:index")
REPORTS = Entry(_("Reports"), "report-analytics", "projects:reports")
PEOPLE = Entry(_("People and roles"), "users", "accounts:people", INVITE)
SETTING_UP = Entry(_("Set up a province"), "file-spreadsheet", "workbooks:workbooks", SET_UP)
MORE = Entry(_("More"), "menu-2", "web:more")

WORK = [HOME, COUNTS, FUNDS, PLANS, PROPOSALS, PROJECTS, REPORTS]
ISSUES = Entry(_("Issues"), "target", "issues:index")
VISITOR = [COUNTS, FUNDS, PROJECTS, REPORTS, ISSUES]  # what answers without an account
BOTTOM = [HOME, AREA, PROJECTS, FUNDS, MORE]
REGISTERS = [
    GRADES,
    Entry(_("Issues and indicators"), "target", "issues:index"),
    Entry(_("Checks of sense"), "list-check", "checks:index", EDIT_CATALOGUE),
    Entry(_("Rubrics"), "clipboard-check", "instruments:index", EDIT_CATALOGUE),
    Entry(_("Kinds of funds"), "building-bank", "funds:kinds", EDIT_CATALOGUE),
    Entry(_("Positions on a committee"), "users-group", "committees:positions", EDIT_CATALOGUE),
    Entry(_("From problem to result"), "link", "projects:chain"),
    Entry(_("Official figures"), "chart-bar", "evidence:index"),
    Entry(_("Organisations"), "building-community", "organizations:index"),
    Entry(_("Area register"), "map-pin", "areas:area_list"),
    Entry(_("Sets of areas"), "map", "area_sets:index"),
    PEOPLE,
    Entry(_("Handover"), "users-group", "web:handovers", HAND_OVER),
    Entry(_("By the same person"), "users-group", "projects:own-steps", READ_TRAIL),
    Entry(_("Photos to look at"), "photo", "projects:photos-to-look-at", WRITE_REPORT),
    Entry(_("Lists taken away"), "download", "exports:index", READ_TRAIL),
    SETTING_UP,
    Entry(_("Exchange with the national system"), "arrows-exchange", "exchanges:index", EXCHANGE),
    Entry(_("Import records"), "database-import", "imports:batches", IMPORT),
    Entry(_("Layouts of papers"), "printer", "papers:layouts", EDIT_LAYOUTS),
    Entry(_("Background work"), "settings", "jobs:jobs", OPERATE),
    Entry(_("Refused files"), "camera", "files:refused", OPERATE),
]


def shown(entries: list[Entry], user: Reader) -> list[Entry]:
    return [entry for entry in entries if entry.can is None or may(user, entry.can)]
