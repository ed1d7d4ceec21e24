"""The importer of the workbook of a province."""

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import Invitation
from ruamsuk.areas.models import Area
from ruamsuk.committees.models import Committee, Member
from ruamsuk.evidence.models import OfficialFigure
from ruamsuk.funds.models import Fund
from ruamsuk.imports.importers import Importer
from ruamsuk.imports.importers import Noun as Became
from ruamsuk.organizations.models import Organization
from ruamsuk.workbooks.actions.giving_back import empty_posts, give_back, hinders
from ruamsuk.workbooks.actions.writing import write
from ruamsuk.workbooks.choices import MAX_BYTES, MAX_ROWS, NAME, PIECE, WHY, Noun
from ruamsuk.workbooks.queries.files import read_workbook, stage
from ruamsuk.workbooks.queries.known import Known
from ruamsuk.workbooks.queries.planning import foresee
from ruamsuk.workbooks.specs import SHEETS

WORKBOOK = Importer(
    name=NAME,
    takes=_(
        "The workbook of a province: organisations, funds, coordinates, villages, people, committees, official figures."
    ),
    caution=_("People who are named with an e-mail get their invitation by letter at once."),
    accept=".xlsx",
    format=_("Excel (.xlsx), at most 10 MB and 20,000 rows."),
    max_bytes=MAX_BYTES,
    max_records=MAX_ROWS,
    read=read_workbook,
    stage=stage,
    known=Known,
    foresee=foresee,
    write=write,
    nouns={  # in the order in which they can go
        Noun.INVITATION: Became(
            Noun.INVITATION.label, Invitation, page="accounts:invitation", button=_("Open the invitation")
        ),
        Noun.MEMBER: Became(Noun.MEMBER.label, Member),
        Noun.FIGURE: Became(
            Noun.FIGURE.label, OfficialFigure, page="evidence:edit", button=_("Open the figure")
        ),
        Noun.VILLAGE: Became(Noun.VILLAGE.label, Area),
        Noun.FUND: Became(
            Noun.FUND.label,
            Fund,
            page="funds:fund",
            button=_("Open the fund"),
            own=("scope",),
            emptied=empty_posts,
        ),
        Noun.ORGANIZATION: Became(
            Noun.ORGANIZATION.label,
            Organization,
            page="organizations:organization",
            button=_("Open the organisation"),
            own=("scope",),
            emptied=empty_posts,
        ),
    },
    shared=(Became(_("committee"), Committee),),
    piece=PIECE,
    page="workbooks:workbook",
    hinders=hinders,
    give_back=give_back,
    kinds={name: lazystr(sheet) for name, sheet in SHEETS.items()},
    why=WHY,
)
