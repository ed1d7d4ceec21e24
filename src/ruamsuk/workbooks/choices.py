"""Limits, kinds of lines, and why a row cannot be taken: codes with their values, told in the reader's language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ruamsuk.imports.choices import UNKNOWN, LineResult

NAME = "workbook"  # of the importer, as each file keeps it
MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
PIECE = 25  # rows; most are written together, so that a piece is done in some 100 ms
HEADING_WITHIN = 20  # rows in which the headings are looked for
LOOKS = 60  # how many misspelt names of a file are looked for among those that are known

COUNTED = (LineResult.CREATED, LineResult.UPDATED, LineResult.FAILED)  # told also where there are none


class Noun(models.TextChoices):
    """What a row becomes."""

    ORGANIZATION = "organization", _("organisation")
    FUND = "fund", _("fund")
    VILLAGE = "village", _("village")
    INVITATION = "invitation", _("invitation")
    MEMBER = "member", _("committee member")
    FIGURE = "figure", _("official figure")


# What happens to a row, in the words of these pages.
OUTCOMES = {
    LineResult.WAITING: _("waiting"),
    LineResult.CREATED: _("adds"),
    LineResult.UPDATED: _("changes"),
    LineResult.UNCHANGED: _("stays the same"),
    LineResult.KEPT: _("left as it is"),
    LineResult.FAILED: _("refused"),
    LineResult.UNDONE: _("taken back"),
}
NOT_READ = UNKNOWN  # the kind of a line that tells what of the file was not read

WHY = {
    "said": _("{words}"),
    "missing": _("“{column}” is empty. Fill it in."),
    "formula": _("This cell is a formula. Copy it and paste it as a value."),
    "merged": _("This cell is merged with others. Undo the merging and fill in each row."),
    "cell-error": _("The cell shows the error {typed}. Type the value itself."),
    "marked-example": _(
        "The row is marked as the example, but says something of its own. Clear the mark in the column “{column}”."
    ),
    "rows-disagree": _(
        "Rows {rows} are about the same, but say different things: {columns}. Leave the right one."
    ),
    "same-row": _("The same stands in row {row}. It is taken once."),
    "not-in-list": _("“{typed}” is not one of the permitted values: {values}."),
    "no-place": _("It is not said where this is. Fill in sub-district, district and province."),
    "place-doubtful": _("{says}"),
    "place-disagrees": _("The area code says {coded}, the names say {named}. Correct one of them."),
    "no-area-code": _("No area has the code {typed}."),
    "outside": _("{place} lies outside your area. Ask who works there, or the central team."),
    "not-allowed": _("Your role does not include this. Those who may: {who}."),
    "code-elsewhere": _(
        "The code {typed} belongs to “{name}” in {place}, which is neither this name nor this place."
    ),
    "codes-differ": _("The codes and the name belong to different organisations: {names}."),
    "no-organization": _("No organisation “{typed}” is known, and none of the file is called so.{near}"),
    "organizations-alike": _(
        "Several organisations are called “{typed}”: {places}. Write the code of the right one."
    ),
    "no-fund": _("No fund “{typed}” is known, and none of the file is called so.{near}"),
    "funds-alike": _("Several funds are called “{typed}”: {codes}. Write the code of the right one."),
    "fund-other-name": _("The code {code} belongs to “{name}”, not to “{typed}”."),
    "fund-refused": _("The fund stands in row {row} of the file, and that row is refused."),
    "organization-refused": _("The organisation stands in row {row} of the file, and that row is refused."),
    "closed": _("“{name}” was closed. It has to be opened again on its page first."),
    "kind-unclear": _(
        "The code {typed} does not say which kind of fund this is. Fill in “{column}”: {values}."
    ),
    "kind-differs": _("This fund is a {kind}. Its kind is not changed by a file."),
    "swapped": _(
        "Latitude and longitude seem to be exchanged: in Thailand the latitude is 5–21, the longitude 97–106."
    ),
    "no-point": _("“{typed}” is no point. Write it like 7.0086, 100.4747."),
    "points-disagree": _("The point differs from that of the fund in row {row}. Leave the right one."),
    "moo": _("“{typed}” is no village number. Write 1 to 99."),
    "village-code": _("The village code {typed} does not fit to the place or the number beside it."),
    "moo-taken": _(
        "Moo {moo} is recorded already and is called {name}. It is renamed on the page of the area."
    ),
    "several-places": _("Fund, organisation and area are filled in. Leave the one where the person works."),
    "role-place": _("A {role} works for: {scopes}. Fill in the fund, the organisation or the area."),
    "may-not-give": _("You may not give the role {role} at {place}. Those who may: {who}."),
    "invited": _(
        "This person is invited to the post already. Days and name are changed on the page of the invitation."
    ),
    "holds": _("This person holds the post already."),
    "no-committee": _("A fund of this kind ({kind}) has no committee."),
    "other-term": _(
        "The committee that serves now began on {day}. A new series is started on the page of the fund first."
    ),
    "seats-taken": _("All {seats} seats of “{position}” are taken."),
    "member-stands": _(
        "{name} is on this committee already, as {position}. End that seat on the page of the committee first."
    ),
    "kept-by-hand": _("Somebody changed this here since the last file; that stays."),
    "sheet-unknown": _(
        "The sheet “{title}” was not read: neither its name nor its headings are known. Sheets are called: {names}."
    ),
    "no-heading": _("No headings were found in the sheet “{title}”. Its columns are called: {columns}."),
    "no-column": _("The sheet “{title}” has no column {columns}."),
    "two-columns": _("Two columns of the sheet “{title}” mean “{column}”: {headings}. Leave one."),
    "columns-unread": _("Not read of the sheet “{title}”, because their headings are not known: {columns}."),
    "zero-back": _("A zero in front was lost in Excel, and is put back."),
    "committee-started": _("The committee of the fund begins with this row: from {day}."),
}
