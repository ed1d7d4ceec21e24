"""What the nouns of the API are called on its pages (config.handbook), in the order in which they are listed."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Tag of the description → its name, and what its calls are for.
NOUNS: dict[str, tuple[str | Promise, str | Promise]] = {
    "Counts": (_("Counts"), _("The public figures, and what documents state beside them.")),
    "Sets of areas": (
        _("Sets of areas"),
        _("Areas that are counted together, kept under a name."),
    ),
    "Areas": (
        _("Areas"),
        _("Read, search, understand an address; what changes in them, villages, population."),
    ),
    "Catalogues": (
        _("Catalogues"),
        _("Issues and their lists, indicators, standard measures, codes of the forms."),
    ),
    "Official figures": (
        _("Official figures"),
        _(
            "What official statistics say of an area on a day, offered to who writes a plan or proposal there."
        ),
    ),
    "Organisations": (
        _("Organisations"),
        _("Local authorities, services, schools, groups, and what they serve."),
    ),
    "Funds": (_("Funds"), _("Funds, their kinds, bank accounts and networks.")),
    "Committees": (_("Committees"), _("Series of a committee, its members and their positions.")),
    "Plans": (_("Plans"), _("What a fund wants to do in a year, line by line, until it is agreed.")),
    "Proposals": (
        _("Proposals"),
        _("Written field by field by several people, sent, talked about, decided."),
    ),
    "Applications": (
        _("Applications"),
        _("What groups without an account sent by a fund's link: read, accepted, declined."),
    ),
    "Instruments": (
        _("Rubrics"),
        _("By what mentors grade: criteria, levels in words, weights, versions."),
    ),
    "Grades": (
        _("Grades"),
        _("What mentors grade plans and proposals as, level by level; two mentors side by side."),
    ),
    "Projects": (_("Projects"), _("What was approved: its plan, money, people and documents.")),
    "Variations": (
        _("Variations"),
        _("What changes of an approved project, and what stood before."),
    ),
    "Reports": (_("Reports"), _("Reports of activities, from the first line to the acceptance.")),
    "By the same person": (_("By the same person"), _("Steps on the own work, and their confirmation.")),
    "People": (_("People and posts"), _("People, posts, invitations and handovers.")),
    "Me": (_("Me"), _("Oneself, tasks and notices.")),
    "Files": (_("Files"), _("Photos that could not be read.")),
    "Exchange": (
        _("Exchange"),
        _("Projects as forms of other systems want them: files out and in, what differs, results, forms."),
    ),
    "Imports": (_("Imports"), _("A file is sent, looked at, started, taken back.")),
    "Workbooks": (
        _("Workbooks"),
        _("A province from one Excel workbook: sent, looked at row by row, started, taken back."),
    ),
}
