"""Closed lists of exchanges: what can be read of a project, how a cell is written, results, outcomes, reasons."""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _

from ruamsuk.imports.choices import LineResult

NAME = "exchange"  # of the importer; it stands in each file for ever
MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 5_000
PIECE = 50
MOST = 2_000  # projects that a page compares and a file holds
LONGEST = 32_000  # letters of a cell: Excel holds no more than 32,767


class Kind(Enum):
    """What a value is. Kept as JSON: a text, a whole number, satang, a year in BE, a day in ISO, a code."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    YEAR = "year"
    DAY = "day"
    CHOICE = "choice"


class Reads(models.TextChoices):
    """What a column of a form can hold of a project."""

    FUND_CODE = "fund_code", _("Code of the fund")
    FUND_NAME = "fund_name", _("Name of the fund")
    PROJECT_CODE = "project_code", _("Project code")
    AGREEMENT_NO = "agreement_no", _("Agreement number")
    TITLE = "title", _("Title of the project")
    SUPPORT_TYPE = "support_type", _("Kind of support")
    ORGANIZATION = "organization", _("Organisation that carries it out")
    APPLICANT_KIND = "applicant_kind", _("Kind of the organisation")
    TARGET_GROUPS = "target_groups", _("Target groups, by name")
    TARGET_PEOPLE = "target_people", _("People of the target groups, together")
    OBJECTIVES = "objectives", _("Objectives")
    ACTIVITIES = "activities", _("Activities")
    ISSUES = "issues", _("Issues")
    APPROVED = "approved", _("Amount approved at first")
    BUDGET = "budget", _("Amount approved today")
    FISCAL_YEAR = "fiscal_year", _("Fiscal year")
    STARTS_ON = "starts_on", _("First day")
    ENDS_ON = "ends_on", _("Last day")
    APPROVED_ON = "approved_on", _("Day of approval")
    SUBDISTRICT = "subdistrict", _("Sub-district")
    DISTRICT = "district", _("District")
    PROVINCE = "province", _("Province")
    STATUS = "status", _("Status")
    SPENT = "spent", _("Money used, by the reports that were sent")
    RESULT = "result", _("Result: achieved or not")
    REASON = "reason", _("Why it was not achieved")
    PARTICIPANTS = "participants", _("Participants, by the reports that were sent")


_OTHERS = {
    Kind.NUMBER: (Reads.TARGET_PEOPLE, Reads.PARTICIPANTS),
    Kind.MONEY: (Reads.APPROVED, Reads.BUDGET, Reads.SPENT),
    Kind.YEAR: (Reads.FISCAL_YEAR,),
    Kind.DAY: (Reads.STARTS_ON, Reads.ENDS_ON, Reads.APPROVED_ON),
    Kind.CHOICE: (Reads.SUPPORT_TYPE, Reads.APPLICANT_KIND, Reads.STATUS, Reads.RESULT),
}
KINDS: dict[str, Kind] = dict.fromkeys(Reads.values, Kind.TEXT) | {
    read: kind for kind, found in _OTHERS.items() for read in found
}

# By these a row is known: a form without them goes out, and does not come in.
KEYS = (Reads.FUND_CODE, Reads.TITLE, Reads.FISCAL_YEAR)


class Format(models.TextChoices):
    PLAIN = "plain", _("as it is")
    YEAR_CE = "year-ce", _("year CE, like 2027")
    YEAR_BE = "year-be", _("year BE, like 2570")
    DAY_CE = "day-ce", _("dd/mm/yyyy CE, like 31/01/2027")
    DAY_BE = "day-be", _("dd/mm/yyyy BE, like 31/01/2570")
    WORDS = "words", _("words for a code")


FORMATS: dict[Kind, tuple[Format, ...]] = {
    Kind.TEXT: (Format.PLAIN,),
    Kind.NUMBER: (Format.PLAIN,),
    Kind.MONEY: (Format.PLAIN,),
    Kind.YEAR: (Format.YEAR_CE, Format.YEAR_BE),
    Kind.DAY: (Format.DAY_CE, Format.DAY_BE),
    Kind.CHOICE: (Format.WORDS,),
}


class Achieved(models.TextChoices):
    YES = "achieved", _("achieved")
    NO = "not-achieved", _("not achieved")


class Show(models.TextChoices):
    """Which projects a list or file holds."""

    ALL = "all", _("all projects")
    READY = "ready", _("ready to send")
    MISSING = "missing", _("something is missing")
    HERE_ONLY = "here-only", _("here, not there")
    DIFFERS = "differs", _("says something else there")


# How outcomes of a row are called on the pages of a file.
OUTCOMES = {
    LineResult.WAITING: _("waiting"),
    LineResult.CREATED: _("new"),
    LineResult.UPDATED: _("changed"),
    LineResult.UNCHANGED: _("the same as before"),
    LineResult.KEPT: _("kept as it is"),
    LineResult.FAILED: _("refused"),
    LineResult.UNDONE: _("taken back"),
}
COUNTED = (LineResult.CREATED, LineResult.UPDATED, LineResult.UNCHANGED, LineResult.FAILED)

# Why a row is refused, by the codes in reports.
WHY = {
    "empty": _("Nothing stands here, and without it nobody can tell which project is meant."),
    "cell-error": _("The cell shows the error {typed}. Type the value itself."),
    "fund": _("No fund that you look after has the code {typed}. Correct the code, or ask its coordinator."),
    "day": _("“{typed}” is no day that exists. Type it like 31/01/2570."),
    "day-two": _("“{typed}” can be {first} or {second}. Type all four digits of the year."),
    "day-far": _("“{typed}” is the year {year}. Check whether the year is right."),
    "year": _("“{typed}” is no fiscal year. Type it like 2570 or 2027."),
    "year-two": _("“{typed}” can be {first} or {second}. Type all four digits of the year."),
    "amount": _("“{typed}” is no amount of money. Type baht like 12000 or 12000.50."),
    "number": _("“{typed}” is no whole number from 0 on. Type its digits alone, like 1500."),
    "number-two": _("“{typed}” can be {first} or {second}. Type it without signs between."),
    "word": _(
        "“{typed}” is none of the words of this column: {words}. An administrator adds words to the form."
    ),
    "several": _(
        "{n} projects here have this title, and amount and first day do not tell which one is meant."
    ),
    "same-project": _("Row {row} is about the same project here. Leave one of the two in the file."),
}
