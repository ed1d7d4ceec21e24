"""The importer of files of other systems."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.exchanges.actions.writing import ENTRY, check_start, give_back, hinders, write
from ruamsuk.exchanges.choices import MAX_BYTES, MAX_ROWS, NAME, PIECE, WHY
from ruamsuk.exchanges.models import OutsideEntry
from ruamsuk.exchanges.queries.files import read_file, stage
from ruamsuk.exchanges.queries.planning import Known, foresee
from ruamsuk.imports.importers import Importer, Noun

OUTSIDE = Importer(
    name=NAME,
    takes=_("Projects as the national system holds them, by one of the forms that are set up here."),
    caution=_("What the file says is kept beside the projects here. No project is changed."),
    accept=".xlsx,.xls,.ods,.csv",
    format=_("Excel or CSV, at most 10 MB and 5,000 rows."),
    max_bytes=MAX_BYTES,
    max_records=MAX_ROWS,
    read=read_file,
    stage=stage,
    known=Known,
    foresee=foresee,
    write=write,
    nouns={
        ENTRY: Noun(
            _("entry of the other system"), OutsideEntry, page="exchanges:entry", button=_("Open the entry")
        )
    },
    piece=PIECE,
    page="exchanges:file",
    check_start=check_start,
    hinders=hinders,
    give_back=give_back,
    kinds={"project": _("project")},
    why=WHY,
)
