"""What of a project was agreed to: its money, place and days, and its design without what classifies it.

Read of a project and of a variation of it alike, which both have these columns and a design.
"""

from django.utils.translation import gettext_lazy as _

from ruamsuk.drafts.specs import Baht, Day, Field, OfArea, One, Rows, Section, Spec
from ruamsuk.projects.proposals.specs import PROPOSAL, SECTIONS, D

# What lists and figures sort a project by is no part of what a committee agreed to carry out.
OF_DESIGN = tuple(f for f in D.fields if f.name not in ("support_type", "applicant_kind"))

HEAD = One(
    kind="head",
    section="agreed",
    fields=(
        Field("budget_satang", _("Amount of the project"), Baht(), frozen="amount_satang"),
        Field(
            "home_area",
            _("Where it is counted"),
            OfArea(),
            frozen="area",
            freeze=lambda one: {"code": one.home_area.code, "name": one.home_area.label},
        ),
        Field("report_due_on", _("Report due on"), Day()),
    ),
)
DESIGN = One(kind="d", section="agreed", of="design", fields=OF_DESIGN, also=D.also[1:])
AGREED_TO = Spec(
    sections=(Section("agreed", _("Money and place"), ""), *SECTIONS),
    parts=(
        HEAD,
        DESIGN,
        *(part for part in PROPOSAL.parts if isinstance(part, Rows) and not part.is_personal),
    ),
)
