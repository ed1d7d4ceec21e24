"""The importer of what people collected from the pages of older systems: `ruamsuk import records FILE`."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruamsuk.funds.models import Fund
from ruamsuk.imports.importers import Importer
from ruamsuk.imports.importers import Noun as Became
from ruamsuk.older_pages.actions.writing import write
from ruamsuk.older_pages.choices import MAX_BYTES, MAX_RECORDS, NAME, PARTS, WHY, Noun, PageKind
from ruamsuk.older_pages.queries.files import read_file, stage
from ruamsuk.older_pages.queries.known import Known
from ruamsuk.older_pages.queries.planning import foresee
from ruamsuk.older_pages.queries.unknown import remarks
from ruamsuk.older_pages.queries.wording import in_words, shown
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.models import Project, Proposal

PROPOSAL = Became(
    Noun.PROPOSAL.label,
    Proposal,
    page="projects:proposal",
    button=_("Open the proposal"),
    own=("design", "thread", "log"),
    in_use=Q(submissions__isnull=False) | Q(thread__comments__isnull=False),
)
PROJECT = Became(
    Noun.PROJECT.label,
    Project,
    page="projects:project",
    button=_("Open the project"),
    own=("design", "scope"),
    in_use=Q(taken_over__isnull=False),
)
FUND = Became(Noun.FUND.label, Fund, own=("scope",))
AUTHORITY = Became(OrganizationKind.LOCAL_AUTHORITY.label, Organization, own=("scope",))

OLDER_PAGES = Importer(
    name=NAME,
    takes=_("Proposals, projects and tables of funds from older systems."),
    caution=_(
        "Imported drafts and projects can be read and searched, but change no figure until their fund counts them."
    ),
    accept=".xlsx,.xls,.ods,.csv,.txt,.json",
    format=_(
        "A table as Excel or CSV with the names of its columns, or records as JSON; at most 10 MB and 5,000 records."
    ),
    max_bytes=MAX_BYTES,
    max_records=MAX_RECORDS,
    read=read_file,
    stage=stage,
    known=Known,
    foresee=foresee,
    write=write,
    nouns={Noun.PROPOSAL: PROPOSAL, Noun.PROJECT: PROJECT, Noun.FUND: FUND},
    shared=(PROJECT, FUND, AUTHORITY),  # a fund stands on its local authority
    kinds={kind.value: kind.label for kind in PageKind},
    parts=PARTS,
    why=WHY,
    in_words=in_words,
    shown=shown,
    remarks=remarks,
    settings=(_("Names of fields"), "older_pages:labels"),
)
