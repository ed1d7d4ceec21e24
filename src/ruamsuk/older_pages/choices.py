"""Closed lists of the reader of older pages: kinds of records, what they become, and the reasons of its report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

NAME = "records"  # of the importer, as the command and each file name it
# A file that a page takes; the command takes larger ones.
MAX_BYTES = 10 * 1024 * 1024
MAX_RECORDS = 5_000
MOST_ROWS = 100_000  # of all tables of a file that the command takes


class Part(models.TextChoices):
    """What a field of an older system is here: the meaning of its name (queries/labels)."""

    SOURCE = "source", _("Its address in the older system")
    KIND = "kind", _("What kind of record it is")
    TITLE = "title", _("Project name")
    FUND = "fund", _("Fund")
    FUND_CODE = "fund_code", _("Fund code")
    APPLICANT = "applicant", _("Organisation that applies or carries it out")
    ADDRESS = "address", _("Place of work")
    VILLAGE = "village", _("Village or its number")
    SUBDISTRICT = "subdistrict", _("Sub-district")
    DISTRICT = "district", _("District")
    PROVINCE = "province", _("Province")
    UNIT = "unit", _("Managing unit of an older programme")
    ISSUES = "issues", _("Issues")
    SITUATIONS = "situations", _("Situation")
    CODE = "code", _("Project code")
    AGREEMENT = "agreement", _("Agreement number")
    SUPPORT_TYPE = "support_type", _("Type of support")
    APPLICANT_KIND = "applicant_kind", _("Kind of applicant")
    APPROVED = "approved", _("Approved on")
    PERIOD = "period", _("First and last day in one field")
    STARTS = "starts", _("First day")
    ENDS = "ends", _("Last day")
    REPORT_DUE = "report_due", _("Report due on")
    BUDGET = "budget", _("Budget (baht)")
    SET = "set", _("Project set")
    INSTALMENTS = "instalments", _("Instalments")
    PARTNERS = "partners", _("Partners")
    FISCAL_YEAR = "fiscal_year", _("Fiscal year")
    STATUS = "status", _("Status")
    POPULATION = "population", _("Population")
    PERSONS = "persons", _("Names of persons: masked")
    PHONES = "phones", _("Phone, e-mail or ID number: masked")
    NOTE = "note", _("Nothing that has a field here: kept in the record")


class PageKind(models.TextChoices):
    """What a record of the older systems is."""

    PROPOSAL = "proposal", _("proposal")
    PRINT = "print", _("printed proposal form")
    PROJECT = "project", _("project")
    REPORT = "report", _("report on a project")
    FUND_TABLE = "fund-table", _("table of funds")
    EVALUATION = "evaluation", _("evaluation form")
    STATISTICS = "statistics", _("page of figures")
    DIAGRAM = "diagram", _("diagram")
    SUM = "sum", _("line of sums")
    UNKNOWN = "unknown", _("something else")


class Noun(models.TextChoices):
    """What a record became here."""

    PROPOSAL = "proposal", _("proposal")
    PROJECT = "project", _("project")
    FUND = "fund", _("fund")
    NONE = "", _("kept as it is")


# Names of the parts of a reading, for people.
PARTS = {
    "title": _("Project name"),
    "fiscal_year": _("Fiscal year"),
    "fund": _("Fund"),
    "fund_code": _("Fund code"),
    "organization": _("Organisation"),
    "applicant_name": _("Proposed by"),
    "owner_name": _("Carried out by"),
    "home_area": _("Where it counts"),
    "setting": _("Place of work"),
    "issues": _("Issues"),
    "situations": _("Situation"),
    "support_type": _("Type of support"),
    "applicant_kind": _("Kind of applicant"),
    "code": _("Code"),
    "typed_code": _("Code as typed"),
    "agreement_no": _("Agreement number"),
    "starts_on": _("First day"),
    "ends_on": _("Last day"),
    "approved_on": _("Approved on"),
    "report_due_on": _("Report due on"),
    "budget": _("Budget (baht)"),
    "instalments": _("Instalments"),
    "parent": _("Project set"),
    "status": _("Status"),
    "funds": _("Funds"),
}

# Of WHY: a person confirms the place, or the fund.
OF_FUND = ("fund-other-name", "fund-other-code", "fund-codes-differ")
DOUBTS = ("area-ambiguous", "area-to-confirm", "address-doubtful", *OF_FUND)
# Why something was mended or could not be placed. Stored as the code with its parameters, told in the reader's
# language.
WHY = {
    # mended
    "marker": _("A remark of the source instead of a value: read as empty."),
    "remark": _("A remark of the source behind the value was taken off."),
    "thai-digits": _("Thai digits were read as numbers."),
    "thousands": _("Thousands separators were taken out."),
    "common-era": _("The year is in the Common Era; stored as the same day."),
    "short-year": _("A year with two digits was read as B.E. 25xx."),
    "year-from-end": _("The first day has no year; taken from the last day."),
    "code-normalised": _("The code was brought into its normal form."),
    "several": _("{count} issues were written into one field."),
    "name-and-code": _("Name and code of the fund stood in one field."),
    "spelling": _("The official spelling is {place}."),
    "contradicted": _("The address names another place than the fund's, {place}: the fund's place counts."),
    "persons-masked": _("Names of persons are not kept."),
    "phone-masked": _("A phone number was found and masked."),
    "email-masked": _("An e-mail address was found and masked."),
    "id-masked": _("A citizen ID number was found and masked."),
    "shortened": _("Longer than the field; the whole text is kept in the record."),
    "moment": _("The time behind the day was taken off; the day is that of Thailand."),
    "excel-day": _("Excel’s number of a day was read as the day."),
    "whole-months": _("Only months are given: from the first day of the first to the last day of the last."),
    "whole-year": _("The period is the whole fiscal year."),
    "code-is-funds": _("This is the code of a fund, not of a project."),
    "year-normalised": _("The fiscal year was brought into its normal form."),
    "year-from-code": _("The fiscal year is that of the project code."),
    "year-from-title": _("The fiscal year stands in the title."),
    "year-from-period": _("The fiscal year stands in the words of the period."),
    "year-from-days": _("The fiscal year is that of the first day."),
    "year-from-last-day": _("The fiscal year is that of the last day."),
    "year-from-approval": _("The fiscal year is that of the day of approval."),
    "year-from-number": _("The fiscal year is that of the first two digits of the number."),
    "status-from-days-to-come": _("The last day, {day}, is still to come: the project is taken as running."),
    "status-from-days": _("The last day, {day}, is over: the project is taken as finished."),
    "status-from-report": _("There is a final report: the project is taken as finished."),
    "joined": _("Another page of the same project or proposal was imported before: both became one."),
    "code-beats-days": _("The code says the fiscal year {year}, the days another one: the code counts."),
    "set-added": _("A project set of this name was added."),
    "fund-added": _("The fund was added: code, name and sub-district are clear."),
    "authority-added": _("The local authority was added with the fund."),
    "population-set": _("The population was filled in."),
    # could not be placed
    "cut": _("The source cut the value off."),
    "no-fund": _("No fund of this name is in the system; the name is kept as text."),
    "no-fund-code": _("No fund with this code is in the system; the code is kept as text."),
    "fund-ambiguous": _("Several funds may be meant; the name is kept as text."),
    "fund-other-name": _(
        "The code {code} belongs to “{other}” here: name and code do not agree. To be confirmed; until then it is of "
        "no fund and stands at {place}."
    ),
    "fund-other-code": _(
        "The name means “{other}” here, and the code {code} does not: the two do not agree. To be confirmed; until "
        "then it is of no fund and stands at {place}."
    ),
    "fund-codes-differ": _(
        "The record gives several codes of funds: {codes}. To be confirmed; until then it is of no fund and stands at "
        "{place}."
    ),
    "fund-row-other": _("The code {code} belongs to “{other}” here; the row was left out."),
    "area-unknown": _("No place could be read; it stands at {place} until someone sets it."),
    "area-ambiguous": _("Several places may be meant: {places}. It stands at {place} until someone sets it."),
    "area-to-confirm": _("{reason} It stands at {place}, to be confirmed, until someone sets it."),
    "address-doubtful": _("{reason} It stands with its fund at {place}, to be confirmed."),
    "area-unclear": _("The sub-district is not clear, so the fund was not added."),
    "address-other": _("No official place was recognised here; the text is kept."),
    "issue-unknown": _("No issue of this name is known."),
    "label-unknown": _("What this field means is not known; it is kept in the record."),
    "said-otherwise": _("“{field}” says it otherwise and was taken: “{said}”."),
    "year-unknown": _(
        "No fiscal year is given, and nothing tells it: it is not known until someone sets it."
    ),
    "year-unreadable": _("This is no fiscal year, or may be several; it is not known until someone sets it."),
    "year-several": _("The title names several years: {years}. None was taken from it."),
    "year-otherwise": _(
        "The project code says the fiscal year {year}; the year that the record gives was taken."
    ),
    "status-unknown": _("No status is given, and nothing tells it: it is not known until someone sets it."),
    "status-unreadable": _("This is no status that is known here."),
    "year-impossible": _("The fiscal year {year} is not possible."),
    "day-impossible": _("This is no day that exists."),
    "day-far": _("The year is too far away to be right."),
    "day-two-ways": _("The two digits of the year can be B.E. or C.E.; the day was not guessed."),
    "days-reversed": _("The last day lies before the first."),
    "period-unreadable": _("This is no period that can be read."),
    "period-one-day": _("Only one day stands there: it was taken as the first; the last day is not known."),
    "amount-unreadable": _("This is no amount of money."),
    "amount-two-ways": _(
        "The point can stand between thousands or before decimals; the amount was not guessed."
    ),
    "amount-large": _("The amount is larger than any fund's budget; check the number of digits."),
    "amount-negative": _("An amount cannot be below 0."),
    "no-budget": _("No budget is given; 0 stands there until someone sets it."),
    "code-unreadable": _("This is no project code that can be read; it is kept as typed."),
    "code-taken": _("Another project has this code: “{title}”. It is kept as typed."),
    "code-is-here": _("The project with this code is in the system already: “{title}”."),
    "deleted-here": _("What this became was deleted here since; it was not made again."),
    "instalment-unreadable": _("This is no instalment that can be read; none was entered."),
    "instalments-sum": _("The instalments add up to {sum} baht, the budget is {budget}; none was entered."),
    "instalments-order": _("The instalments do not follow one another; none was entered."),
    "size-unreadable": _("The size is no number, or may be two; the problem is kept without it."),
    "type-unknown": _("No such type of support or applicant is known."),
    "title-missing": _("The record has no title; one was made of its form and fund."),
    "no-place-for-it": _("There is no field for this yet; it is kept in the record."),
    "amounts-kept": _("There is no field for these amounts yet; they are kept in the record."),
    "row-unreadable": _("This row of the table cannot be read."),
    "kept-by-hand": _("Somebody changed this since; it was left as it is."),
    # kept whole
    "figures-page": _("A page of figures about many projects is no project; it is kept as a source."),
    "diagram-page": _("A diagram is no project; it is kept as a source."),
    "line-of-sums": _("A line of sums is no project; it is kept as it is."),
    "no-project-named": _("It names no project, neither by a title nor by a code; it is kept as a source."),
    "no-noun": _("There is no page for this kind of form yet; the record is kept whole."),
    "kind-unknown": _("This kind of record is not known; it is kept whole."),
    "nothing-new": _("All funds of the table are in the system already."),
    "no-row-placed": _("No row of the table could be placed."),
    # not readable
    "no-object": _("Record {no} is no object of fields and values."),
    "error-cells": _(
        "Cells of record {no} hold an error instead of a value: {cells}. Mend the formulas, or empty the cells, and "
        "send this row again."
    ),
    "no-kind": _("Record {no} does not say its “kind”, and none of its fields tells it."),
}
